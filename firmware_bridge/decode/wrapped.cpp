#include "utf8.hpp"

#include <loyal/decode/print_document.hpp>

#include <algorithm>

namespace loyal::decode {
namespace {

constexpr std::string_view never_first = "，。、；：！？）》」』】〉…％";
constexpr std::string_view never_last = "（《「『【〈￥¥";

struct Character {
    std::string_view bytes;
    std::size_t columns = 1;

    bool is_blank() const
    {
        const auto byte = static_cast<unsigned char>(bytes[0]);
        return byte <= 0x20 || byte == 0x7F;
    }
    bool is_one_of(std::string_view set) const { return set.find(bytes) != set.npos; }
    // Of a script written without blanks: U+2E80 and what comes after it starts with E2 BA or more.
    bool is_chinese() const { return columns == 2 && bytes >= "\u2E80"; }
};

using Characters = std::vector<Character>;

Characters characters_of(std::string_view text)
{
    Characters characters;
    while (!text.empty()) {
        const auto bytes = text.substr(0, character_size(text));
        characters.push_back({bytes, printed_width(bytes)});
        text.remove_prefix(bytes.size());
    }
    return characters;
}

// Whether a line may end before the character at `i`, which is not the first.
bool may_break_before(const Characters& characters, std::size_t i)
{
    const Character& before = characters[i - 1];
    const Character& after = characters[i];
    if (before.is_blank() || after.is_blank()) return true;
    if (after.is_one_of(never_first) || before.is_one_of(never_last)) return false;
    return before.is_chinese() || after.is_chinese();
}

std::size_t first_word(const Characters& characters, std::size_t from)
{
    while (from < characters.size() && characters[from].is_blank()) ++from;
    return from;
}

// Where the line that starts at `begin` ends; `begin` where not one character fits.
std::size_t line_end(const Characters& characters, std::size_t begin, std::size_t columns)
{
    std::size_t end = begin;
    for (; end < characters.size() && characters[end].columns <= columns; ++end)
        columns -= characters[end].columns;
    if (end == characters.size() || end == begin) return end;
    const std::size_t word = first_word(characters, begin);
    for (std::size_t i = end; i > word; --i) {
        if (may_break_before(characters, i)) return i;
    }
    return end;  // one word is wider than the line
}

std::string text_of(const Characters& characters, std::size_t begin, std::size_t end)
{
    std::string text;
    for (std::size_t i = begin; i < end; ++i) text += characters[i].bytes;
    return text;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view text, std::size_t columns)
{
    const Characters characters = characters_of(text);
    const std::size_t blanks = first_word(characters, 0);
    const std::string indent(blanks < columns / 2 ? blanks : 0, ' ');
    std::vector<std::string> lines;
    std::size_t begin = 0;
    while (begin < characters.size()) {
        const bool is_first = lines.empty();
        const std::size_t end =
            line_end(characters, begin, is_first ? columns : columns - indent.size());
        if (end == begin) break;
        std::string line = (is_first ? "" : indent) + text_of(characters, begin, end);
        line.erase(line.find_last_not_of(' ') + 1);
        lines.push_back(std::move(line));
        begin = first_word(characters, end);
    }
    if (lines.empty()) lines.emplace_back();
    return lines;
}

}  // namespace loyal::decode
