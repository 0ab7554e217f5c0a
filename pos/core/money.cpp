#include <loyal/core/money.hpp>

#include <cassert>
#include <limits>

namespace loyal {
namespace {

// A product of two 64-bit amounts.
__extension__ using Wide = __int128;

}  // namespace

std::int64_t scale(std::int64_t amount,
                   std::int64_t numerator,
                   std::int64_t denominator,
                   Rounding rounding)
{
    assert(denominator > 0);
    const Wide exact = Wide{amount} * numerator;
    Wide quotient = exact / denominator;
    const Wide rest = exact % denominator;
    const Wide twice = 2 * (rest < 0 ? -rest : rest);
    const bool at_half = twice == denominator;
    const bool past_half = twice > denominator;
    bool away = false;
    switch (rounding) {
        case Rounding::half_up: away = past_half || at_half; break;
        case Rounding::half_even: away = past_half || (at_half && quotient % 2 != 0); break;
        case Rounding::down: break;
    }
    if (away) quotient += exact < 0 ? -1 : 1;
    if (quotient > std::numeric_limits<std::int64_t>::max() ||
        quotient < std::numeric_limits<std::int64_t>::min()) {
        throw std::overflow_error{"scale: beyond 64 bits"};
    }
    return static_cast<std::int64_t>(quotient);
}

}  // namespace loyal
