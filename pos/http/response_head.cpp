#include "response_head.hpp"

#include "text.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>

namespace loyal::http {
namespace {

bool has_header(const Response& response, std::string_view name)
{
    return std::ranges::any_of(response.headers, [name](const Header& header) {
        return equal_ignoring_case(header.name, name);
    });
}

void append_header(std::string& out, std::string_view name, std::string_view value)
{
    out.append(name).append(": ").append(value).append("\r\n");
}

bool has_body(unsigned status)
{
    return status != 204 && status != 304;
}

bool is_one_line(std::string_view text)
{
    constexpr std::string_view line_ends{"\r\n\0", 3};
    return text.find_first_of(line_ends) == text.npos;
}

}  // namespace

bool has_whole_lines(const Response& response)
{
    return is_one_line(response.content_type) &&
           std::ranges::all_of(response.headers, [](const Header& header) {
               return is_one_line(header.name) && is_one_line(header.value);
           });
}

std::string response_head(const Response& response, const HeadOptions& options)
{
    std::string out;
    out.reserve(512);
    const auto reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(response.status));
    out.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ").append(reason);
    out += "\r\n";
    if (has_body(response.status)) {
        if (!response.content_type.empty())
            append_header(out, "Content-Type", response.content_type);
        if (options.framing == Framing::length)
            append_header(out, "Content-Length", std::to_string(response.body.size()));
        if (options.framing == Framing::chunked) out += "Transfer-Encoding: chunked\r\n";
    }
    for (const Header& header : response.headers) append_header(out, header.name, header.value);
    if (!has_header(response, "Cache-Control")) out += "Cache-Control: no-store\r\n";
    out += options.fixed_headers;
    if (options.closes) out += "Connection: close\r\n";
    out += "\r\n";
    return out;
}

}  // namespace loyal::http
