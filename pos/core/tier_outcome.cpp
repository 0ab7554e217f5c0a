#include "accrual.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace loyal {

const Tier& tier_before(const MemberSnapshot& member, const Programme& programme)
{
    const Tier* tier = member.tier ? programme.find_tier(*member.tier) : nullptr;
    return tier == nullptr ? programme.tiers.front() : *tier;
}

namespace {

// The metric with this sale; nothing if the snapshot does not have it.
std::optional<std::int64_t> with_sale(const Requirement& requirement,
                                      const MemberSnapshot& member,
                                      const PricedBasket& priced)
{
    const auto found = std::ranges::find_if(member.metrics, [&](const MetricValue& metric) {
        return metric.metric == requirement.metric && metric.window == requirement.window;
    });
    if (found == member.metrics.end()) return std::nullopt;
    if (requirement.window.previous) return found->value;
    switch (requirement.metric) {
        case Metric::spend: return found->value + net_total(priced).minor_units();
        case Metric::points: return found->value + priced.points_earned.count();
        case Metric::visits: {
            // A business date counts once: points accrued today mean an earlier sale today.
            const bool counted = member.points && member.points->accrued_today != Points{};
            return found->value + (counted ? 0 : 1);
        }
        case Metric::referrals:
        case Metric::score: break;
    }
    return found->value;
}

bool holds(const Alternatives& alternatives,
           const MemberSnapshot& member,
           const PricedBasket& priced)
{
    return std::ranges::any_of(alternatives, [&](const std::vector<Requirement>& all) {
        return std::ranges::all_of(all, [&](const Requirement& requirement) {
            const auto value = with_sale(requirement, member, priced);
            return value && *value >= requirement.min;
        });
    });
}

std::vector<MissingForTier> nearest(const Alternatives& alternatives,
                                    const MemberSnapshot& member,
                                    const PricedBasket& priced)
{
    std::vector<MissingForTier> best;
    for (const std::vector<Requirement>& all : alternatives) {
        std::vector<MissingForTier> missing;
        bool is_known = true;
        for (const Requirement& requirement : all) {
            const auto value = with_sale(requirement, member, priced);
            is_known = is_known && value;
            if (value && *value < requirement.min) {
                missing.push_back({requirement, requirement.min - *value});
            }
        }
        if (!is_known || missing.empty()) continue;
        const bool is_nearer =
            best.empty() || missing.size() < best.size() ||
            (missing.size() == best.size() && missing.front().missing < best.front().missing);
        if (is_nearer) best = std::move(missing);
    }
    return best;
}

}  // namespace

TierOutcome tier_outcome(const Basket& basket,
                         const Programme& programme,
                         const PricedBasket& priced)
{
    const MemberSnapshot& member = *basket.member;
    const Tier& before = tier_before(member, programme);
    const Tier* after = &before;
    for (const Tier& tier : programme.tiers) {
        if (tier.rank > after->rank && holds(tier.enter, member, priced)) after = &tier;
    }
    TierOutcome outcome;
    outcome.id = after->id;
    if (after != &before) outcome.before = before.id;
    const auto next = std::ranges::find_if(programme.tiers, [&](const Tier& tier) {
        return tier.rank > after->rank && !tier.enter.empty();
    });
    if (next != programme.tiers.end()) {
        outcome.next = NextTier{next->id, nearest(next->enter, member, priced)};
    }
    return outcome;
}

}  // namespace loyal
