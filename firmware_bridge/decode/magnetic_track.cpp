#include <loyal/decode/magnetic_track.hpp>

#include <algorithm>
#include <atomic>

namespace loyal::decode {
namespace {

constexpr std::size_t card_number_size_min = 13;
constexpr std::size_t card_number_size_max = 19;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// The number after every occurrence of `start`, where `end` follows it.
bool holds_number(std::string_view text,
                  std::string_view start,
                  char end,
                  std::span<const std::string> loyalty_prefixes)
{
    for (auto at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1)) {
        const auto rest = text.substr(at + start.size());
        const auto stop = std::ranges::find_if_not(rest, is_digit);
        const std::string_view number =
            rest.substr(0, static_cast<std::size_t>(stop - rest.begin()));
        if (stop == rest.end() || *stop != end) continue;
        if (number.size() < card_number_size_min || number.size() > card_number_size_max) continue;
        const bool is_loyalty =
            std::ranges::any_of(loyalty_prefixes, [number](const std::string& prefix) {
                return !prefix.empty() && number.starts_with(prefix);
            });
        if (!is_loyalty && luhn_holds(number)) return true;
    }
    return false;
}

}  // namespace

bool luhn_holds(std::string_view digits)
{
    if (digits.size() < 2 || !std::ranges::all_of(digits, is_digit)) return false;
    int sum = 0;
    bool is_doubled = false;
    for (std::size_t i = digits.size(); i > 0; --i, is_doubled = !is_doubled) {
        const int value = (digits[i - 1] - '0') * (is_doubled ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

bool holds_payment_card(std::string_view text, std::span<const std::string> loyalty_prefixes)
{
    return holds_number(text, "%B", '^', loyalty_prefixes) ||
           holds_number(text, ";", '=', loyalty_prefixes);
}

void erase_securely(std::string& text)
{
    std::ranges::fill(text, '\0');
    // Keeps the compiler from leaving out a write that nobody reads.
    std::atomic_signal_fence(std::memory_order_seq_cst);
    text.clear();
}

}  // namespace loyal::decode
