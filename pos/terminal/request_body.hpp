#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/core/money.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::terminal {

/// Reads a call's JSON body member by member. What is missing, of a wrong type or not known to the
/// call is refused with its place. @throws Refusal
class RequestBody {
public:
    /// Reads a whole body; an empty one is an empty object.
    static RequestBody parse(std::string_view text);

    RequestBody(nlohmann::json value, std::string place);

    std::string text(const char* name, std::size_t longest);  ///< required, not empty
    std::optional<std::string> optional_text(const char* name, std::size_t longest);
    std::int64_t integer(const char* name, std::int64_t least, std::int64_t most);
    std::optional<std::int64_t> optional_integer(const char* name,
                                                 std::int64_t least,
                                                 std::int64_t most);
    bool flag(const char* name);  ///< false when left out
    std::vector<std::string> texts(const char* name, std::size_t most);
    std::optional<Date> optional_date(const char* name);
    std::vector<RequestBody> objects(const char* name, std::size_t most);
    bool has(const char* name) const { return value_.contains(name); }

    /// Refuses members that nobody asked for.
    void done() const;
    [[noreturn]] void refuse(const std::string& name,
                             const std::string& en,
                             const std::string& zh) const;

private:
    const nlohmann::json* find(const char* name);
    std::string place_of(const std::string& name) const;

    nlohmann::json value_;
    std::string place_;
    std::vector<std::string> seen_;
};

}  // namespace loyal::terminal
