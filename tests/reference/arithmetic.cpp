#include "arithmetic.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace loyal::reference {

Count rounded(WideCount numerator, WideCount denominator, Rounding rounding)
{
    assert(numerator >= 0 && denominator > 0);
    const WideCount whole = numerator / denominator;
    const WideCount twice_rest = 2 * (numerator % denominator);
    bool up = false;
    switch (rounding) {
        case Rounding::half_up: up = twice_rest >= denominator; break;
        case Rounding::half_even:
            up = twice_rest > denominator || (twice_rest == denominator && whole % 2 == 1);
            break;
        case Rounding::down: break;
    }
    return static_cast<Count>(whole + (up ? 1 : 0));
}

std::vector<Count> split(Count amount, const std::vector<Count>& weights)
{
    std::vector<Count> weighed = weights;
    WideCount sum = std::accumulate(weighed.begin(), weighed.end(), WideCount{0});
    if (sum == 0) {
        std::fill(weighed.begin(), weighed.end(), 1);
        sum = static_cast<WideCount>(weighed.size());
    }
    std::vector<Count> parts;
    std::vector<std::size_t> order;
    Count left = amount;
    for (const Count weight : weighed) {
        parts.push_back(static_cast<Count>(static_cast<WideCount>(amount) * weight / sum));
        order.push_back(order.size());
        left -= parts.back();
    }
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return static_cast<WideCount>(amount) * weighed[a] % sum >
               static_cast<WideCount>(amount) * weighed[b] % sum;
    });
    for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left) ++parts[order[i]];
    return parts;
}

}  // namespace loyal::reference
