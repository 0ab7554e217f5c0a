#include "running_server.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace loyal::tests;
using namespace loyal::http;

namespace {

asio::awaitable<Response> answer_ok(Request)
{
    co_return Response{.body = "{}"};
}

unsigned status(const std::string& reply)
{
    return reply.size() < 12 ? 0 : static_cast<unsigned>(std::stoi(reply.substr(9, 3)));
}

}  // namespace

TEST_CASE("What is not HTTP is answered with one clear line and closed", "[http][hostile]")
{
    RunningServer server{{}, answer_ok};
    server.start();
    const auto [what, bytes, expected] = GENERATE(table<const char*, std::string, unsigned>({
        {"noise", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400},
        {"no version", "GET /\r\n\r\n", 400},
        {"an unknown method", "BREW / HTTP/1.1\r\nHost: localhost\r\n\r\n", 501},
        {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two hosts", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400},
        {"a broken escape", "GET /%4 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"a NUL in the path", "GET /a%00b HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"an absolute target", "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
        {"a negative length", "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
         400},
        {"two lengths",
         "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
         400},
        {"length and chunks",
         "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n"
         "\r\n0\r\n\r\n",
         400},
        {"a bad chunk",
         "PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
        {"a long header",
         "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(17'000, 'x') + "\r\n\r\n", 431},
        {"a long target", "GET /" + std::string(17'000, 'x') + " HTTP/1.1\r\n", 431},
        {"a long body", "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1048577\r\n\r\n",
         413},
    }));
    CAPTURE(what);
    const auto reply = exchange_tcp(server.port(), bytes);
    CHECK(status(reply) == expected);
    CHECK(reply.find("Connection: close\r\n") != std::string::npos);
    CHECK(body(reply).starts_with(R"({"error":{"code":")"));
    CHECK(body(reply).find('\n') == std::string::npos);
    CHECK(status(exchange_tcp(server.port(), get("/"))) == 200);
}

TEST_CASE("A body that is too long is refused although all of it is sent", "[http][hostile]")
{
    RunningServer server{ServerOptions{.body_size_max = 1'000}, answer_ok};
    server.start();
    const std::string head =
        "PUT / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ";
    CHECK(status(exchange_tcp(server.port(), head + "1000\r\n\r\n" + std::string(1'000, 'x'))) ==
          200);
    CHECK(status(exchange_tcp(server.port(), head + "1001\r\n\r\n" + std::string(1'001, 'x'))) ==
          413);
    const std::string long_body(2'000'000, 'x');
    CHECK(status(exchange_tcp(server.port(), head + "2000000\r\n\r\n" + long_body)) == 413);
}

TEST_CASE("Pages of other sites and other host names are refused over TCP", "[http][hostile]")
{
    ServerOptions options{.allowed_origins = {"http://pos.example"}};
    RunningServer server{std::move(options), answer_ok};
    server.start();
    const std::string own = "127.0.0.1:" + std::to_string(server.port());
    const auto ask = [&server](const std::string& host, const std::string& origin) {
        std::string text = "GET / HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n";
        if (!origin.empty()) text += "Origin: " + origin + "\r\n";
        return status(exchange_tcp(server.port(), text + "\r\n"));
    };
    CHECK(ask(own, "") == 200);
    CHECK(ask("LocalHost", "") == 200);
    CHECK(ask("[::1]:80", "") == 200);
    CHECK(ask("evil.example", "") == 421);
    CHECK(ask("localhost.evil.example", "") == 421);
    CHECK(ask(own, "http://" + own) == 200);
    CHECK(ask(own, "http://pos.example") == 200);
    CHECK(ask(own, "http://evil.example") == 403);
    CHECK(ask(own, "http://127.0.0.1:1") == 403);
    CHECK(ask(own, "null") == 403);
    CHECK(status(exchange_unix(server.unix_path(),
                               "GET / HTTP/1.1\r\nConnection: close\r\nHost: evil.example\r\n"
                               "Origin: http://evil.example\r\n\r\n")) == 200);
}

TEST_CASE("A client that is slow to say what it wants is closed", "[http][hostile]")
{
    ServerOptions options;
    options.header_timeout = std::chrono::milliseconds{100};
    RunningServer server{std::move(options), answer_ok};
    server.start();
    CHECK(exchange_tcp(server.port(), "GET / HTTP/1.1\r\nHo").empty());
}

TEST_CASE("A client that asks nothing is closed", "[http][hostile]")
{
    ServerOptions options;
    options.idle_timeout = std::chrono::milliseconds{100};
    RunningServer server{std::move(options), answer_ok};
    server.start();
    CHECK(exchange_tcp(server.port(), "").empty());
    CHECK(status(exchange_tcp(server.port(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")) == 200);
}

TEST_CASE("One connection too many is turned away", "[http][hostile]")
{
    RunningServer server{ServerOptions{.connections_max = 0}, answer_ok};
    server.start();
    const auto reply = exchange_tcp(server.port(), get("/"));
    CHECK(status(reply) == 503);
    CHECK(body(reply).find("overloaded") != std::string::npos);
}

TEST_CASE("No bytes bring the server down", "[http][hostile][property]")
{
    ServerOptions options;
    options.header_timeout = std::chrono::milliseconds{20};
    options.idle_timeout = std::chrono::milliseconds{20};  // without its "close" it stays open
    RunningServer server{std::move(options), answer_ok};
    server.start();
    const std::string good =
        "POST /a?b=c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
        "Connection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    CHECK(rc::check("for a good request with some bytes changed, cut or repeated", [&] {
        std::string bytes = good;
        const auto changes = *rc::gen::inRange(1, 6);
        for (int i = 0; i < changes; ++i) {
            const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
            switch (*rc::gen::inRange(0, 4)) {
                case 0: bytes[at] = *rc::gen::arbitrary<char>(); break;
                case 1:
                    bytes.insert(at, 1, *rc::gen::elementOf(std::string{"\r\n :%;0\x80"}));
                    break;
                case 2: bytes.erase(at, 1); break;
                default: bytes.insert(at, bytes.substr(0, at)); break;
            }
        }
        const auto reply = exchange_tcp(server.port(), bytes);
        RC_TAG(status(reply));
        RC_ASSERT(reply.empty() || reply.starts_with("HTTP/1.1 "));
    }));
    CHECK(status(exchange_tcp(server.port(), get("/"))) == 200);
}
