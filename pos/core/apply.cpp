#include "apply.hpp"

#include "lots.hpp"
#include "tier_change.hpp"

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
    return *member.days.insert(place, {date, {}, {}, 0, 0});
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

void drop_empty_day(MemberState& member, BusinessDate date)
{
    const auto day = std::ranges::find(member.days, date, &DayTotals::date);
    if (*day == DayTotals{date, {}, {}, 0, 0}) member.days.erase(day);
}

}  // namespace

void apply_to(MemberState& member,
              PointsAccount& account,
              const SaleEntry& sale,
              const Programme& programme)
{
    const PricedBasket& priced = sale.priced;
    spend_lots(account, sale.id, priced.redeemed_points, sale.date);
    accrue_lot(account, sale.id.value(), priced.points_earned, sale.date, programme.points);
    DayTotals& totals = totals_of(member, sale.date);
    totals.spend += net_total(priced);
    totals.accrued += priced.points_earned;
    ++totals.sales;
    ++member.transactions;
    for (const AppliedOffer& applied : priced.applied) {
        if (is_counted(applied.offer, programme)) count_use(member, applied, sale.date, 1);
    }
    lift(member, sale.date, programme);
}

void apply_to(MemberState& member,
              PointsAccount& account,
              const ReturnEntry& entry,
              const Programme& programme)
{
    const Refund& refund = entry.refund;
    give_back(account, entry.of, refund.given_back);
    take_back(account, entry.of.value(), refund.taken_back - refund.deducted_points, entry.date);
    DayTotals& totals = totals_of(member, entry.sale_date);
    totals.spend -= refund.spend;
    totals.accrued -= refund.taken_back;
    if (refund.whole) {
        --totals.sales;
        --member.transactions;
    }
    drop_empty_day(member, entry.sale_date);
    for (const AppliedOffer& use : refund.uses) {
        if (is_counted(use.offer, programme)) count_use(member, use, entry.sale_date, -1);
    }
    lower(member, entry.sale_date, entry.date, programme);
}

void apply_to(MemberState& member,
              PointsAccount& account,
              const EnrolEntry& entry,
              const Programme& programme)
{
    member.birthday = entry.birthday;
    member.enrolled = entry.date;
    accrue_lot(account, "enrol:" + entry.member.value(), programme.points.enrol_bonus, entry.date,
               programme.points);
}

void apply_to(PointsAccount& account, const AdjustEntry& entry, const Programme& programme)
{
    if (entry.points > Points{}) {
        accrue_lot(account, entry.id, entry.points, entry.date, programme.points);
    } else {
        take_back(account, entry.id, -entry.points, entry.date);
    }
}

void add_referral(MemberState& referrer, BusinessDate day, const Programme& programme)
{
    ++totals_of(referrer, day).referrals;
    lift(referrer, day, programme);
}

void remove_referral(MemberState& referrer,
                     BusinessDate day,
                     BusinessDate today,
                     const Programme& programme)
{
    --totals_of(referrer, day).referrals;
    drop_empty_day(referrer, day);
    lower(referrer, day, today, programme);
}

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
    std::visit(Overloaded{[&](const AdjustEntry& it) { apply_to(member.account, it, programme); },
                          [](const GrantEntry&) {}, [](const DayCloseEntry&) {},
                          [&](const auto& it) { apply_to(member, member.account, it, programme); }},
               entry);
    return member;
}

}  // namespace loyal
