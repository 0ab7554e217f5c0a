#include "choice.hpp"

#include <algorithm>

namespace loyal {
namespace {

using Ordering = std::strong_ordering;

// Compares two lists that are given as runs of equal values.
template <class Run, class Length, class Compare>
Ordering compare_runs(const std::vector<Run>& a,
                      const std::vector<Run>& b,
                      Length length,
                      Compare compare)
{
    auto left = a.begin();
    auto right = b.begin();
    std::int64_t left_used = 0;
    std::int64_t right_used = 0;
    while (left != a.end() && right != b.end()) {
        const Ordering order = compare(*left, *right);
        if (order != Ordering::equal) return order;
        const std::int64_t step = std::min(length(*left) - left_used, length(*right) - right_used);
        left_used += step;
        right_used += step;
        if (left_used == length(*left)) {
            ++left;
            left_used = 0;
        }
        if (right_used == length(*right)) {
            ++right;
            right_used = 0;
        }
    }
    if (left != a.end()) return Ordering::greater;
    return right != b.end() ? Ordering::less : Ordering::equal;
}

Ordering compare_lines(const ChosenUse& a, const ChosenUse& b)
{
    return compare_runs(
        a.units, b.units, [](const Take& take) { return take.count; },
        [](const Take& x, const Take& y) { return x.line <=> y.line; });
}

Ordering compare_rests(const ChosenUse& a, const ChosenUse& b)
{
    return compare_runs(
        a.units, b.units, [](const Take& take) { return take.count; },
        [](const Take& x, const Take& y) { return y.rest <=> x.rest; });
}

template <class Compare>
Ordering compare_uses(const Choice& a, const Choice& b, Compare compare)
{
    return compare_runs(
        a.uses, b.uses, [](const ChosenUse& use) { return use.times; }, compare);
}

}  // namespace

std::strong_ordering compare_units(const ChosenUse& a, const ChosenUse& b)
{
    const Ordering lines = compare_lines(a, b);
    return lines == Ordering::equal ? compare_rests(a, b) : lines;
}

void Choice::sort()
{
    for (ChosenUse& use : uses) {
        std::ranges::sort(use.units, [](const Take& a, const Take& b) {
            return a.line != b.line ? a.line < b.line : a.rest > b.rest;
        });
    }
    std::ranges::stable_sort(uses, [](const ChosenUse& a, const ChosenUse& b) {
        if (a.candidate != b.candidate) return a.candidate->position < b.candidate->position;
        return compare_units(a, b) == Ordering::less;
    });
}

bool is_better(const Choice& a, const Choice& b)
{
    if (a.discount != b.discount) return a.discount > b.discount;
    if (a.applications != b.applications) return a.applications < b.applications;
    const Ordering offers = compare_uses(a, b, [](const ChosenUse& x, const ChosenUse& y) {
        return x.candidate->position <=> y.candidate->position;
    });
    if (offers != Ordering::equal) return offers == Ordering::less;
    const Ordering lines = compare_uses(a, b, compare_lines);
    if (lines != Ordering::equal) return lines == Ordering::less;
    return compare_uses(a, b, compare_rests) == Ordering::less;
}

}  // namespace loyal
