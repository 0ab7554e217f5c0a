#include "stream.hpp"

#include <loyal/net/connection.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace loyal::net {
namespace {

using boost::system::error_code;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds accept_pause{100};  // out of descriptors: wait for some

}  // namespace

struct Acceptor::State {
    State(asio::io_context& context, const Identity& identity, Trust trusted)
        : io{context},
          acceptor{context},
          pause{context},
          trust{std::move(trusted)},
          tls{make_context(Role::server, identity, trust)}
    {
    }

    void listen(const std::string& address, std::uint16_t port);
    asio::awaitable<void> accept_loop();
    asio::awaitable<void> receive(Tcp::socket socket);

    asio::io_context& io;
    Tcp::acceptor acceptor;
    asio::steady_timer pause;
    Trust trust;
    asio::ssl::context tls;
    OnConnection on_connection;
    OnRefused on_refused;
    std::size_t connections = 0;
    bool is_stopped = false;
};

void Acceptor::State::listen(const std::string& address, std::uint16_t port)
{
    const std::string what = "cannot listen on " + address + " port " + std::to_string(port);
    error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    if (error) throw boost::system::system_error{error, what};
    const Tcp::endpoint endpoint{parsed, port};
    acceptor.open(endpoint.protocol());
    acceptor.set_option(Tcp::acceptor::reuse_address{true});
    acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) throw boost::system::system_error{error, what};
}

asio::awaitable<void> Acceptor::State::accept_loop()
{
    while (!is_stopped) {
        auto [error, socket] = co_await acceptor.async_accept(as_tuple);
        if (is_stopped) co_return;
        if (error) {
            pause.expires_after(accept_pause);
            co_await pause.async_wait(as_tuple);
            continue;
        }
        if (connections >= connections_max) continue;  // closes it; the terminal tries again
        ++connections;
        asio::co_spawn(io, receive(std::move(socket)), [this](const std::exception_ptr& failure) {
            --connections;
            if (failure) std::rethrow_exception(failure);
        });
    }
}

asio::awaitable<void> Acceptor::State::receive(Tcp::socket socket)
{
    auto stream = std::make_unique<Connection::Stream>(std::move(socket), tls);
    const auto deadline = std::chrono::steady_clock::now() + handshake_timeout;
    const error_code error = co_await stream->handshake(Role::server, trust, deadline);
    if (is_stopped) co_return;
    if (error) {
        if (on_refused) on_refused(error, stream->address);
        co_return;
    }
    co_await on_connection(Connection{std::move(stream)});
}

Acceptor::Acceptor(asio::io_context& io,
                   const std::string& address,
                   std::uint16_t port,
                   const Identity& identity,
                   Trust trust)
    : state_{std::make_unique<State>(io, identity, std::move(trust))}
{
    state_->listen(address, port);
}

Acceptor::~Acceptor()
{
    stop();
}

std::uint16_t Acceptor::port() const
{
    return state_->acceptor.local_endpoint().port();
}

void Acceptor::start(OnConnection on_connection, OnRefused on_refused)
{
    state_->on_connection = std::move(on_connection);
    state_->on_refused = std::move(on_refused);
    asio::co_spawn(state_->io, state_->accept_loop(), [](const std::exception_ptr& failure) {
        if (failure) std::rethrow_exception(failure);
    });
}

void Acceptor::renew(const Identity& identity, const Trust& trust)
{
    state_->tls = make_context(Role::server, identity, trust);
    state_->trust = trust;
}

void Acceptor::stop()
{
    if (state_->is_stopped) return;
    state_->is_stopped = true;
    error_code ignored;
    state_->acceptor.close(ignored);
    state_->pause.cancel();
}

}  // namespace loyal::net
