#include "plan.hpp"

#include <algorithm>
#include <compare>
#include <functional>

namespace loyal::reference {
namespace {

/// Larger rests first.
std::strong_ordering order_of_rests(const std::vector<Count>& a, const std::vector<Count>& b)
{
    return std::lexicographical_compare_three_way(
        a.begin(), a.end(), b.begin(), b.end(),
        [](Count left, Count right) { return right <=> left; });
}

/// Compares two lists of the same length by what `order` says of each pair.
template <class Order>
std::strong_ordering order_of(const Plan& a, const Plan& b, Order order)
{
    for (std::size_t i = 0; i < a.applications.size(); ++i) {
        const std::strong_ordering pair = order(a.applications[i], b.applications[i]);
        if (pair != 0) return pair;
    }
    return std::strong_ordering::equal;
}

bool comes_before(const Application& a, const Application& b)
{
    if (a.offer != b.offer) return a.offer < b.offer;
    if (a.lines != b.lines) return a.lines < b.lines;
    return order_of_rests(a.rests, b.rests) < 0;
}

}  // namespace

Application application(std::size_t offer,
                        PieceSet pieces,
                        Count off,
                        const Merchandise& merchandise)
{
    std::vector<std::pair<LineNumber, Count>> units;
    for (std::size_t i = 0; i < merchandise.pieces.size(); ++i) {
        if (pieces & one_piece(i))
            units.emplace_back(merchandise.line_of(i).line, -merchandise.pieces[i].rest);
    }
    std::sort(units.begin(), units.end());
    Application made{offer, pieces, off, {}, {}};
    for (const auto& [line, minus_rest] : units) {
        made.lines.push_back(line);
        made.rests.push_back(-minus_rest);
    }
    return made;
}

void Plan::add(Application made)
{
    off += made.off;
    const auto place =
        std::upper_bound(applications.begin(), applications.end(), made, comes_before);
    applications.insert(place, std::move(made));
}

bool is_better(const Plan& plan, const Plan& than)
{
    if (plan.off != than.off) return plan.off > than.off;
    if (plan.applications.size() != than.applications.size())
        return plan.applications.size() < than.applications.size();
    const auto by_offer =
        order_of(plan, than, [](const auto& a, const auto& b) { return a.offer <=> b.offer; });
    if (by_offer != 0) return by_offer < 0;
    const auto by_lines = order_of(plan, than, [](const auto& a, const auto& b) {
        return std::lexicographical_compare_three_way(a.lines.begin(), a.lines.end(),
                                                      b.lines.begin(), b.lines.end());
    });
    if (by_lines != 0) return by_lines < 0;
    return order_of(plan, than, [](const auto& a, const auto& b) {
               return order_of_rests(a.rests, b.rests);
           }) < 0;
}

}  // namespace loyal::reference
