#include "request_body.hpp"

#include "texts.hpp"

#include <loyal/format/json.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace loyal::terminal {

RequestBody RequestBody::parse(std::string_view text)
{
    if (text.empty()) return {nlohmann::json::object(), {}};
    auto document = format::parse_document(text);
    if (!document) {
        const std::string why = to_string(document.error());
        throw Refusal{bad_request("The body can't be read: " + why, "请求读不懂：" + why),
                      document.error().member};
    }
    return {std::move(*document), {}};
}

// Parentheses: with braces the value would become the only element of a list.
RequestBody::RequestBody(nlohmann::json value, std::string place)
    : value_(std::move(value)), place_{std::move(place)}
{
    if (!value_.is_object()) refuse({}, "must be an object", "应是对象");
}

std::string RequestBody::place_of(const std::string& name) const
{
    if (name.empty()) return place_;
    return place_.empty() ? name : place_ + "." + name;
}

void RequestBody::refuse(const std::string& name,
                         const std::string& en,
                         const std::string& zh) const
{
    const std::string place = place_of(name);
    throw Refusal{bad_request(place + ": " + en, place + "：" + zh), place};
}

const nlohmann::json* RequestBody::find(const char* name)
{
    seen_.emplace_back(name);
    const auto member = value_.find(name);
    return member == value_.end() || member->is_null() ? nullptr : &*member;
}

std::optional<std::string> RequestBody::optional_text(const char* name, std::size_t longest)
{
    const auto* member = find(name);
    if (member == nullptr) return std::nullopt;
    if (!member->is_string() || member->get_ref<const std::string&>().size() > longest) {
        refuse(name, fmt::format("must be a text of at most {} bytes", longest),
               fmt::format("应是不超过 {} 字节的文字", longest));
    }
    return member->get<std::string>();
}

std::string RequestBody::text(const char* name, std::size_t longest)
{
    auto found = optional_text(name, longest);
    if (!found || found->empty()) refuse(name, "is missing", "没有给出");
    return std::move(*found);
}

std::optional<std::int64_t> RequestBody::optional_integer(const char* name,
                                                          std::int64_t least,
                                                          std::int64_t most)
{
    const auto* member = find(name);
    if (member == nullptr) return std::nullopt;
    const bool is_in_range = member->is_number_integer() && member->get<std::int64_t>() >= least &&
                             member->get<std::int64_t>() <= most;
    if (!is_in_range) {
        refuse(name, fmt::format("must be an integer from {} to {}", least, most),
               fmt::format("应是 {} 到 {} 的整数", least, most));
    }
    return member->get<std::int64_t>();
}

std::int64_t RequestBody::integer(const char* name, std::int64_t least, std::int64_t most)
{
    const auto found = optional_integer(name, least, most);
    if (!found) refuse(name, "is missing", "没有给出");
    return *found;
}

bool RequestBody::flag(const char* name)
{
    const auto* member = find(name);
    if (member == nullptr) return false;
    if (!member->is_boolean()) refuse(name, "must be true or false", "应是 true 或 false");
    return member->get<bool>();
}

std::vector<std::string> RequestBody::texts(const char* name, std::size_t most)
{
    const auto* member = find(name);
    std::vector<std::string> found;
    if (member == nullptr) return found;
    if (!member->is_array() || member->size() > most)
        refuse(name, fmt::format("must be a list of at most {}", most),
               fmt::format("应是不超过 {} 项的列表", most));
    for (const auto& one : *member) {
        if (!one.is_string()) refuse(name, "must hold texts", "里面应是文字");
        found.push_back(one.get<std::string>());
    }
    return found;
}

std::optional<Date> RequestBody::optional_date(const char* name)
{
    const auto written = optional_text(name, 10);
    if (!written) return std::nullopt;
    const auto date = parse_date(*written);
    if (!date) refuse(name, "must be a date like 2026-11-22", "应是 2026-11-22 这样的日期");
    return date;
}

std::vector<RequestBody> RequestBody::objects(const char* name, std::size_t most)
{
    const auto* member = find(name);
    std::vector<RequestBody> found;
    if (member == nullptr) return found;
    if (!member->is_array() || member->size() > most)
        refuse(name, fmt::format("must be a list of at most {}", most),
               fmt::format("应是不超过 {} 项的列表", most));
    for (std::size_t i = 0; i < member->size(); ++i)
        found.emplace_back((*member)[i], fmt::format("{}[{}]", place_of(name), i));
    return found;
}

void RequestBody::done() const
{
    for (const auto& [name, ignored] : value_.items()) {
        if (std::find(seen_.begin(), seen_.end(), name) == seen_.end())
            refuse(name, "is not known here", "这里没有这一项");
    }
}

}  // namespace loyal::terminal
