#include "utf8.hpp"

#include <loyal/decode/print_document.hpp>

#include <array>
#include <iconv.h>

namespace loyal::decode {
namespace {

constexpr std::string_view yen_sign = "\u00A5";             // four bytes in GB18030
constexpr std::string_view full_width_yen_sign = "\uFFE5";  // A3 A4, in every Chinese font

// Owns one conversion from UTF-8. libc finds GB18030 among its modules.
class Converter {
public:
    Converter() : handle_{iconv_open("GB18030", "UTF-8")} {}
    ~Converter()
    {
        if (is_open()) iconv_close(handle_);
    }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    // The character's bytes, or nothing for one that is not convertible.
    std::string convert(std::string_view character)
    {
        if (!is_open()) return {};
        std::string source{character};
        std::array<char, 8> buffer{};
        char* in = source.data();
        char* out = buffer.data();
        std::size_t in_left = source.size();
        std::size_t out_left = buffer.size();
        iconv(handle_, nullptr, nullptr, nullptr, nullptr);
        if (iconv(handle_, &in, &in_left, &out, &out_left) != 0) return {};
        return {buffer.data(), buffer.size() - out_left};
    }

private:
    // iconv_open reports failure by the value -1 of its pointer type.
    bool is_open() const { return reinterpret_cast<std::intptr_t>(handle_) != -1; }

    iconv_t handle_;
};

}  // namespace

std::string gb18030(std::string_view text, bool four_byte)
{
    thread_local Converter converter;  // opening one costs more than converting a receipt
    std::string result;
    while (!text.empty()) {
        auto character = text.substr(0, character_size(text));
        text.remove_prefix(character.size());
        const auto first = static_cast<unsigned char>(character[0]);
        if (first < 0x80) {
            result.push_back(first < 0x20 || first == 0x7F ? ' ' : character[0]);
            continue;
        }
        if (character == yen_sign) character = full_width_yen_sign;
        const auto bytes = converter.convert(character);
        const bool is_printable = bytes.size() == 2 || (bytes.size() == 4 && four_byte);
        result += is_printable ? bytes : "?";
    }
    return result;
}

}  // namespace loyal::decode
