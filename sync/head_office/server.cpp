#include "api.hpp"
#include "office.hpp"
#include "reference.hpp"
#include "session.hpp"

#include <loyal/head_office/server.hpp>
#include <loyal/http/server.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include <charconv>
#include <chrono>
#include <fstream>
#include <memory>
#include <sodium.h>
#include <stdexcept>
#include <utility>

namespace loyal::head_office {
namespace {

using asio::experimental::awaitable_operators::operator||;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t body_size_max = 64u << 20;
constexpr std::chrono::seconds feed_wait_max{60};
constexpr std::chrono::milliseconds members_gathered{500};

bool is_allowed(const http::Request& request, const std::string& token)
{
    const std::string expected = "Bearer " + token;
    const std::string_view given = request.header("Authorization");
    return given.size() == expected.size() &&
           sodium_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

std::chrono::seconds wait_of(const http::Request& request)
{
    const std::string_view text = request.parameter("wait");
    int seconds = 0;
    std::from_chars(text.data(), text.data() + text.size(), seconds);
    return std::clamp(std::chrono::seconds{seconds}, std::chrono::seconds{0}, feed_wait_max);
}

asio::awaitable<http::Response> answer_feed(Office& office, http::Request request)
{
    const auto deadline = std::chrono::steady_clock::now() + wait_of(request);
    for (;;) {
        auto job = [after = std::string{request.parameter("after")}](database::Database& database) {
            SqliteStorage storage{database};
            return feed_step(storage, after);
        };
        auto response = co_await office.store.run(std::move(job));
        const bool is_over = std::chrono::steady_clock::now() >= deadline || office.is_stopping;
        if (!response.body.empty() || is_over) co_return response;
        asio::steady_timer timer{office.io, deadline};
        co_await (office.feed_changed.async_wait(as_tuple) || timer.async_wait(as_tuple));
    }
}

asio::awaitable<http::Response> answer_http(Office& office, http::Request request)
{
    if (request.path == "/health")
        co_return http::Response{.content_type = "text/plain", .body = "ok\n"};
    if (!is_allowed(request, office.secrets.api_token))
        co_return http::error_response(401, {"token_missing", "needs the token", "需要访问令牌"});
    if (request.path == "/v1/feed") co_return co_await answer_feed(office, std::move(request));
    const bool publishes = is_publication(request);
    auto job = [&office, request = std::move(request),
                now = utc_now()](database::Database& database) {
        SqliteStorage storage{database};
        return answer({storage, office.programmes, office.secrets, now}, request);
    };
    auto response = co_await office.store.run(std::move(job));
    if (publishes) office.published();
    co_return response;
}

asio::awaitable<void> serve_terminal(Office& office, net::Connection connection)
{
    if (office.is_stopping) co_return;
    Session session{office, std::move(connection)};
    co_await session.run();
}

asio::awaitable<void> gather_members(Office& office)
{
    office.members_due.expires_after(members_gathered);
    co_await office.members_due.async_wait(as_tuple);
    office.is_members_due = false;
    for (Session* session : office.sessions) session->publish("members");
}

void write_address(const std::string& folder, std::uint16_t port, std::uint16_t http_port)
{
    const std::string path = folder + "/address";
    std::ofstream file{path, std::ios::trunc};
    file << "terminals " << port << "\nhttp " << http_port << "\n";
    if (!file.flush()) throw std::runtime_error{path + ": cannot be written"};
}

}  // namespace

std::int64_t utc_now()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

void Office::entries_arrived()
{
    feed_changed.cancel();
    if (is_members_due || is_stopping) return;
    // Every batch moves members; terminals are told at most twice a second.
    is_members_due = true;
    asio::co_spawn(io, gather_members(*this), asio::detached);
}

void Office::published()
{
    feed_changed.cancel();
    for (Session* session : sessions)
        for (const char* bucket : bucket_names) session->publish(bucket);
}

struct Server::State {
    State(asio::io_context& io, const ServerOptions& options)
        : lock{options.folder},
          // The database has one writer: it is not opened before the folder is ours.
          office{io, (lock.require(), options.folder)},
          acceptor{io, options.address, options.port,
                   net::Identity{office.secrets.server, office.secrets.server_key},
                   net::Trust{.authority = office.secrets.authority, .certificate_optional = true}},
          http{io, http_options(options),
               [this](http::Request request) { return answer_http(office, std::move(request)); }}
    {
        office.on_event = options.on_event;
    }

    static http::ServerOptions http_options(const ServerOptions& options)
    {
        http::ServerOptions http;
        http.port = options.http_port;
        http.body_size_max = body_size_max;
        http.on_error = options.on_event;
        return http;
    }

    FolderLock lock;
    Office office;
    net::Acceptor acceptor;
    http::Server http;
};

Server::Server(asio::io_context& io, ServerOptions options)
    : state_{std::make_unique<State>(io, options)}
{
    write_address(options.folder, port(), http_port());
}

Server::~Server() = default;

void Server::start()
{
    Office& office = state_->office;
    state_->acceptor.start(
        [&office](net::Connection connection) {
            return serve_terminal(office, std::move(connection));
        },
        [&office](boost::system::error_code error, const std::string& address) {
            office.log("no connection with " + address + ": " + error.message());
        });
    state_->http.start();
}

void Server::stop()
{
    Office& office = state_->office;
    office.is_stopping = true;
    state_->acceptor.stop();
    state_->http.stop();
    for (Session* session : office.sessions) session->close();
    office.feed_changed.cancel();
    office.members_due.cancel();
}

std::uint16_t Server::port() const
{
    return state_->acceptor.port();
}

std::uint16_t Server::http_port() const
{
    return state_->http.port();
}

}  // namespace loyal::head_office
