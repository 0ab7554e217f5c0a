#pragma once

#include <algorithm>
#include <string_view>

namespace loyal::http {

/// ASCII only, as header names and host names are.
inline char lower_case(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool equal_ignoring_case(std::string_view a, std::string_view b)
{
    return std::ranges::equal(a, b, {}, lower_case, lower_case);
}

}  // namespace loyal::http
