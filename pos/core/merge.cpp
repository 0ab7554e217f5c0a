#include "merge.hpp"

#include "lots.hpp"
#include "tier_change.hpp"

#include <algorithm>
#include <utility>

namespace loyal {
namespace {

template <class T>
void append(std::vector<T>& list, const std::vector<T>& more)
{
    list.insert(list.end(), more.begin(), more.end());
}

std::vector<DayTotals> merged_days(const std::vector<DayTotals>& a, const std::vector<DayTotals>& b)
{
    std::vector<DayTotals> all;
    std::ranges::merge(a, b, std::back_inserter(all), {}, &DayTotals::date, &DayTotals::date);
    std::vector<DayTotals> days;
    for (const DayTotals& day : all) {
        if (days.empty() || days.back().date != day.date) {
            days.push_back(day);
            continue;
        }
        days.back().spend += day.spend;
        days.back().accrued += day.accrued;
        days.back().sales += day.sales;
        days.back().referrals += day.referrals;
    }
    return days;
}

void merge_uses(std::vector<OfferUse>& uses, const std::vector<OfferUse>& more)
{
    for (const OfferUse& use : more) {
        const auto same = std::ranges::find_if(uses, [&](const OfferUse& known) {
            return known.offer == use.offer && known.date == use.date;
        });
        if (same == uses.end()) {
            uses.push_back(use);
        } else {
            same->applications += use.applications;
            same->units += use.units;
        }
    }
}

const TierStanding& higher(const TierStanding& a, const TierStanding& b, const Programme& programme)
{
    const std::int32_t rank_a = rank_of(a.tier, programme);
    const std::int32_t rank_b = rank_of(b.tier, programme);
    if (rank_a != rank_b) return rank_a > rank_b ? a : b;
    return a.since <= b.since ? a : b;
}

// The standing at the end of a day, as far as lifts tell.
const TierStanding& standing_on(const MemberState& member, BusinessDate day)
{
    const auto later = std::ranges::upper_bound(member.lifts, day, {}, &TierLift::date);
    return later == member.lifts.end() ? member.standing : later->before;
}

// Before each lift of the one, the other's tier was already theirs as well.
std::vector<TierLift> merged_lifts(const MemberState& a,
                                   const MemberState& b,
                                   const Programme& programme)
{
    std::vector<TierLift> lifts;
    const auto add = [&](const MemberState& lifted, const MemberState& other) {
        for (TierLift lift : lifted.lifts) {
            lift.before = higher(lift.before, standing_on(other, lift.date), programme);
            lifts.push_back(std::move(lift));
        }
    };
    add(a, b);
    add(b, a);
    std::ranges::stable_sort(lifts, {}, &TierLift::date);
    return lifts;
}

void merge_floor(MemberState& member, const MemberState& other, const Programme& programme)
{
    if (!other.floor) return;
    const auto worth = [&](const TierFloor& floor) {
        return std::pair{rank_of(floor.tier, programme), floor.until.value_or(BusinessDate::max())};
    };
    if (!member.floor || worth(*other.floor) > worth(*member.floor)) member.floor = other.floor;
}

}  // namespace

void merge_into(PointsAccount& account, const PointsAccount& other)
{
    for (const Lot& lot : other.lots) put(account, lot);
    account.debt += other.debt;
    append(account.spends, other.spends);
    append(account.owed, other.owed);
    append(account.stand_ins, other.stand_ins);
}

void merge_into(MemberState& member, const MemberState& other, const Programme& programme)
{
    member.lifts = merged_lifts(member, other, programme);
    member.standing = higher(member.standing, other.standing, programme);
    merge_floor(member, other, programme);
    if (!member.birthday) member.birthday = other.birthday;
    if (!member.enrolled || (other.enrolled && *other.enrolled < *member.enrolled)) {
        member.enrolled = other.enrolled;
    }
    member.days = merged_days(member.days, other.days);
    merge_uses(member.used, other.used);
    member.transactions += other.transactions;
    append(member.segments, other.segments);
    std::ranges::sort(member.segments);
    member.segments.erase(std::unique(member.segments.begin(), member.segments.end()),
                          member.segments.end());
    if (!member.lifecycle) member.lifecycle = other.lifecycle;
}

}  // namespace loyal
