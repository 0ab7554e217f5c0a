#include "request_reader.hpp"

#include "target.hpp"
#include "text.hpp"

#include <loyal/http/server.hpp>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include <algorithm>
#include <optional>

namespace loyal::http {
namespace {

namespace beast_http = boost::beast::http;
using BeastParser = beast_http::request_parser<beast_http::string_body>;
using BeastRequest = beast_http::request<beast_http::string_body>;

constexpr std::size_t receive_size = std::size_t{8} * 1024;
constexpr std::size_t receive_size_in_body = std::size_t{64} * 1024;

Response malformed(std::string_view en, std::string_view zh)
{
    return error_response(400, {.code = "bad_request", .en = en, .zh = zh});
}

Response rejection_for(boost::system::error_code error)
{
    if (error == beast_http::error::header_limit) {
        return error_response(431, {.code = "header_too_large",
                                    .en = "the request header is over 16 KiB",
                                    .zh = "请求头超过 16 KiB"});
    }
    if (error == beast_http::error::body_limit) {
        return error_response(413, {.code = "body_too_large",
                                    .en = "the request body is too large",
                                    .zh = "请求正文过大"});
    }
    return malformed("this is not a valid HTTP/1.1 request", "这不是有效的 HTTP/1.1 请求");
}

std::optional<Method> method_of(beast_http::verb verb)
{
    switch (verb) {
        case beast_http::verb::get: return Method::get;
        case beast_http::verb::head: return Method::head;
        case beast_http::verb::post: return Method::post;
        case beast_http::verb::put: return Method::put;
        case beast_http::verb::patch: return Method::patch;
        case beast_http::verb::delete_: return Method::remove;
        case beast_http::verb::options: return Method::options;
        default: return std::nullopt;
    }
}

}  // namespace

struct RequestReader::Parser {
    explicit Parser(std::size_t size_max) : body_size_max{size_max} { begin(); }

    void begin()
    {
        beast.emplace();
        beast->eager(true);
        beast->header_limit(ServerOptions::header_size_max);
        beast->body_limit(body_size_max);
        parsed = 0;
        told_continue = false;
        header_checked = false;
    }

    Progress reject(Response response)
    {
        rejection = std::move(response);
        return Progress::rejected;
    }

    Progress check_header();

    std::size_t body_size_max;
    std::optional<BeastParser> beast;
    std::string buffer;      // received and, but for an upgrade, not yet parsed
    std::size_t filled = 0;  // bytes of buffer that were received
    std::size_t parsed = 0;  // bytes of buffer that the parser has taken
    bool told_continue = false;
    bool header_checked = false;
    Target target;
    Method method = Method::get;
    Response rejection;
};

RequestReader::RequestReader(std::size_t body_size_max)
    : parser_{std::make_unique<Parser>(body_size_max)}
{
}

RequestReader::~RequestReader() = default;

std::span<char> RequestReader::room()
{
    Parser& p = *parser_;
    const std::size_t size = p.beast->is_header_done() ? receive_size_in_body : receive_size;
    if (p.buffer.size() < p.filled + size) p.buffer.resize(p.filled + size);
    return std::span{p.buffer}.subspan(p.filled, size);
}

void RequestReader::received(std::size_t size)
{
    parser_->filled += size;
}

RequestReader::Progress RequestReader::Parser::check_header()
{
    const BeastRequest& request = beast->get();
    if (!header_checked) {
        header_checked = true;
        const auto known = method_of(request.method());
        if (!known) {
            return reject(error_response(501, {.code = "method_unknown",
                                               .en = "the server does not know this method",
                                               .zh = "服务器不支持此请求方法"}));
        }
        auto parts = parse_target(request.target());
        if (!parts)
            return reject(malformed("the request target is not a path", "请求目标不是有效路径"));
        if (request.count(beast_http::field::host) != 1)
            return reject(
                malformed("exactly one Host header is needed", "必须有且只有一个 Host 请求头"));
        method = *known;
        target = std::move(*parts);
    }
    if (beast->is_done()) return Progress::complete;
    const std::string_view expected = request[beast_http::field::expect];
    if (!told_continue && equal_ignoring_case(expected, "100-continue")) {
        told_continue = true;
        return Progress::needs_continue;
    }
    return Progress::needs_more;
}

RequestReader::Progress RequestReader::advance()
{
    Parser& p = *parser_;
    boost::system::error_code error;
    while (!p.beast->is_done() && p.parsed < p.filled && !error) {
        p.parsed += p.beast->put({p.buffer.data() + p.parsed, p.filled - p.parsed}, error);
    }
    if (error && error != beast_http::error::need_more) return p.reject(rejection_for(error));
    if (!p.beast->is_header_done()) return Progress::needs_more;
    const Progress progress = p.check_header();
    if (progress == Progress::needs_more) {
        p.buffer.erase(0, p.parsed);  // the parser keeps its own copy of the body
        p.filled -= p.parsed;
        p.parsed = 0;
    }
    return progress;
}

bool RequestReader::is_between_requests() const
{
    return parser_->filled == 0 && !parser_->beast->got_some();
}

bool RequestReader::keeps_alive() const
{
    return parser_->beast->get().keep_alive();
}

bool RequestReader::is_http_1_0() const
{
    return parser_->beast->get().version() < 11;
}

bool RequestReader::is_upgrade() const
{
    return boost::beast::websocket::is_upgrade(parser_->beast->get());
}

std::string RequestReader::take_raw()
{
    parser_->buffer.resize(parser_->filled);
    return std::move(parser_->buffer);
}

Request RequestReader::take()
{
    Parser& p = *parser_;
    BeastRequest& message = p.beast->get();
    Request request{.method = p.method,
                    .path = std::move(p.target.path),
                    .query = std::move(p.target.query),
                    .body = std::move(message.body())};
    request.headers.reserve(16);
    for (const auto& field : message)
        request.headers.push_back({std::string{field.name_string()}, std::string{field.value()}});
    return request;
}

void RequestReader::next()
{
    Parser& p = *parser_;
    p.buffer.erase(0, p.parsed);
    p.filled -= p.parsed;
    p.begin();
}

const Response& RequestReader::rejection() const
{
    return parser_->rejection;
}

}  // namespace loyal::http
