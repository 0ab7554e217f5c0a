#include "admission.hpp"
#include "server_state.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <array>

namespace loyal::http {
namespace {

using Progress = RequestReader::Progress;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds linger_timeout{2'000};
constexpr std::size_t linger_size_max = std::size_t{4} * 1024 * 1024;

Response internal_error()
{
    return error_response(500, {.code = "internal",
                                .en = "the server failed to answer this request",
                                .zh = "服务器处理此请求时出错"});
}

Response no_such_websocket()
{
    return error_response(404, {.code = "not_found",
                                .en = "there is no WebSocket at this path",
                                .zh = "此路径没有 WebSocket"});
}

// Size line, part and line end of one chunk (RFC 9112 §7.1).
std::string chunk(std::string_view part)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string size;
    for (std::size_t rest = part.size(); rest > 0; rest /= 16) size += digits[rest % 16];
    std::ranges::reverse(size);
    return size.append("\r\n").append(part).append("\r\n");
}

}  // namespace

asio::awaitable<void> Server::State::serve(Connection& connection)
{
    bool goes_on = true;
    while (goes_on && !is_stopped) {
        const Progress progress = co_await read_request(connection);
        if (progress == Progress::rejected) co_await reject(connection);
        if (progress != Progress::complete) co_return;
        goes_on = co_await answer(connection);
        if (goes_on) connection.reader.next();
    }
}

// Ends with a complete or rejected request, or with needs_more when the client is gone.
asio::awaitable<Progress> Server::State::read_request(Connection& connection)
{
    RequestReader& reader = connection.reader;
    bool has_begun = false;
    connection.deadline = Clock::now() + options.idle_timeout;
    for (;;) {
        const Progress progress = reader.advance();
        if (progress == Progress::complete || progress == Progress::rejected) co_return progress;
        if (progress == Progress::needs_continue) {
            const bool sent = co_await write(connection, "HTTP/1.1 100 Continue\r\n\r\n", "");
            if (!sent) co_return Progress::needs_more;
            connection.deadline = Clock::now() + options.header_timeout;
        }
        if (!has_begun && !reader.is_between_requests()) {
            has_begun = true;
            connection.deadline = Clock::now() + options.header_timeout;
        }
        const auto room = reader.room();
        const auto [error, size] = co_await connection.socket.async_read_some(
            asio::buffer(room.data(), room.size()), as_tuple);
        if (error) co_return Progress::needs_more;
        reader.received(size);
    }
}

// Closing with unread bytes would reset the connection and could lose the answer, so what the
// client still sends is read and dropped for a moment.
asio::awaitable<void> Server::State::reject(Connection& connection)
{
    connection.closes = true;
    const bool sent = co_await send(connection, connection.reader.rejection());
    if (!sent) co_return;
    boost::system::error_code error;
    connection.socket.shutdown(asio::socket_base::shutdown_send, error);
    connection.deadline = Clock::now() + linger_timeout;
    std::array<char, 4096> dropped{};
    std::size_t total = 0;
    while (!error && total < linger_size_max) {
        const auto [failed, size] =
            co_await connection.socket.async_read_some(asio::buffer(dropped), as_tuple);
        error = failed;
        total += size;
    }
}

asio::awaitable<bool> Server::State::answer(Connection& connection)
{
    const RequestReader& reader = connection.reader;
    Request request = connection.reader.take();
    request.peer = connection.peer;
    connection.is_head = request.method == Method::head;
    connection.is_http_1_0 = reader.is_http_1_0();
    connection.closes = !reader.keeps_alive();
    connection.deadline = Clock::time_point::max();  // a handler may take its time

    auto response = refuse_foreign(request, options);
    if (!response && reader.is_upgrade()) {
        response = co_await upgrade(connection, std::move(request));
        if (!response) co_return false;  // it was a WebSocket and has ended
    } else if (!response) {
        response = co_await handle(std::move(request));
    }
    const bool sent = co_await send(connection, std::move(*response));
    co_return sent && !connection.closes;
}

asio::awaitable<Response> Server::State::handle(Request request) const
{
    try {
        co_return co_await handler(std::move(request));
    } catch (const std::exception& error) {
        report(error.what());
    }
    co_return internal_error();
}

asio::awaitable<std::optional<Response>> Server::State::upgrade(Connection& connection,
                                                                Request request)
{
    const auto found = websocket_paths.find(request.path);
    if (found == websocket_paths.end()) co_return no_such_websocket();
    std::variant<Subscription, Response> decision = internal_error();
    try {
        decision = co_await found->second(std::move(request));
    } catch (const std::exception& error) {
        report(error.what());
    }
    if (auto* refusal = std::get_if<Response>(&decision)) co_return std::move(*refusal);
    if (is_stopped) co_return std::nullopt;

    auto& subscription = std::get<Subscription>(decision);
    connection.websocket =
        std::make_unique<WebSocket>(std::move(connection.socket), std::move(subscription.topic));
    for (std::string& text : subscription.first_messages)
        connection.websocket->send(std::make_shared<const std::string>(std::move(text)));
    co_await connection.websocket->run(connection.reader.take_raw());
    co_return std::nullopt;
}

asio::awaitable<bool> Server::State::send(Connection& connection, Response response)
{
    if (!has_whole_lines(response)) {
        report("a response header holds a line end");
        response = internal_error();
    }
    Framing framing = Framing::length;
    if (response.parts) framing = connection.is_http_1_0 ? Framing::until_close : Framing::chunked;
    if (framing == Framing::until_close) connection.closes = true;
    std::string head = response_head(response, {framing, connection.closes, fixed_headers});
    if (connection.is_head || framing == Framing::length) {
        std::string body = connection.is_head ? std::string{} : std::move(response.body);
        const bool sent = co_await write(connection, std::move(head), std::move(body));
        co_return sent;
    }
    const bool sent = co_await write(connection, std::move(head), "");
    if (!sent) co_return false;
    const bool whole = co_await send_parts(connection, std::move(response), framing);
    co_return whole;
}

// A generator that fails leaves the body without its end, so the client knows.
asio::awaitable<bool> Server::State::send_parts(Connection& connection,
                                                Response response,
                                                Framing framing)
{
    const bool chunked = framing == Framing::chunked;
    std::optional<std::string> part = std::move(response.body);
    try {
        while (part) {
            if (!part->empty()) {
                std::string text = chunked ? chunk(*part) : std::move(*part);
                const bool sent = co_await write(connection, std::move(text), "");
                if (!sent) co_return false;
            }
            connection.deadline = Clock::time_point::max();
            part = co_await response.parts();
        }
    } catch (const std::exception& error) {
        report(error.what());
        co_return false;
    }
    if (!chunked) co_return true;
    const bool sent = co_await write(connection, "0\r\n\r\n", "");
    co_return sent;
}

asio::awaitable<bool> Server::State::write(Connection& connection,
                                           std::string head,
                                           std::string body) const
{
    connection.deadline = Clock::now() + options.idle_timeout;
    const std::array<asio::const_buffer, 2> both{asio::buffer(head), asio::buffer(body)};
    const auto [error, size] = co_await asio::async_write(connection.socket, both, as_tuple);
    co_return !error;
}

}  // namespace loyal::http
