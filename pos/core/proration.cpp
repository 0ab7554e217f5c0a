#include <loyal/core/proration.hpp>

#include <algorithm>
#include <cassert>

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
    struct Remainder {
        Wide rest = 0;
        std::size_t index = 0;
    };
    std::vector<Remainder> remainders(count);
    std::int64_t left_over = total;
    for (std::size_t i = 0; i < count; ++i) {
        const Wide exact = Wide{total} * (equal ? 1 : weights[i]);
        shares[i] = static_cast<std::int64_t>(exact / sum);
        remainders[i] = {exact % sum, i};
        left_over -= shares[i];
    }
    if (left_over == 0) return shares;

    const auto raised_end = remainders.begin() + left_over;
    std::ranges::nth_element(remainders, raised_end, [](const Remainder& a, const Remainder& b) {
        return a.rest != b.rest ? a.rest > b.rest : a.index < b.index;
    });
    for (auto raised = remainders.begin(); raised != raised_end; ++raised) {
        ++shares[raised->index];
    }
    return shares;
}

}  // namespace loyal
