#pragma once

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <variant>
#include <vector>

namespace loyal::http {

namespace asio = boost::asio;

enum class Method { get, head, post, put, patch, remove, options };  ///< `remove` is DELETE

struct Header {
    std::string name;
    std::string value;
};

struct TcpPeer {
    std::string address;  ///< without its port
};

/// Who is at the other end of the Unix socket, as the kernel says.
struct UnixPeer {
    uid_t uid;
    gid_t gid;
    pid_t pid;
};

using Peer = std::variant<TcpPeer, UnixPeer>;
using Query = std::map<std::string, std::string, std::less<>>;

/// One complete request, within the server's bounds.
struct Request {
    Method method = Method::get;
    std::string path{};  ///< percent-decoded, begins with '/', holds no query and no NUL
    Query query{};       ///< percent-decoded; the last value of a repeated name
    std::vector<Header> headers{};
    std::string body{};
    Peer peer{};

    /// The first header of that name (any case); "" when there is none.
    std::string_view header(std::string_view name) const;
    /// The value of a query parameter, "" when there is none.
    std::string_view parameter(std::string_view name) const;
};

/// Gives the next part of a body, nothing at its end. Each part is sent before the next is asked
/// for, so a slow client slows the generator down and nothing piles up.
using BodyGenerator = std::function<asio::awaitable<std::optional<std::string>>()>;

struct Response {
    unsigned status = 200;
    std::string content_type = "application/json";  ///< no header when empty
    std::vector<Header> headers{};
    std::string body{};
    BodyGenerator parts{};  ///< if set: sent after `body`, chunked
};

/// An error in the form of every error of the server:
/// `{"error":{"code":"…","text":{"en":"…","zh-CN":"…"}}}`.
struct ErrorText {
    std::string_view code;
    std::string_view en;
    std::string_view zh;
};
Response error_response(unsigned status, const ErrorText& text);

}  // namespace loyal::http
