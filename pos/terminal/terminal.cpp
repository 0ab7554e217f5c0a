#include "texts.hpp"

#include <loyal/terminal/terminal.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <utility>

namespace loyal::terminal {
namespace {

using http::Method;
using http::Request;
using http::Response;

constexpr std::string_view topic = "till";
constexpr std::string_view cookie_name = "loyald=";
constexpr int log_error = 3;
constexpr int log_warning = 4;

// Takes as long for a wrong token as for a right one.
bool is_same(std::string_view a, std::string_view b)
{
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^
                                            static_cast<unsigned char>(b[i]));
    return difference == 0;
}

std::string_view cookie_of(const Request& request)
{
    std::string_view cookies = request.header("Cookie");
    while (!cookies.empty()) {
        const auto end = std::min(cookies.find(';'), cookies.size());
        std::string_view one = cookies.substr(0, end);
        while (one.starts_with(' ')) one.remove_prefix(1);
        if (one.starts_with(cookie_name)) return one.substr(cookie_name.size());
        cookies.remove_prefix(std::min(end + 1, cookies.size()));
    }
    return {};
}

bool is_allowed(const Request& request, const TerminalOptions& options)
{
    if (const auto* peer = std::get_if<http::UnixPeer>(&request.peer)) {
        return peer->uid == 0 || peer->uid == options.unix_user || peer->gid == options.unix_group;
    }
    constexpr std::string_view bearer = "Bearer ";
    const std::string_view authorization = request.header("Authorization");
    if (authorization.starts_with(bearer))
        return is_same(authorization.substr(bearer.size()), options.token);
    return is_same(cookie_of(request), options.token);
}

Response error_response(const Problem& problem)
{
    return http::error_response(
        problem.status, {.code = problem.code, .en = problem.text.en, .zh = problem.text.zh_cn});
}

bool is_accepted_send(const Reply& reply, std::string_view path)
{
    return reply.status == 202 && path == "/v1/sync/send-now";
}

Call call_of(Request request)
{
    Call call;
    call.key = std::string{request.header("Idempotency-Key")};
    call.wants_csv = request.header("Accept").find("text/csv") != std::string_view::npos;
    call.method = request.method;
    call.path = std::move(request.path);
    call.query = std::move(request.query);
    call.body = std::move(request.body);
    return call;
}

}  // namespace

struct Terminal::Parts {
    asio::io_context& io;
    database::Store& store;
    database::Store& reader;
    Till till;
    TerminalOptions options;
    Surroundings surroundings;
    bool printer_failed = false;
    std::optional<http::Server> server{};

    Situation situation() const;
    void log(int priority, std::string_view text) const;
    asio::awaitable<Response> answer(Request request);
    asio::awaitable<Response> answer_call(Call call);
    asio::awaitable<void> ask_elsewhere(const Call& call);
    asio::awaitable<void> fetch_member(std::string credential) const;
    asio::awaitable<void> print(decode::PrintDocument document);
    asio::awaitable<void> tell_status();
    asio::awaitable<std::variant<http::Subscription, Response>> connect(Request request);
    Response page(const Request& request) const;
    void finish(const Reply& reply);
};

Situation Terminal::Parts::situation() const
{
    Situation now;
    now.at = surroundings.clock();
    if (surroundings.link_status) now.link = surroundings.link_status();
    if (surroundings.devices) now.devices = surroundings.devices();
    now.printer_failed = printer_failed;
    return now;
}

void Terminal::Parts::log(int priority, std::string_view text) const
{
    if (surroundings.log) surroundings.log(priority, text);
}

// What a reply sets in motion besides its answer.
void Terminal::Parts::finish(const Reply& reply)
{
    if (!reply.fault.empty()) log(log_error, "database: " + reply.fault);
    for (const std::string& event : reply.events) server->broadcast(topic, event);
    if (reply.has_recorded && surroundings.something_to_send) surroundings.something_to_send();
    if (reply.has_recorded) asio::co_spawn(io, tell_status(), asio::detached);
    if (reply.print && surroundings.print) asio::co_spawn(io, print(*reply.print), asio::detached);
}

asio::awaitable<void> Terminal::Parts::tell_status()
{
    if (server->websockets(topic) == 0) co_return;
    const Situation now = situation();
    const std::string event = co_await store.run(
        [this, &now](database::Database& database) { return till.status_event(database, now); });
    server->broadcast(topic, event);
}

asio::awaitable<void> Terminal::Parts::print(decode::PrintDocument document)
{
    const bool is_printed = co_await surroundings.print(decode::escpos(document, options.printer));
    if (!is_printed)
        log(log_warning, "printer: a receipt is not on paper; it can be printed again");
    const bool has_changed = std::exchange(printer_failed, !is_printed) != printer_failed;
    if (has_changed) co_await tell_status();
}

asio::awaitable<void> Terminal::Parts::fetch_member(std::string credential) const
{
    if (!surroundings.find_member_elsewhere) co_return;
    co_await surroundings.find_member_elsewhere(std::move(credential));
}

// Only with head office in reach: a till on its own pays nothing for this.
asio::awaitable<void> Terminal::Parts::ask_elsewhere(const Call& call)
{
    const Situation now = situation();
    if (!now.link.is_online()) co_return;
    auto credential = co_await store.run([this, &call](database::Database& database) {
        return till.credential_wanted(database, call);
    });
    if (credential) co_await fetch_member(std::move(*credential));
    if (!surroundings.ask_right) co_return;
    auto right = co_await store.run([this, &call, &now](database::Database& database) {
        return till.right_wanted(database, call, now);
    });
    if (right) co_await surroundings.ask_right(std::move(right->member), right->points);
}

asio::awaitable<Response> Terminal::Parts::answer_call(Call call)
{
    const Situation now = situation();
    const std::string path = call.path;
    Reply reply;
    if (is_report(call)) {
        reply = co_await reader.run(
            [&call, &now](database::Database& database) { return report(database, call, now); });
    } else {
        co_await ask_elsewhere(call);
        const Situation at_call = situation();
        reply = co_await store.run([this, &call, &at_call](database::Database& database) {
            return till.handle(database, call, at_call);
        });
    }
    const bool is_send_now = is_accepted_send(reply, path);
    if (is_send_now && surroundings.send_now) surroundings.send_now();
    finish(reply);
    Response response;
    response.status = reply.status;
    response.content_type = std::move(reply.content_type);
    response.body = std::move(reply.body);
    response.headers.push_back({"Cache-Control", "no-store"});
    co_return response;
}

Response Terminal::Parts::page(const Request& request) const
{
    const bool is_read = request.method == Method::get || request.method == Method::head;
    auto page = is_read && surroundings.page ? surroundings.page(request) : std::nullopt;
    if (!page) return error_response(problems::no_such_path());
    const bool is_entrance = !request.path.starts_with("/assets/");
    if (is_entrance && std::holds_alternative<http::TcpPeer>(request.peer)) {
        page->headers.push_back({"Set-Cookie", std::string{cookie_name} + options.token +
                                                   "; Path=/; HttpOnly; SameSite=Strict"});
    }
    return std::move(*page);
}

asio::awaitable<Response> Terminal::Parts::answer(Request request)
{
    if (request.path == "/health") {
        co_return Response{.content_type = "text/plain; charset=utf-8", .body = "ok"};
    }
    if (!request.path.starts_with("/v1/")) co_return page(request);
    if (!is_allowed(request, options)) co_return error_response(problems::not_authorised());
    if (request.path == "/v1/events") {
        Problem problem = bad_request("This address is a WebSocket.", "这个地址是 WebSocket。");
        problem.status = 426;
        problem.code = "websocket_only";
        co_return error_response(problem);
    }
    co_return co_await answer_call(call_of(std::move(request)));
}

asio::awaitable<std::variant<http::Subscription, Response>> Terminal::Parts::connect(
    Request request)
{
    if (!is_allowed(request, options)) co_return error_response(problems::not_authorised());
    const Situation now = situation();
    auto messages = co_await store.run(
        [this, &now](database::Database& database) { return till.greeting(database, now); });
    co_return http::Subscription{.topic = std::string{topic},
                                 .first_messages = std::move(messages)};
}

// NOLINTNEXTLINE(readability-function-size): composition names each part once
Terminal::Terminal(asio::io_context& io,
                   database::Store& store,
                   database::Store& reader,
                   Till till,
                   TerminalOptions options,
                   Surroundings surroundings)
    : parts_{new Parts{io, store, reader, std::move(till), std::move(options),
                       std::move(surroundings)}}
{
    Parts* parts = parts_.get();
    parts->server.emplace(io, parts->options.server,
                          [parts](Request request) { return parts->answer(std::move(request)); });
    parts->server->add_websocket(
        "/v1/events", [parts](Request request) { return parts->connect(std::move(request)); });
}

Terminal::~Terminal() = default;

void Terminal::start()
{
    parts_->server->start();
}

void Terminal::stop()
{
    parts_->server->stop();
}

std::uint16_t Terminal::port() const
{
    return parts_->server->port();
}

asio::awaitable<void> Terminal::on_label(std::string label)
{
    Parts& parts = *parts_;
    const Situation now = parts.situation();
    if (now.link.is_online()) {
        auto credential = co_await parts.store.run([&](database::Database& database) {
            return parts.till.credential_wanted(database, label);
        });
        if (credential) co_await parts.fetch_member(std::move(*credential));
    }
    const Reply reply = co_await parts.store.run(
        [&](database::Database& database) { return parts.till.scan(database, label, now); });
    parts.finish(reply);
}

asio::awaitable<void> Terminal::on_change()
{
    co_await parts_->tell_status();
}

}  // namespace loyal::terminal
