#include "running_server.hpp"
#include "support/run_task.hpp"

#include <loyal/client/client.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace loyal::tests;
using namespace loyal::http;
namespace client = loyal::client;

namespace {

asio::awaitable<Response> tell_headers(Request request)
{
    if (request.path == "/refuse")
        co_return error_response(409, {.code = "changed", .en = "it changed", .zh = "已变更"});
    if (request.path == "/slow") {
        asio::steady_timer timer{co_await asio::this_coro::executor, std::chrono::hours{1}};
        co_await timer.async_wait(asio::use_awaitable);
    }
    const nlohmann::json body{{"authorization", request.header("Authorization")},
                              {"key", request.header("Idempotency-Key")},
                              {"host", request.header("Host")},
                              {"body", request.body}};
    co_return Response{.body = body.dump()};
}

client::Options over_unix(const RunningServer& server)
{
    return {.endpoint = client::UnixEndpoint{server.unix_path()}, .token = "secret"};
}

}  // namespace

TEST_CASE("A call carries token, key and body, over both endpoints", "[client]")
{
    RunningServer server{{}, tell_headers};
    server.start();
    client::Client local{over_unix(server)};
    const auto reply = local.post("/v1", {{"a", 1}}, "key-1");
    REQUIRE(reply.has_value());
    CHECK(reply->is_ok());
    CHECK(reply->json().at("authorization") == "Bearer secret");
    CHECK(reply->json().at("key") == "key-1");
    CHECK(reply->json().at("body") == R"({"a":1})");

    client::Client tcp{{.endpoint = client::TcpEndpoint{.port = server.port()}}};
    CHECK(tcp.get("/")->json().at("host") == "127.0.0.1:" + std::to_string(server.port()));
    CHECK(tcp.get("/")->json().at("authorization") == "");
}

TEST_CASE("An error of the server is a reply with its text in both languages", "[client]")
{
    RunningServer server{{}, tell_headers};
    server.start();
    client::Client client{over_unix(server)};
    const auto reply = client.get("/refuse");
    REQUIRE(reply.has_value());
    CHECK(reply->status == 409);
    CHECK(reply->error_text("en") == "it changed");
    CHECK(reply->error_text("zh-CN") == "已变更");
    CHECK(reply->error_text("fr").empty());
}

TEST_CASE("A call to nobody, or to somebody slow, ends with a clear error", "[client]")
{
    const TemporaryFolder folder;
    client::Client nobody{{.endpoint = client::UnixEndpoint{folder.file("none")}}};
    CHECK(nobody.get("/").error() == client::Errc::unreachable);

    asio::io_context server_io{1};
    Server silent{server_io, {.unix_path = folder.file("s")}, tell_headers};  // never runs
    client::Client client{{.endpoint = client::UnixEndpoint{folder.file("s")},
                           .deadline = std::chrono::milliseconds{50}}};
    CHECK(client.get("/slow").error() == client::Errc::timed_out);
    CHECK(client.get("/slow").error() == client::Errc::timed_out);
    client::Client patient{
        {.endpoint = client::UnixEndpoint{folder.file("s")}, .deadline = std::chrono::hours{1}}};
    const client::Call hasty{
        .method = "GET", .path = "/slow", .deadline = std::chrono::milliseconds{50}};
    CHECK(patient.request(hasty).error() == client::Errc::timed_out);
}

TEST_CASE("A call after the server closed the idle connection is sent again", "[client]")
{
    ServerOptions options;
    options.idle_timeout = std::chrono::milliseconds{50};
    RunningServer server{std::move(options), tell_headers};
    server.start();
    client::Client client{over_unix(server)};
    for (int i = 0; i < 3; ++i) {
        CHECK(client.get("/").has_value());
        CHECK(exchange_unix(server.unix_path(), "").empty());  // returns when that one was closed
    }
}

TEST_CASE("A waiting event stream ends at its deadline", "[client]")
{
    auto say_nothing = [](Request) -> asio::awaitable<std::variant<Subscription, Response>> {
        co_return Subscription{.topic = "a"};
    };
    RunningServer server{{}, tell_headers};
    server.server().add_websocket("/events", say_nothing);
    server.start();
    client::Events events{over_unix(server)};
    REQUIRE(events.connect("/events").has_value());
    CHECK(events.next(std::chrono::milliseconds{50}).error() == client::Errc::timed_out);
}
