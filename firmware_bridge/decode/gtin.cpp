#include <loyal/decode/gtin.hpp>

#include <cstddef>

namespace loyal::decode {
namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

}  // namespace

std::optional<char> check_digit(std::string_view digits)
{
    unsigned sum = 0;
    unsigned weight = 3;
    for (std::size_t i = digits.size(); i > 0; --i) {
        const char c = digits[i - 1];
        if (!is_digit(c)) return std::nullopt;
        sum += weight * static_cast<unsigned>(c - '0');
        weight = 4 - weight;
    }
    return static_cast<char>('0' + (10 - sum % 10) % 10);
}

bool check_digit_holds(std::string_view digits)
{
    if (digits.size() < 2) return false;
    return check_digit(digits.substr(0, digits.size() - 1)) == digits.back();
}

bool is_gtin(std::string_view digits)
{
    const auto size = digits.size();
    return (size == 8 || size == 12 || size == 13 || size == 14) && check_digit_holds(digits);
}

std::optional<std::string> expand_upc_e(std::string_view digits)
{
    if (digits.size() != 8 || (digits[0] != '0' && digits[0] != '1')) return std::nullopt;
    const std::string maker{digits.substr(1, 5)};
    const char last = digits[6];
    std::string upc_a{digits[0]};
    switch (last) {
        case '0':
        case '1':
        case '2': upc_a += maker.substr(0, 2) + last + "0000" + maker.substr(2, 3); break;
        case '3': upc_a += maker.substr(0, 3) + "00000" + maker.substr(3, 2); break;
        case '4': upc_a += maker.substr(0, 4) + "00000" + maker.substr(4, 1); break;
        case '5':
        case '6':
        case '7':
        case '8':
        case '9': upc_a += maker + "0000" + last; break;
        default: return std::nullopt;
    }
    upc_a += digits[7];
    if (!check_digit_holds(upc_a)) return std::nullopt;
    return upc_a;
}

}  // namespace loyal::decode
