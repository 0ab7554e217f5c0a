#include "server_state.hpp"

#include <loyal/http/server.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace loyal::http {
namespace {

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds sweep_interval_max{1'000};
constexpr std::chrono::milliseconds sweep_interval_min{10};
constexpr std::chrono::milliseconds accept_pause{100};  // out of descriptors: wait for some

std::string make_fixed_headers(const ServerOptions& options)
{
    std::string lines =
        "X-Content-Type-Options: nosniff\r\n"
        "X-Frame-Options: DENY\r\n"
        "Referrer-Policy: no-referrer\r\n";
    if (!options.content_security_policy.empty())
        lines += "Content-Security-Policy: " + options.content_security_policy + "\r\n";
    return lines;
}

Response overload()
{
    return error_response(503, {.code = "overloaded",
                                .en = "the server has too many connections, try again",
                                .zh = "服务器连接数已满，请稍后再试"});
}

// What fits into an empty socket buffer needs no coroutine.
void turn_away(Socket& socket, std::string_view fixed_headers)
{
    const Response response = overload();
    const std::string text =
        response_head(response, {.closes = true, .fixed_headers = fixed_headers}) + response.body;
    boost::system::error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(text), ignored);
    socket.shutdown(asio::socket_base::shutdown_send, ignored);
}

}  // namespace

void Connection::close() noexcept
{
    boost::system::error_code ignored;
    socket.close(ignored);
    if (websocket) websocket->close();
}

Server::State::State(asio::io_context& context, ServerOptions given, Handler handle)
    : io{context},
      options{std::move(given)},
      handler{std::move(handle)},
      fixed_headers{make_fixed_headers(options)},
      sweep_timer{context}
{
    if (options.port) listeners.push_back(Listener::tcp(io, options.address, *options.port));
    if (!options.unix_path.empty())
        listeners.push_back(Listener::unix_socket(io, options.unix_path));
}

void Server::State::report(std::string_view what) const
{
    if (options.on_error) options.on_error(what);
}

asio::awaitable<void> Server::State::accept_loop(Listener& listener)
{
    asio::steady_timer pause{io};
    while (!is_stopped) {
        Socket socket{io};
        const auto [error] = co_await listener.acceptor().async_accept(socket, as_tuple);
        if (is_stopped) co_return;
        if (!error) {
            accepted(listener, std::move(socket));
            continue;
        }
        report("cannot accept a connection: " + error.message());
        pause.expires_after(accept_pause);
        co_await pause.async_wait(as_tuple);
    }
}

void Server::State::accepted(const Listener& listener, Socket socket)
{
    if (connections.size() >= options.connections_max) {
        turn_away(socket, fixed_headers);
        return;
    }
    Peer peer;
    try {
        peer = listener.welcome(socket);
    } catch (const boost::system::system_error&) {
        return;  // gone already
    }
    connections.emplace_back(std::move(socket), std::move(peer), options.body_size_max);
    const auto here = std::prev(connections.end());
    asio::co_spawn(io, serve(*here), [this, here](const std::exception_ptr& failure) {
        try {
            if (failure) std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            report(error.what());
        }
        connections.erase(here);
    });
    arm_sweep();
}

void Server::State::arm_sweep()
{
    if (sweep_is_armed || is_stopped) return;
    sweep_is_armed = true;
    const auto shortest = std::min(options.header_timeout, options.idle_timeout) / 4;
    sweep_timer.expires_after(std::clamp(shortest, sweep_interval_min, sweep_interval_max));
    sweep_timer.async_wait([this](boost::system::error_code cancelled) {
        sweep_is_armed = false;
        if (!cancelled) sweep();
    });
}

void Server::State::sweep()
{
    const auto now = Clock::now();
    for (Connection& connection : connections)
        if (connection.deadline < now) connection.close();
    if (!connections.empty()) arm_sweep();
}

Server::Server(asio::io_context& io, ServerOptions options, Handler handler)
    : state_{std::make_unique<State>(io, std::move(options), std::move(handler))}
{
}

Server::~Server()
{
    stop();
}

void Server::add_websocket(std::string path, OnConnect on_connect)
{
    state_->websocket_paths.insert_or_assign(std::move(path), std::move(on_connect));
}

void Server::start()
{
    for (Listener& listener : state_->listeners) {
        asio::co_spawn(state_->io, state_->accept_loop(listener),
                       [](const std::exception_ptr& failure) {
                           if (failure) std::rethrow_exception(failure);
                       });
    }
}

void Server::stop()
{
    if (state_->is_stopped) return;
    state_->is_stopped = true;
    state_->sweep_timer.cancel();
    for (Listener& listener : state_->listeners) listener.close();
    for (Connection& connection : state_->connections) connection.close();
}

std::uint16_t Server::port() const
{
    const auto tcp = std::ranges::find_if(state_->listeners,
                                          [](const Listener& each) { return each.port() != 0; });
    return tcp == state_->listeners.end() ? std::uint16_t{0} : tcp->port();
}

void Server::broadcast(std::string_view topic, std::string_view text)
{
    WebSocket::Text shared;
    for (Connection& connection : state_->connections) {
        if (!connection.websocket || connection.websocket->topic() != topic) continue;
        if (!shared) shared = std::make_shared<const std::string>(text);
        connection.websocket->send(shared);
    }
}

std::size_t Server::websockets(std::string_view topic) const
{
    const auto count = std::ranges::count_if(state_->connections, [topic](const Connection& each) {
        return each.websocket && each.websocket->topic() == topic;
    });
    return static_cast<std::size_t>(count);
}

}  // namespace loyal::http
