#include "requirements.hpp"
#include "tier_change.hpp"
#include "tier_reasons.hpp"

#include <loyal/core/review.hpp>

#include <utility>

namespace loyal {
namespace {

namespace chrono = std::chrono;

// Whether the member would keep the tier, going by the windows of that day.
bool stands(const Tier& tier,
            const MemberState& member,
            const Programme& programme,
            BusinessDate day)
{
    const auto value_of = [&](const Requirement& requirement) {
        return metric_value(member, requirement.metric, requirement.window, day,
                            programme.tier_policy.score);
    };
    return &tier == &programme.tiers.front() || holds(tier.keep, value_of) ||
           holds(tier.enter, value_of);
}

// One rank below, or the highest tier below that stands; not below the floor.
const Tier& step_down(const Tier& tier,
                      const MemberState& member,
                      const Programme& programme,
                      BusinessDate day)
{
    const TierFloor* floor = floor_on(member, day);
    const bool by_one = programme.tier_policy.step_down == TierPolicy::StepDown::one;
    const Tier* lower = &tier;
    while (lower != &programme.tiers.front()) {
        --lower;
        const bool is_floor = floor != nullptr && floor->tier == lower->id;
        if (by_one || is_floor || stands(*lower, member, programme, day - chrono::days{1})) break;
    }
    return *lower;
}

}  // namespace

bool is_review_day(const TierPolicy& policy, BusinessDate day)
{
    const chrono::year_month_day ymd{day};
    const bool is_first = ymd.day() == chrono::day{1};
    switch (policy.review) {
        case TierPolicy::Review::none: return false;
        case TierPolicy::Review::monthly: return is_first;
        case TierPolicy::Review::yearly: return is_first && ymd.month() == chrono::January;
        case TierPolicy::Review::rolling: return true;
    }
    return false;
}

ReviewFinding review(const MemberState& member, const Programme& programme, BusinessDate day)
{
    const TierPolicy& policy = programme.tier_policy;
    const TierStanding& standing = member.standing;
    const Tier* tier = programme.find_tier(standing.tier);
    if (policy.review == TierPolicy::Review::none || tier == nullptr) return {};
    if (standing.since >= day) return {standing.failing_since, std::nullopt};
    const TierFloor* floor = floor_on(member, day);
    if (floor != nullptr && rank_of(floor->tier, programme) >= tier->rank) return {};
    const BusinessDate looked_at = day - chrono::days{1};
    if (stands(*tier, member, programme, looked_at)) return {};

    ReviewFinding finding{standing.failing_since.value_or(day), std::nullopt};
    const bool is_in_grace = day - *finding.failing_since < chrono::days{policy.grace_days};
    const bool is_held = day - standing.since < chrono::days{policy.hold_days};
    if (is_in_grace || is_held) return finding;
    const Tier& to = step_down(*tier, member, programme, day);
    finding.move = TierMove{member.id, tier->id, to.id,
                            reasons::tier_not_kept(*tier, member, programme, looked_at)};
    return finding;
}

void apply_review(MemberState& member, const ReviewFinding& finding, BusinessDate day)
{
    member.standing.failing_since = finding.failing_since;
    if (finding.move) member.standing = {finding.move->to, day, std::nullopt};
}

}  // namespace loyal
