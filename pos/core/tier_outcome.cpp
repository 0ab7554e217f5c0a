#include "accrual.hpp"
#include "requirements.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace loyal {

const Tier& tier_before(const MemberSnapshot& member, const Programme& programme)
{
    const Tier* tier = member.tier ? programme.find_tier(*member.tier) : nullptr;
    return tier == nullptr ? programme.tiers.front() : *tier;
}

namespace {

// The metrics of the snapshot with this sale in them.
class MetricsWithSale {
public:
    MetricsWithSale(const MemberSnapshot& member,
                    const PricedBasket& priced,
                    const ScoreRule& score)
        : member_{member}, priced_{priced}, score_{score}
    {
    }

    /// Nothing if the snapshot does not have it.
    std::optional<std::int64_t> value(Metric metric, const Window& window) const
    {
        const auto found = std::ranges::find_if(member_.metrics, [&](const MetricValue& known) {
            return known.metric == metric && known.window == window;
        });
        if (found == member_.metrics.end()) return std::nullopt;
        if (window.previous) return found->value;
        return metric == Metric::score ? score(window) : found->value + added(metric);
    }

    /// What a tier's requirement is compared with; what is not known holds nothing.
    std::int64_t operator()(const Requirement& requirement) const
    {
        return value(requirement.metric, requirement.window)
            .value_or(std::numeric_limits<std::int64_t>::min());
    }

private:
    std::int64_t added(Metric metric) const
    {
        switch (metric) {
            case Metric::spend: return net_total(priced_).minor_units();
            case Metric::points: return priced_.points_earned.count();
            case Metric::visits: return had_visit_today() ? 0 : 1;
            case Metric::referrals:
            case Metric::score: break;
        }
        return 0;
    }
    // A business date counts once. Points accrued today mean an earlier sale today.
    bool had_visit_today() const
    {
        return member_.visited_today ||
               (member_.points && member_.points->accrued_today != Points{});
    }
    std::int64_t score(const Window& window) const
    {
        return score_of(score_, [&](Metric part) { return value(part, window).value_or(0); });
    }

    const MemberSnapshot& member_;
    const PricedBasket& priced_;
    const ScoreRule& score_;
};

std::vector<MissingForTier> nearest(const Alternatives& alternatives,
                                    const MetricsWithSale& metrics)
{
    std::vector<MissingForTier> best;
    for (const std::vector<Requirement>& all : alternatives) {
        std::vector<MissingForTier> missing;
        bool is_known = true;
        for (const Requirement& requirement : all) {
            const auto value = metrics.value(requirement.metric, requirement.window);
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
    const MetricsWithSale metrics{member, priced, programme.tier_policy.score};
    const Tier* after = &before;
    for (const Tier& tier : programme.tiers) {
        if (tier.rank > after->rank && holds(tier.enter, metrics)) after = &tier;
    }
    TierOutcome outcome;
    outcome.id = after->id;
    if (after != &before) outcome.before = before.id;
    const auto next = std::ranges::find_if(programme.tiers, [&](const Tier& tier) {
        return tier.rank > after->rank && !tier.enter.empty();
    });
    if (next != programme.tiers.end()) {
        outcome.next = NextTier{next->id, nearest(next->enter, metrics)};
    }
    return outcome;
}

}  // namespace loyal
