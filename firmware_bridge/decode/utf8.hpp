#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loyal::decode {

/// The character of this number in UTF-8; empty for numbers that Unicode assigns no character to.
inline std::string utf8(std::uint32_t code)
{
    const auto byte = [](std::uint32_t value) { return static_cast<char>(value); };
    if (code < 0x80) return {byte(code)};
    if (code < 0x800) return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
    if (code >= 0xD800 && code < 0xE000) return {};
    if (code < 0x10000) {
        return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)),
                byte(0x80 | (code & 0x3F))};
    }
    if (code >= 0x110000) return {};
    return {byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)),
            byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
}

/// Bytes of the character that `text`, not empty, starts with; 1 for a byte that starts none.
inline std::size_t character_size(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    std::size_t size = 1;
    if (first >= 0xF0)
        size = 4;
    else if (first >= 0xE0)
        size = 3;
    else if (first >= 0xC0)
        size = 2;
    if (size > text.size()) return 1;
    for (std::size_t i = 1; i < size; ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 1;
    }
    return size;
}

}  // namespace loyal::decode
