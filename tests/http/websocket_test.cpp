#include "running_server.hpp"

#include <loyal/client/client.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <catch2/catch.hpp>

using namespace loyal::tests;
using namespace loyal::http;
namespace client = loyal::client;

namespace {

constexpr std::chrono::seconds patience{20};

asio::awaitable<Response> nothing_else(Request)
{
    co_return error_response(404, {.code = "not_found", .en = "no", .zh = "无"});
}

// Only with the right token; the topic is the query's.
asio::awaitable<std::variant<Subscription, Response>> admit(Request request)
{
    if (request.header("Authorization") != "Bearer secret")
        co_return error_response(401, {.code = "no_token", .en = "no", .zh = "无"});
    Subscription subscription{.topic = std::string{request.parameter("topic")}};
    subscription.first_messages = {"state of " + subscription.topic};
    co_return subscription;
}

class WebSocketServer {
public:
    WebSocketServer() : running_{{}, nothing_else}
    {
        running_.server().add_websocket("/v1/events", admit);
        running_.start();
    }

    client::Options over_unix() const
    {
        return {.endpoint = client::UnixEndpoint{running_.unix_path()}, .token = "secret"};
    }
    client::Options over_tcp() const
    {
        return {.endpoint = client::TcpEndpoint{.port = running_.port()}, .token = "secret"};
    }
    void broadcast(const std::string& topic, const std::string& text)
    {
        running_.on_thread([&](Server& server) {
            server.broadcast(topic, text);
            return 0;
        });
    }
    std::size_t listeners(const std::string& topic)
    {
        return running_.on_thread([&](Server& server) { return server.websockets(topic); });
    }
    std::uint16_t port() const { return running_.port(); }

private:
    RunningServer running_;
};

}  // namespace

TEST_CASE("A WebSocket hears its first messages, then what is broadcast on its topic",
          "[http][websocket]")
{
    WebSocketServer server;
    client::Events till{server.over_unix()};
    client::Events display{server.over_tcp()};
    REQUIRE(till.connect("/v1/events?topic=till").has_value());
    REQUIRE(display.connect("/v1/events?topic=display").has_value());
    CHECK(till.next(patience).value() == "state of till");
    CHECK(display.next(patience).value() == "state of display");
    server.broadcast("till", "first");
    server.broadcast("display", "other");
    server.broadcast("till", "第二条");
    CHECK(till.next(patience).value() == "first");
    CHECK(till.next(patience).value() == "第二条");
    CHECK(display.next(patience).value() == "other");
}

TEST_CASE("A WebSocket without the token, or at another path, is refused", "[http][websocket]")
{
    WebSocketServer server;
    client::Options no_token = server.over_unix();
    no_token.token = "";
    client::Events without{no_token};
    CHECK(without.connect("/v1/events?topic=a").error() == client::Errc::refused);
    client::Events elsewhere{server.over_unix()};
    CHECK(elsewhere.connect("/v1/other").error() == client::Errc::refused);
    CHECK(server.listeners("a") == 0);
}

TEST_CASE("A WebSocket of a foreign page is refused", "[http][websocket][hostile]")
{
    WebSocketServer server;
    const auto reply = exchange_tcp(
        server.port(), get("/v1/events?topic=a",
                           "Origin: http://evil.example\r\nAuthorization: Bearer secret\r\n"
                           "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"));
    CHECK(status_line(reply) == "HTTP/1.1 403 Forbidden");
}

TEST_CASE("A WebSocket client that reads nothing is dropped, the others go on",
          "[http][websocket][hostile]")
{
    WebSocketServer server;
    asio::io_context io{1};
    asio::ip::tcp::socket sleeper{io};
    sleeper.connect({asio::ip::address_v4::loopback(), server.port()});
    const std::string upgrade =
        "GET /v1/events?topic=a HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer secret\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    asio::write(sleeper, asio::buffer(upgrade));
    std::string answer;
    asio::read_until(sleeper, asio::dynamic_buffer(answer), "\r\n\r\n");
    CHECK(answer.starts_with("HTTP/1.1 101 "));
    // The key of RFC 6455 §1.3 and its answer there.
    CHECK(answer.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") != std::string::npos);

    client::Events awake{server.over_unix()};
    REQUIRE(awake.connect("/v1/events?topic=a").has_value());
    CHECK(awake.next(patience).value() == "state of a");
    const std::string text(200'000, 'x');
    int sent = 0;
    while (server.listeners("a") == 2 && sent < 1'000) {
        server.broadcast("a", text);
        ++sent;
        REQUIRE(awake.next(patience).value() == text);
    }
    CHECK(sent < 1'000);
    CHECK(server.listeners("a") == 1);
}

TEST_CASE("A WebSocket client that leaves is forgotten", "[http][websocket]")
{
    WebSocketServer server;
    {
        client::Events till{server.over_unix()};
        REQUIRE(till.connect("/v1/events?topic=a").has_value());
        CHECK(till.next(patience).value() == "state of a");
    }
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (server.listeners("a") != 0 && std::chrono::steady_clock::now() < deadline) {
    }
    CHECK(server.listeners("a") == 0);
}

TEST_CASE("Noise after the upgrade ends that WebSocket only", "[http][websocket][hostile]")
{
    WebSocketServer server;
    const auto reply = exchange_tcp(server.port(),
                                    "GET /v1/events?topic=a HTTP/1.1\r\nHost: localhost\r\n"
                                    "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                    "Sec-WebSocket-Version: 13\r\nAuthorization: Bearer secret\r\n"
                                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
                                    "this is no frame at all");
    CHECK(reply.starts_with("HTTP/1.1 101 "));
    client::Events till{server.over_unix()};
    CHECK(till.connect("/v1/events?topic=a").has_value());
}
