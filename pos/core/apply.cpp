#include "lots.hpp"

#include <loyal/core/entry.hpp>

#include <algorithm>

namespace loyal {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

DayTotals& totals_of(MemberState& member, BusinessDate date)
{
    const auto place = std::ranges::lower_bound(member.days, date, {}, &DayTotals::date);
    if (place != member.days.end() && place->date == date) return *place;
    return *member.days.insert(place, {date, {}, {}, 0});
}

bool holds(const Alternatives& alternatives, const MemberState& member, BusinessDate day)
{
    return std::ranges::any_of(alternatives, [&](const std::vector<Requirement>& all) {
        return std::ranges::all_of(all, [&](const Requirement& requirement) {
            return metric_value(member, requirement.metric, requirement.window, day) >=
                   requirement.min;
        });
    });
}

std::int32_t rank_of(const TierCode& code, const Programme& programme)
{
    const Tier* tier = programme.find_tier(code);
    if (tier != nullptr) return tier->rank;
    return programme.tiers.empty() ? 0 : programme.tiers.front().rank;
}

// The highest tier above `tier` whose `enter` holds on that day, else `tier`.
TierCode lifted(TierCode tier,
                const MemberState& member,
                const Programme& programme,
                BusinessDate day)
{
    for (const Tier& higher : programme.tiers) {
        if (higher.rank > rank_of(tier, programme) && holds(higher.enter, member, day)) {
            tier = higher.id;
        }
    }
    return tier;
}

void lift(MemberState& member, const SaleEntry& sale, const Programme& programme)
{
    const TierCode tier = lifted(member.tier, member, programme, sale.date);
    if (tier == member.tier) return;
    member.lifts.push_back({sale.id, sale.date, member.tier});
    member.tier = tier;
    member.tier_since = sale.date;
}

bool is_counted(const OfferId& id, const Programme& programme)
{
    const Offer* offer = programme.find_offer(id);
    return offer != nullptr && (offer->limit.per_member || offer->limit.units_per_member);
}

void count_use(MemberState& member, const AppliedOffer& applied, BusinessDate date, int sign)
{
    const auto same = std::ranges::find_if(member.used, [&](const OfferUse& use) {
        return use.offer == applied.offer && use.date == date;
    });
    OfferUse& use = same == member.used.end()
                        ? member.used.emplace_back(OfferUse{applied.offer, date, 0, 0})
                        : *same;
    use.applications += sign * applied.applications;
    use.units += sign * applied.units;
    std::erase_if(member.used,
                  [](const OfferUse& it) { return it.applications == 0 && it.units == 0; });
}

void apply_sale(MemberState& member, const SaleEntry& sale, const Programme& programme)
{
    const PricedBasket& priced = sale.priced;
    spend_lots(member, sale.id, priced.redeemed_points, sale.date);
    accrue_lot(member, sale.id.value(), priced.points_earned, sale.date, programme.points);
    DayTotals& totals = totals_of(member, sale.date);
    totals.spend += net_total(priced);
    totals.accrued += priced.points_earned;
    ++totals.sales;
    ++member.transactions;
    for (const AppliedOffer& applied : priced.applied) {
        if (is_counted(applied.offer, programme)) count_use(member, applied, sale.date, 1);
    }
    lift(member, sale, programme);
}

// What the returned sale had lifted falls at once to what holds without it: the tier before the
// sale, or one whose `enter` held on a later day with a sale, or the floor.
void lower(MemberState& member, const ReturnEntry& entry, const Programme& programme)
{
    const auto first = std::ranges::find_if(
        member.lifts, [&](const TierLift& it) { return it.date >= entry.sale_date; });
    if (first == member.lifts.end()) return;
    TierCode tier = first->before;
    for (const DayTotals& totals : member.days) {
        if (totals.date < entry.sale_date || totals.sales <= 0) continue;
        tier = lifted(tier, member, programme, totals.date);
    }
    const bool has_floor =
        member.floor && (!member.floor->until || *member.floor->until >= entry.date);
    if (has_floor && rank_of(member.floor->tier, programme) > rank_of(tier, programme)) {
        tier = member.floor->tier;
    }
    if (rank_of(tier, programme) >= rank_of(member.tier, programme)) return;
    member.tier = tier;
    std::erase_if(member.lifts, [&](const TierLift& it) {
        return rank_of(it.before, programme) >= rank_of(tier, programme) &&
               it.date >= entry.sale_date;
    });
}

void apply_return(MemberState& member, const ReturnEntry& entry, const Programme& programme)
{
    const Refund& refund = entry.refund;
    give_back(member, entry.of, refund.given_back);
    take_back(member, entry.of, refund.taken_back);
    DayTotals& totals = totals_of(member, entry.sale_date);
    totals.spend -= refund.spend;
    totals.accrued -= refund.taken_back;
    if (refund.whole) {
        --totals.sales;
        --member.transactions;
    }
    if (totals.spend == Money{} && totals.accrued == Points{} && totals.sales == 0) {
        std::erase_if(member.days,
                      [&](const DayTotals& day) { return day.date == entry.sale_date; });
    }
    for (const AppliedOffer& use : refund.uses) {
        if (is_counted(use.offer, programme)) count_use(member, use, entry.sale_date, -1);
    }
    lower(member, entry, programme);
}

void apply_enrol(MemberState& member, const EnrolEntry& entry, const Programme& programme)
{
    member.birthday = entry.birthday;
    member.enrolled = entry.date;
    accrue_lot(member, "enrol:" + entry.member.value(), programme.points.enrol_bonus, entry.date,
               programme.points);
}

void apply_adjust(MemberState& member, const AdjustEntry& entry, const Programme& programme)
{
    if (entry.points > Points{}) {
        accrue_lot(member, entry.id, entry.points, entry.date, programme.points);
    } else {
        take_back(member, TransactionId{entry.id}, -entry.points);
    }
}

}  // namespace

std::optional<MemberId> member_of(const Entry& entry)
{
    using Answer = std::optional<MemberId>;
    return std::visit(Overloaded{[](const SaleEntry& sale) -> Answer {
                                     if (!sale.basket.member) return std::nullopt;
                                     return sale.basket.member->id;
                                 },
                                 [](const ReturnEntry& it) -> Answer { return it.member; },
                                 [](const DayCloseEntry&) -> Answer { return std::nullopt; },
                                 [](const auto& it) -> Answer { return it.member; }},
                      entry);
}

BusinessDate date_of(const Entry& entry)
{
    return std::visit([](const auto& it) { return it.date; }, entry);
}

MemberState apply(MemberState member, const Entry& entry, const Programme& programme)
{
    if (member_of(entry) != member.id) return member;
    std::visit(Overloaded{[&](const SaleEntry& it) { apply_sale(member, it, programme); },
                          [&](const ReturnEntry& it) { apply_return(member, it, programme); },
                          [&](const EnrolEntry& it) { apply_enrol(member, it, programme); },
                          [&](const AdjustEntry& it) { apply_adjust(member, it, programme); },
                          [](const GrantEntry&) {}, [](const DayCloseEntry&) {}},
               entry);
    return member;
}

}  // namespace loyal
