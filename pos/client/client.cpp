#include "endpoint.hpp"
#include "exchange.hpp"

#include <loyal/client/client.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cerrno>
#include <optional>
#include <sys/socket.h>

namespace loyal::client {
namespace {

using asio::experimental::awaitable_operators::operator||;  // NOLINT(misc-unused-using-decls)
using boost::system::error_code;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t receive_size = std::size_t{16} * 1024;

enum class Outcome { complete, unreachable, broken, never_arrived };

// A kept connection that the server closed meanwhile has an end of stream waiting in it.
bool is_still_open(Socket& socket)
{
    char byte = 0;
    const auto size = ::recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

struct AsyncClient::Connection {
    Connection(asio::io_context& io, Options given)
        : options{std::move(given)}, address{address_of(options.endpoint)}, socket{io}, timer{io}
    {
    }

    void close()
    {
        error_code ignored;
        socket.close(ignored);
    }

    asio::awaitable<Outcome> exchange(Call call);
    asio::awaitable<Outcome> exchange_once(std::string text);
    asio::awaitable<Outcome> receive();

    Options options;
    asio::generic::stream_protocol::endpoint address;
    Socket socket;
    asio::steady_timer timer;
    Reply reply;
};

asio::awaitable<Outcome> AsyncClient::Connection::receive()
{
    ReplyReader reader;
    std::array<char, receive_size> bytes{};
    bool has_begun = false;
    for (;;) {
        const auto [error, size] = co_await socket.async_read_some(asio::buffer(bytes), as_tuple);
        const auto progress = error ? reader.feed_end() : reader.feed({bytes.data(), size});
        if (progress == ReplyReader::Progress::complete) {
            if (error || !reader.keeps_alive()) close();
            reply = reader.take();
            co_return Outcome::complete;
        }
        if (error && !has_begun) co_return Outcome::never_arrived;
        if (progress == ReplyReader::Progress::broken) co_return Outcome::broken;
        has_begun = true;
    }
}

asio::awaitable<Outcome> AsyncClient::Connection::exchange_once(std::string text)
{
    if (socket.is_open() && !is_still_open(socket)) close();
    if (!socket.is_open()) {
        const auto [unreachable] = co_await socket.async_connect(address, as_tuple);
        if (unreachable) co_return Outcome::unreachable;
    }
    // A server that refuses early has answered although it does not read on: look for that.
    co_await asio::async_write(socket, asio::buffer(text), as_tuple);
    const Outcome outcome = co_await receive();
    co_return outcome;
}

asio::awaitable<Outcome> AsyncClient::Connection::exchange(Call call)
{
    const std::string text = request_text(call, options);
    const bool was_kept = socket.is_open();
    const bool may_repeat = call.method == "GET" || !call.idempotency_key.empty();
    Outcome outcome = co_await exchange_once(text);
    if (outcome == Outcome::never_arrived && was_kept && may_repeat) {
        close();
        outcome = co_await exchange_once(text);
    }
    co_return outcome;
}

AsyncClient::AsyncClient(asio::io_context& io, Options options)
    : connection_{std::make_unique<Connection>(io, std::move(options))}
{
}

AsyncClient::~AsyncClient() = default;

asio::awaitable<Result<Reply>> AsyncClient::request(Call call)
{
    Connection& connection = *connection_;
    const bool has_own_deadline = call.deadline.count() != 0;
    connection.timer.expires_after(has_own_deadline ? call.deadline : connection.options.deadline);
    const auto first =
        co_await (connection.exchange(std::move(call)) || connection.timer.async_wait(as_tuple));
    if (first.index() == 1) {
        connection.close();
        co_return Errc::timed_out;
    }
    const Outcome outcome = std::get<0>(first);
    if (outcome == Outcome::complete) co_return std::move(connection.reply);
    connection.close();
    co_return outcome == Outcome::unreachable ? Errc::unreachable : Errc::broken;
}

Client::Client(Options options) : client_{io_, std::move(options)} {}

Result<Reply> Client::request(const Call& call)
{
    std::optional<Result<Reply>> result;
    asio::co_spawn(io_, client_.request(call),
                   [&result](const std::exception_ptr& failure, Result<Reply> reply) {
                       if (failure) std::rethrow_exception(failure);
                       result.emplace(std::move(reply));
                   });
    io_.restart();
    io_.run();
    return std::move(*result);
}

Result<Reply> Client::get(std::string path)
{
    return request({.method = "GET", .path = std::move(path)});
}

}  // namespace loyal::client
