#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace loyal::decode::test {

using Report = std::array<std::uint8_t, 8>;

constexpr std::uint8_t enter = 0x28;
constexpr std::uint8_t caps_lock = 0x39;

/// One key alone, with its modifiers.
inline Report key(std::uint8_t usage, std::uint8_t modifiers = 0)
{
    return {modifiers, 0, usage, 0, 0, 0, 0, 0};
}

inline Report released()
{
    return {};
}

/// Digits and small letters as a scanner types them: each key pressed and released.
inline std::vector<Report> typed(std::string_view text)
{
    std::vector<Report> reports;
    for (const char c : text) {
        std::uint8_t usage = 0;
        if (c == '0') usage = 0x27;
        if (c >= '1' && c <= '9') usage = static_cast<std::uint8_t>(0x1E + (c - '1'));
        if (c >= 'a' && c <= 'z') usage = static_cast<std::uint8_t>(0x04 + (c - 'a'));
        reports.push_back(key(usage));
        reports.push_back(released());
    }
    return reports;
}

}  // namespace loyal::decode::test
