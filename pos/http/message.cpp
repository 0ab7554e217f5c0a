#include "text.hpp"

#include <loyal/http/message.hpp>

namespace loyal::http {
namespace {

void append_json_string(std::string& out, std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4U];
            out += digits[byte & 0xfU];
        } else {
            out += c;
        }
    }
    out += '"';
}

}  // namespace

std::string_view Request::header(std::string_view name) const
{
    for (const Header& header : headers)
        if (equal_ignoring_case(header.name, name)) return header.value;
    return {};
}

std::string_view Request::parameter(std::string_view name) const
{
    const auto found = query.find(name);
    return found == query.end() ? std::string_view{} : found->second;
}

Response error_response(unsigned status, const ErrorText& text)
{
    std::string body = R"({"error":{"code":)";
    append_json_string(body, text.code);
    body += R"(,"text":{"en":)";
    append_json_string(body, text.en);
    body += R"(,"zh-CN":)";
    append_json_string(body, text.zh);
    body += "}}}";
    return Response{.status = status, .body = std::move(body)};
}

}  // namespace loyal::http
