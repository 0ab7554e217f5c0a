#include "tier_change.hpp"

#include "requirements.hpp"

#include <algorithm>
#include <utility>

namespace loyal {
namespace {

// The highest tier above `tier` whose `enter` holds on that day, else `tier`.
TierCode lifted(const TierCode& tier,
                const MemberState& member,
                const Programme& programme,
                BusinessDate day)
{
    const auto value_of = [&](const Requirement& requirement) {
        return metric_value(member, requirement.metric, requirement.window, day,
                            programme.tier_policy.score);
    };
    const std::int32_t rank = rank_of(tier, programme);
    const auto found =
        std::find_if(programme.tiers.rbegin(), programme.tiers.rend(),
                     [&](const Tier& it) { return it.rank <= rank || holds(it.enter, value_of); });
    return found != programme.tiers.rend() && found->rank > rank ? found->id : tier;
}

// The standing after that day's purchases; a lift is remembered.
TierStanding lift_from(TierStanding standing,
                       MemberState& member,
                       BusinessDate day,
                       const Programme& programme)
{
    TierCode tier = lifted(standing.tier, member, programme, day);
    if (tier == standing.tier) return standing;
    const auto after = std::ranges::upper_bound(member.lifts, day, {}, &TierLift::date);
    member.lifts.insert(after, {day, std::move(standing)});
    return {std::move(tier), day, std::nullopt};
}

}  // namespace

std::int32_t rank_of(const TierCode& code, const Programme& programme)
{
    const Tier* tier = programme.find_tier(code);
    if (tier != nullptr) return tier->rank;
    return programme.tiers.empty() ? 0 : programme.tiers.front().rank;
}

const TierFloor* floor_on(const MemberState& member, BusinessDate day)
{
    if (!member.floor || (member.floor->until && *member.floor->until < day)) return nullptr;
    return &*member.floor;
}

void lift(MemberState& member, BusinessDate day, const Programme& programme)
{
    member.standing = lift_from(std::move(member.standing), member, day, programme);
}

void lower(MemberState& member,
           BusinessDate sale_day,
           BusinessDate today,
           const Programme& programme)
{
    const auto first = std::ranges::lower_bound(member.lifts, sale_day, {}, &TierLift::date);
    if (first == member.lifts.end()) return;
    TierStanding standing = first->before;
    member.lifts.erase(first, member.lifts.end());
    standing = lift_from(std::move(standing), member, sale_day, programme);
    for (std::size_t i = 0; i < member.days.size(); ++i) {
        const DayTotals& day = member.days[i];
        if (day.date <= sale_day || (day.sales <= 0 && day.referrals <= 0)) continue;
        standing = lift_from(std::move(standing), member, day.date, programme);
    }
    if (standing.tier == member.standing.tier) {
        member.standing.since = std::max(member.standing.since, standing.since);
        return;
    }
    const TierFloor* floor = floor_on(member, today);
    if (floor != nullptr && rank_of(floor->tier, programme) > rank_of(standing.tier, programme)) {
        standing = {floor->tier, today, std::nullopt};
    }
    if (rank_of(standing.tier, programme) < rank_of(member.standing.tier, programme)) {
        member.standing = std::move(standing);
    }
}

void set_floor(MemberState& member,
               const TierFloor& floor,
               BusinessDate today,
               const Programme& programme)
{
    member.floor = floor;
    if (rank_of(floor.tier, programme) <= rank_of(member.standing.tier, programme)) return;
    member.standing = {floor.tier, today, std::nullopt};
}

}  // namespace loyal
