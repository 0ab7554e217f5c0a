#include "running_server.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <filesystem>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

using namespace loyal::tests;
using namespace loyal::http;

namespace {

std::string_view name_of(Method method)
{
    switch (method) {
        case Method::get: return "get";
        case Method::head: return "head";
        case Method::post: return "post";
        case Method::put: return "put";
        case Method::patch: return "patch";
        case Method::remove: return "remove";
        case Method::options: return "options";
    }
    return "";
}

// Says back what it was asked: method path name=value… body
asio::awaitable<Response> say_back(Request request)
{
    std::string text{name_of(request.method)};
    text += ' ' + request.path;
    for (const auto& [name, value] : request.query) text += ' ' + name + '=' + value;
    if (!request.body.empty()) text += " body=" + request.body;
    if (const auto* peer = std::get_if<UnixPeer>(&request.peer))
        text += " uid=" + std::to_string(peer->uid) + " pid=" + std::to_string(peer->pid);
    if (const auto* peer = std::get_if<TcpPeer>(&request.peer)) text += " from=" + peer->address;
    co_return Response{.content_type = "text/plain", .body = std::move(text)};
}

BodyGenerator count_to(int last)
{
    auto next = std::make_shared<int>(1);
    auto generate = [](std::shared_ptr<int> i,
                       int end) -> asio::awaitable<std::optional<std::string>> {
        if (*i > end) co_return std::nullopt;
        co_return std::to_string((*i)++) + "\n";
    };
    return [next, last, generate] { return generate(next, last); };
}

asio::awaitable<Response> stream(Request)
{
    co_return Response{.content_type = "application/x-ndjson", .body = "0\n", .parts = count_to(3)};
}

asio::awaitable<Response> fail(Request)
{
    throw std::runtime_error{"the disk is full"};
    co_return Response{};
}

asio::awaitable<Response> break_out(Request)
{
    co_return Response{.headers = {{"X-Name", "a\r\nSet-Cookie: b"}}, .body = "secret"};
}

}  // namespace

TEST_CASE("A request reaches the handler decoded, over TCP", "[http]")
{
    RunningServer server{{}, say_back};
    server.start();
    const auto reply = exchange_tcp(server.port(), get("/a%20b/%E4%BC%9A?x=1+2&y=%26&x=3&z"));
    CHECK(status_line(reply) == "HTTP/1.1 200 OK");
    CHECK(body(reply) == "get /a b/会 x=3 y=& z= from=127.0.0.1");
}

TEST_CASE("Over the Unix socket the kernel says who asks", "[http]")
{
    RunningServer server{{}, say_back};
    server.start();
    const auto reply = exchange_unix(server.unix_path(),
                                     "POST /v1 HTTP/1.1\r\nHost: anything\r\nContent-Length: "
                                     "5\r\nConnection: close\r\n\r\nhello");
    CHECK(body(reply) == "post /v1 body=hello uid=" + std::to_string(::getuid()) +
                             " pid=" + std::to_string(::getpid()));
}

TEST_CASE("The Unix socket is for its owner and group", "[http]")
{
    RunningServer server{{}, say_back};
    struct stat info {};
    REQUIRE(::stat(server.unix_path().c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0660U);
}

TEST_CASE("A server takes over the socket file of a dead one, not of a living one", "[http]")
{
    const TemporaryFolder folder;
    const ServerOptions options{.unix_path = folder.file("s")};
    asio::io_context io{1};
    {
        asio::io_context dead_io{1};
        const Server dead{dead_io, options, say_back};
        std::filesystem::create_hard_link(folder.file("s"), folder.file("kept"));
    }
    std::filesystem::rename(folder.file("kept"), folder.file("s"));  // as if it had been killed
    const Server living{io, options, say_back};
    CHECK_THROWS_AS((Server{io, options, say_back}), boost::system::system_error);
    CHECK(std::filesystem::exists(folder.file("s")));
}

TEST_CASE("Requests sent at once are answered in order on one connection", "[http]")
{
    RunningServer server{{}, say_back};
    server.start();
    const std::string first = "GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string second =
        "PUT /2 HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    const auto reply = exchange_tcp(server.port(), first + second + get("/3"));
    const auto one = reply.find("get /1");
    const auto two = reply.find("put /2 body=abcde");
    const auto three = reply.find("get /3");
    REQUIRE(one != std::string::npos);
    REQUIRE(two != std::string::npos);
    REQUIRE(three != std::string::npos);
    CHECK(one < two);
    CHECK(two < three);
}

TEST_CASE("HEAD tells the length and sends no body", "[http]")
{
    RunningServer server{{}, say_back};
    server.start();
    const auto reply = exchange_tcp(
        server.port(), "HEAD /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    CHECK(reply.find("Content-Length: 22\r\n") != std::string::npos);  // head /x from=127.0.0.1
    CHECK(body(reply).empty());
}

TEST_CASE("A body in parts arrives chunked, and plain for HTTP/1.0", "[http]")
{
    RunningServer server{{}, stream};
    server.start();
    const auto reply = exchange_tcp(server.port(), get("/"));
    CHECK(reply.find("Transfer-Encoding: chunked\r\n") != std::string::npos);
    CHECK(body(reply) == "2\r\n0\n\r\n2\r\n1\n\r\n2\r\n2\n\r\n2\r\n3\n\r\n0\r\n\r\n");

    const auto old = exchange_tcp(server.port(), "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
    CHECK(body(old) == "0\n1\n2\n3\n");
}

TEST_CASE("A client that asks first is told to send its body", "[http]")
{
    ServerOptions options;
    options.header_timeout = std::chrono::milliseconds{200};  // it never does send it
    RunningServer server{std::move(options), say_back};
    server.start();
    const auto reply = exchange_tcp(server.port(),
                                    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                                    "Expect: 100-Continue\r\n\r\n");
    CHECK(reply == "HTTP/1.1 100 Continue\r\n\r\n");
}

TEST_CASE("A handler that fails is a 500 and its reason stays inside", "[http]")
{
    std::string reason;
    ServerOptions options{.on_error = [&reason](std::string_view text) { reason = text; }};
    std::string reply;
    {
        RunningServer server{std::move(options), fail};
        server.start();
        reply = exchange_tcp(server.port(), get("/"));
    }
    CHECK(status_line(reply) == "HTTP/1.1 500 Internal Server Error");
    CHECK(reply.find("disk") == std::string::npos);
    CHECK(reason == "the disk is full");
}

TEST_CASE("A header with a line end in it never leaves the server", "[http]")
{
    RunningServer server{{}, break_out};
    server.start();
    const auto reply = exchange_tcp(server.port(), get("/"));
    CHECK(status_line(reply) == "HTTP/1.1 500 Internal Server Error");
    CHECK(reply.find("Set-Cookie") == std::string::npos);
}

TEST_CASE("Every response carries the security headers", "[http]")
{
    RunningServer server{ServerOptions{.content_security_policy = "default-src 'self'"}, say_back};
    server.start();
    const auto reply = exchange_tcp(server.port(), get("/"));
    CHECK(reply.find("Content-Security-Policy: default-src 'self'\r\n") != std::string::npos);
    CHECK(reply.find("X-Content-Type-Options: nosniff\r\n") != std::string::npos);
    CHECK(reply.find("Cache-Control: no-store\r\n") != std::string::npos);
}
