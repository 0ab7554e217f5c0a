#include "target.hpp"

namespace loyal::http {
namespace {

int hexadecimal(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

enum class Plus { is_plus, is_space };

std::optional<std::string> decode(std::string_view text, Plus plus)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (text.size() - i < 3) return std::nullopt;
            const int high = hexadecimal(text[i + 1]);
            const int low = hexadecimal(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus == Plus::is_space) {
            c = ' ';
        }
        if (c == '\0') return std::nullopt;
        out += c;
    }
    return out;
}

bool add_parameter(Query& query, std::string_view text)
{
    if (text.empty()) return true;
    const auto equals = text.find('=');
    auto name = decode(text.substr(0, equals), Plus::is_space);
    auto value = decode(equals == text.npos ? "" : text.substr(equals + 1), Plus::is_space);
    if (!name || !value) return false;
    query.insert_or_assign(std::move(*name), std::move(*value));
    return true;
}

}  // namespace

std::optional<Target> parse_target(std::string_view text)
{
    if (!text.starts_with('/')) return std::nullopt;
    text = text.substr(0, text.find('#'));
    const auto question = text.find('?');
    auto path = decode(text.substr(0, question), Plus::is_plus);
    if (!path) return std::nullopt;
    Target target{.path = std::move(*path)};
    while (question != text.npos && text.size() > question) {
        const auto ampersand = text.rfind('&');
        const auto begin = ampersand == text.npos || ampersand < question ? question : ampersand;
        Query last;
        if (!add_parameter(last, text.substr(begin + 1))) return std::nullopt;
        target.query.merge(last);  // read from the back: the last value of a name stays
        text = text.substr(0, begin);
    }
    return target;
}

}  // namespace loyal::http
