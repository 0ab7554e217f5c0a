#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/result.hpp>
#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace loyal::client {

namespace asio = boost::asio;

struct UnixEndpoint {
    std::string path;
};

struct TcpEndpoint {
    std::string host = "127.0.0.1";  ///< a numeric address
    std::uint16_t port;
};

using Endpoint = std::variant<UnixEndpoint, TcpEndpoint>;

/// Why there is no reply. Values are public: add, never renumber.
enum class Errc {
    unreachable = 1,  ///< nothing listens there, or it may not be opened
    timed_out = 2,    ///< no whole reply within the deadline; the request may have been done
    broken = 3,       ///< the connection ended within the reply, or what came is not HTTP
    refused = 4,      ///< the server would not open the event stream
};
boost::system::error_code make_error_code(Errc code);

template <class T>
using Result = boost::system::result<T>;

struct Options {
    Endpoint endpoint;
    std::string token{};                        ///< sent as `Authorization: Bearer …`
    std::chrono::milliseconds deadline{5'000};  ///< for one request, connecting included
};

struct Call {
    std::string method;  ///< "GET", "POST" …
    std::string path;    ///< with its query, percent-encoded
    std::string body{};  ///< JSON, or nothing
    /// The same key on a repeated call makes the server do it once. With a key, or with GET, a
    /// call that met a connection just closed by the server is sent again, once.
    std::string idempotency_key{};
    std::chrono::milliseconds deadline{0};  ///< for this call, e.g. a long poll; 0: as in Options
};

/// An answer of the server, whatever its status.
struct Reply {
    unsigned status = 0;
    std::string content_type{};
    std::string body{};

    bool is_ok() const noexcept { return status >= 200 && status < 300; }
    /// The body as JSON; null if it is none.
    nlohmann::json json() const;
    /// The server's message in `language` ("en", "zh-CN"), "" when the body holds no error.
    std::string error_text(std::string_view language) const;
};

/// The local API of a running daemon, for coroutines. Keeps one connection open; one request at a
/// time. Destroy it before its io_context.
class AsyncClient {
public:
    AsyncClient(asio::io_context& io, Options options);
    ~AsyncClient();
    AsyncClient(const AsyncClient&) = delete;
    AsyncClient& operator=(const AsyncClient&) = delete;

    asio::awaitable<Result<Reply>> request(Call call);

private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

/// The same for programs without an event loop: each call blocks, at most until the deadline.
class Client {
public:
    explicit Client(Options options);

    Result<Reply> request(const Call& call);
    Result<Reply> get(std::string path);
    Result<Reply> post(std::string path,
                       const nlohmann::json& body,
                       std::string idempotency_key = {});

private:
    asio::io_context io_{1};
    AsyncClient client_;
};

/// A WebSocket of the server, read message by message. Destroy it before its io_context.
class EventStream {
public:
    EventStream(asio::io_context& io, Options options);
    ~EventStream();
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    /// @param path with its query
    asio::awaitable<Result<void>> connect(std::string path);
    /// The next message; Errc::timed_out ends the stream, as does Errc::broken.
    asio::awaitable<Result<std::string>> next(std::chrono::milliseconds within);

private:
    struct Socket;
    std::unique_ptr<Socket> socket_;
};

/// The blocking form of EventStream.
class Events {
public:
    explicit Events(Options options) : stream_{io_, std::move(options)} {}

    Result<void> connect(std::string path);
    Result<std::string> next(std::chrono::milliseconds within);

private:
    asio::io_context io_{1};
    EventStream stream_;
};

}  // namespace loyal::client

template <>
struct boost::system::is_error_code_enum<loyal::client::Errc> : std::true_type {
};
