#include "exchange.hpp"

#include "endpoint.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <stdexcept>

namespace loyal::client {
namespace {

namespace beast_http = boost::beast::http;
constexpr std::size_t header_size_max = std::size_t{64} * 1024;

void append_header(std::string& out, std::string_view name, std::string_view value)
{
    if (value.find_first_of(std::string_view{"\r\n\0", 3}) != value.npos)
        throw std::invalid_argument{"a line end in " + std::string{name}};
    out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

asio::generic::stream_protocol::endpoint address_of(const Endpoint& endpoint)
{
    if (const auto* unix_endpoint = std::get_if<UnixEndpoint>(&endpoint))
        return asio::local::stream_protocol::endpoint{unix_endpoint->path};
    const auto& tcp = std::get<TcpEndpoint>(endpoint);
    return asio::ip::tcp::endpoint{asio::ip::make_address(tcp.host), tcp.port};
}

std::string host_of(const Endpoint& endpoint)
{
    const auto* tcp = std::get_if<TcpEndpoint>(&endpoint);
    if (tcp == nullptr) return "localhost";
    const bool is_ipv6 = tcp->host.find(':') != std::string::npos;
    const std::string host = is_ipv6 ? "[" + tcp->host + "]" : tcp->host;
    return host + ":" + std::to_string(tcp->port);
}

std::string request_text(const Call& call, const Options& options)
{
    const std::string line = call.method + ' ' + call.path;
    if (line.find_first_of(std::string_view{"\r\n\0", 3}) != line.npos)
        throw std::invalid_argument{"a line end in the path"};
    std::string out = line + " HTTP/1.1\r\n";
    append_header(out, "Host", host_of(options.endpoint));
    if (!options.token.empty()) append_header(out, "Authorization", "Bearer " + options.token);
    if (!call.idempotency_key.empty()) append_header(out, "Idempotency-Key", call.idempotency_key);
    if (!call.body.empty()) append_header(out, "Content-Type", "application/json");
    if (!call.body.empty() || call.method != "GET")
        append_header(out, "Content-Length", std::to_string(call.body.size()));
    return out.append("\r\n").append(call.body);
}

struct ReplyReader::Parser {
    beast_http::response_parser<beast_http::string_body> beast;
    std::string rest;  // of the header, which the parser wants in one piece
};

ReplyReader::ReplyReader() : parser_{std::make_unique<Parser>()}
{
    parser_->beast.eager(true);
    parser_->beast.header_limit(header_size_max);
    parser_->beast.body_limit(body_size_max);
}

ReplyReader::~ReplyReader() = default;

ReplyReader::Progress ReplyReader::feed(std::string_view bytes)
{
    Parser& p = *parser_;
    p.rest += bytes;
    std::size_t parsed = 0;
    boost::system::error_code error;
    while (!p.beast.is_done() && parsed < p.rest.size() && !error)
        parsed += p.beast.put({p.rest.data() + parsed, p.rest.size() - parsed}, error);
    p.rest.erase(0, parsed);
    if (error && error != beast_http::error::need_more) return Progress::broken;
    return p.beast.is_done() ? Progress::complete : Progress::needs_more;
}

ReplyReader::Progress ReplyReader::feed_end()
{
    boost::system::error_code error;
    if (parser_->beast.got_some()) parser_->beast.put_eof(error);
    return !error && parser_->beast.is_done() ? Progress::complete : Progress::broken;
}

bool ReplyReader::keeps_alive() const
{
    return parser_->beast.get().keep_alive() && parser_->rest.empty();
}

Reply ReplyReader::take()
{
    auto& message = parser_->beast.get();
    return {.status = message.result_int(),
            .content_type = std::string{message[beast_http::field::content_type]},
            .body = std::move(message.body())};
}

}  // namespace loyal::client
