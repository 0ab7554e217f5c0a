#pragma once

#include <loyal/http/message.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace loyal::http {

/// Answers one request. May wait as long as it likes (long poll). What it throws becomes a 500.
using Handler = std::function<asio::awaitable<Response>(Request)>;

/// What a new WebSocket is told first, and what it will hear of.
struct Subscription {
    std::string topic;
    std::vector<std::string> first_messages{};
};

/// Decides whether a WebSocket may connect. Nothing broadcast after this returns is missed, and
/// the first messages come before it. A Response refuses.
using OnConnect = std::function<asio::awaitable<std::variant<Subscription, Response>>(Request)>;

struct ServerOptions {
    static constexpr std::size_t header_size_max = std::size_t{16} * 1024;

    std::optional<std::uint16_t> port{};  ///< TCP; 0 takes any free one; none: no TCP
    std::string address = "127.0.0.1";    ///< where the TCP port listens
    std::string unix_path{};              ///< Unix socket, mode 0660; empty: none
    /// Host names a TCP request may name, with or without a port; one without allows any port.
    std::vector<std::string> allowed_hosts{"127.0.0.1", "localhost", "[::1]"};
    /// Origins allowed besides that of the server itself, e.g. "http://shop.example:8080".
    std::vector<std::string> allowed_origins{};
    /// Sent with every response besides X-Content-Type-Options, Referrer-Policy and
    /// X-Frame-Options.
    std::string content_security_policy{};
    std::size_t body_size_max = std::size_t{1024} * 1024;
    std::size_t connections_max = 256;                 ///< one more is answered 503
    std::chrono::milliseconds header_timeout{10'000};  ///< from first byte to whole request
    std::chrono::milliseconds idle_timeout{60'000};    ///< between requests, and for a slow reader
    /// Told what went wrong on our side, in one line without personal data.
    std::function<void(std::string_view)> on_error{};
};

/// HTTP/1.1 and WebSocket on loopback TCP and on a Unix socket. Knows no route.
///
/// Lives on one io_context thread; every member is called there. Destroy it when that io_context
/// no longer runs: stop() makes its run() return.
class Server {
public:
    /// Binds at once, so that a taken port or path is known here. Listens after start().
    /// @throws boost::system::system_error, saying which address
    Server(asio::io_context& io, ServerOptions options, Handler handler);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// WebSockets at exactly this path. Before start().
    void add_websocket(std::string path, OnConnect on_connect);

    void start();
    /// Closes everything at once; handlers that still wait have their answer thrown away.
    void stop();

    std::uint16_t port() const;  ///< the TCP port in use

    /// Sends `text` to every WebSocket with this topic. Never waits: a client that is more than
    /// the queue's bound behind is dropped, and connects anew.
    void broadcast(std::string_view topic, std::string_view text);
    std::size_t websockets(std::string_view topic) const;  ///< how many would hear it

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace loyal::http
