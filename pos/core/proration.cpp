#include <loyal/core/proration.hpp>

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>

namespace loyal {
namespace {

// A product of two amounts needs more than 64 bits.
__extension__ using Wide = __int128;

}  // namespace

std::vector<std::int64_t> prorate(std::int64_t total, std::span<const std::int64_t> weights)
{
    assert(total >= 0);
    const std::size_t count = weights.size();
    std::vector<std::int64_t> shares(count);
    if (count == 0) return shares;

    Wide sum = 0;
    for (const std::int64_t weight : weights) {
        assert(weight >= 0);
        sum += weight;
    }
    const bool equal = sum == 0;
    if (equal) sum = static_cast<Wide>(count);

    // Round every share down; what that leaves over is less than one unit per weight.
    std::vector<Wide> remainders(count);
    std::int64_t left_over = total;
    for (std::size_t i = 0; i < count; ++i) {
        const Wide exact = Wide{total} * (equal ? 1 : weights[i]);
        shares[i] = static_cast<std::int64_t>(exact / sum);
        remainders[i] = exact % sum;
        left_over -= shares[i];
    }
    if (left_over == 0) return shares;

    std::vector<std::size_t> by_remainder(count);
    std::iota(by_remainder.begin(), by_remainder.end(), std::size_t{0});
    std::ranges::stable_sort(by_remainder, std::ranges::greater{},
                             [&](std::size_t i) { return remainders[i]; });
    for (std::size_t i = 0; i < static_cast<std::size_t>(left_over); ++i) {
        ++shares[by_remainder[i]];
    }
    return shares;
}

}  // namespace loyal
