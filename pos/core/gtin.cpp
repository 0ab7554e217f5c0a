#include <loyal/core/gtin.hpp>

namespace loyal {

char gtin_check_digit(std::string_view digits) noexcept
{
    unsigned weighted_sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        const unsigned weight = (digits.size() - i) % 2 == 1 ? 3 : 1;
        weighted_sum += weight * static_cast<unsigned>(digits[i] - '0');
    }
    return static_cast<char>('0' + (10 - weighted_sum % 10) % 10);
}

Result<Gtin> Gtin::parse(std::string_view digits)
{
    const std::size_t size = digits.size();
    if (size != 8 && size != 12 && size != 13 && size != 14) return Errc::not_a_gtin;
    std::uint64_t value = 0;
    for (const char digit : digits) {
        if (digit < '0' || digit > '9') return Errc::not_a_gtin;
        value = value * 10 + static_cast<unsigned>(digit - '0');
    }
    if (gtin_check_digit(digits.substr(0, size - 1)) != digits.back()) {
        return Errc::check_digit_mismatch;
    }
    return Gtin{value};
}

}  // namespace loyal
