#pragma once

#include "listener.hpp"
#include "request_reader.hpp"
#include "response_head.hpp"
#include "websocket.hpp"

#include <loyal/http/server.hpp>

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <list>
#include <map>
#include <memory>
#include <string>

namespace loyal::http {

using Clock = std::chrono::steady_clock;

/// One client. `deadline` is all its timeouts: the server's sweep closes what is past it.
struct Connection {
    Connection(Socket accepted, Peer from, std::size_t body_size_max)
        : socket{std::move(accepted)}, peer{std::move(from)}, reader{body_size_max}
    {
    }
    void close() noexcept;

    Socket socket;
    Peer peer;
    RequestReader reader;
    std::unique_ptr<WebSocket> websocket;
    Clock::time_point deadline = Clock::time_point::max();

    // Of the request that is being answered:
    bool is_head = false;
    bool is_http_1_0 = false;
    bool closes = false;
};

struct Server::State {
    State(asio::io_context& context, ServerOptions given, Handler handle);

    // server.cpp: who is connected
    asio::awaitable<void> accept_loop(Listener& listener);
    void accepted(const Listener& listener, Socket socket);
    void report(std::string_view what) const;
    void arm_sweep();
    void sweep();

    // serving.cpp: what is said on one connection; false ends it
    asio::awaitable<void> serve(Connection& connection);
    asio::awaitable<RequestReader::Progress> read_request(Connection& connection);
    asio::awaitable<void> reject(Connection& connection);
    asio::awaitable<bool> answer(Connection& connection);
    asio::awaitable<Response> handle(Request request) const;
    asio::awaitable<std::optional<Response>> upgrade(Connection& connection, Request request);
    asio::awaitable<bool> send(Connection& connection, Response response);
    asio::awaitable<bool> send_parts(Connection& connection, Response response, Framing framing);
    asio::awaitable<bool> write(Connection& connection, std::string head, std::string body) const;

    asio::io_context& io;
    ServerOptions options;
    Handler handler;
    std::string fixed_headers;
    asio::steady_timer sweep_timer;
    bool sweep_is_armed = false;
    bool is_stopped = false;
    std::list<Listener> listeners;
    std::map<std::string, OnConnect, std::less<>> websocket_paths;
    std::list<Connection> connections;
};

}  // namespace loyal::http
