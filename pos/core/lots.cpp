#include "lots.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace loyal {
namespace {

namespace chrono = std::chrono;

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

// Earliest expiry first, then the older, then by id so that the order never depends on history.
auto redemption_order(const Lot& lot)
{
    return std::tuple{lot.until.value_or(BusinessDate::max()), lot.from, std::cref(lot.id)};
}

std::vector<Lot*> in_redemption_order(MemberState& member)
{
    std::vector<Lot*> lots;
    for (Lot& lot : member.lots) lots.push_back(&lot);
    std::ranges::sort(lots, [](const Lot* a, const Lot* b) {
        const auto [a_until, a_from, a_id] = redemption_order(*a);
        const auto [b_until, b_from, b_id] = redemption_order(*b);
        return std::tie(a_until, a_from, a_id.get()) < std::tie(b_until, b_from, b_id.get());
    });
    return lots;
}

void drop_empty_lots(MemberState& member)
{
    std::erase_if(member.lots, [](const Lot& lot) { return lot.points == Points{}; });
}

Points fill_debt(MemberState& member, Points points)
{
    const Points filled = std::min(member.debt, points);
    member.debt -= filled;
    return points - filled;
}

void put(MemberState& member, const Lot& lot)
{
    const auto same = std::ranges::find(member.lots, lot.id, &Lot::id);
    if (same != member.lots.end()) {
        same->points += lot.points;
        return;
    }
    member.lots.insert(std::ranges::lower_bound(member.lots, lot.id, {}, &Lot::id), lot);
}

}  // namespace

std::optional<BusinessDate> last_day(const ExpiryRule& expiry, BusinessDate day)
{
    using Answer = std::optional<BusinessDate>;
    return std::visit(
        Overloaded{
            [](std::monostate) -> Answer { return std::nullopt; },
            [&](const ExpiryRule::Days& rule) -> Answer { return day + chrono::days{rule.count}; },
            [&](const ExpiryRule::Months& rule) -> Answer {
                const BusinessDate last = add_months(day, rule.count);
                return rule.month_end ? last_of_month(last) : last;
            },
            [&](const ExpiryRule::YearEnd& rule) -> Answer {
                const chrono::year year = chrono::year_month_day{day}.year();
                return chrono::sys_days{(year + chrono::years{rule.after_years}) /
                                        chrono::December / 31};
            }},
        expiry.rule);
}

void accrue_lot(MemberState& member,
                const std::string& id,
                Points points,
                BusinessDate day,
                const PointsRules& rules)
{
    const Points left = fill_debt(member, points);
    if (left <= Points{}) return;
    put(member, {id, left, day + chrono::days{rules.pending_days}, last_day(rules.expiry, day)});
}

void spend_lots(MemberState& member, const TransactionId& sale, Points points, BusinessDate day)
{
    for (Lot* lot : in_redemption_order(member)) {
        if (points == Points{}) break;
        if (lot->from > day || has_expired(*lot, day)) continue;
        Lot taken = *lot;
        taken.points = std::min(points, lot->points);
        lot->points -= taken.points;
        points -= taken.points;
        member.spends.push_back({sale, std::move(taken)});
    }
    member.debt += points;
    drop_empty_lots(member);
}

void take_back(MemberState& member, const TransactionId& sale, Points points)
{
    const auto take = [&points](Lot& lot) {
        const Points taken = std::min(points, lot.points);
        lot.points -= taken;
        points -= taken;
    };
    const auto own = std::ranges::find(member.lots, sale.value(), &Lot::id);
    if (own != member.lots.end()) take(*own);
    for (Lot* lot : in_redemption_order(member)) take(*lot);
    member.debt += points;
    drop_empty_lots(member);
}

void give_back(MemberState& member, const TransactionId& sale, Points points)
{
    for (auto spend = member.spends.rbegin(); spend != member.spends.rend(); ++spend) {
        if (points == Points{}) break;
        if (spend->sale != sale) continue;
        Lot restored = spend->lot;
        restored.points = std::min(points, spend->lot.points);
        spend->lot.points -= restored.points;
        points -= restored.points;
        restored.points = fill_debt(member, restored.points);
        if (restored.points > Points{}) put(member, restored);
    }
    // What was spent beyond the lots had become debt.
    fill_debt(member, points);
    std::erase_if(member.spends,
                  [](const LotSpend& spend) { return spend.lot.points == Points{}; });
}

}  // namespace loyal
