#include "snapshot.hpp"

#include <algorithm>

namespace loyal {
namespace {

void add(SnapshotPlan& plan, Metric metric, const Window& window)
{
    const std::pair asked{metric, window};
    if (std::ranges::find(plan.metrics, asked) == plan.metrics.end()) plan.metrics.push_back(asked);
}

void add(SnapshotPlan& plan, const Alternatives& alternatives, const ScoreRule& score)
{
    for (const auto& all : alternatives) {
        for (const Requirement& requirement : all) {
            add(plan, requirement.metric, requirement.window);
            if (requirement.metric != Metric::score) continue;
            for (const auto& [metric, part] : score) add(plan, metric, requirement.window);
        }
    }
}

OfferUse used_in_window(const Offer& offer, const MemberState& member, BusinessDate day)
{
    OfferUse sum{offer.id, day, 0, 0};
    if (member.used.empty()) return sum;
    const DaySpan span = days_of(offer.limit.window, day, anchor_of(offer.limit.window, member));
    for (const OfferUse& use : member.used) {
        if (use.offer != offer.id || use.date < span.first || use.date > span.last) continue;
        sum.applications += use.applications;
        sum.units += use.units;
    }
    return sum;
}

}  // namespace

SnapshotPlan::SnapshotPlan(const Programme& programme)
{
    for (const Tier& tier : programme.tiers) {
        add(*this, tier.enter, programme.tier_policy.score);
        add(*this, tier.keep, programme.tier_policy.score);
    }
    for (const Offer& offer : programme.offers) {
        if (offer.limit.per_member || offer.limit.units_per_member) limited.push_back(&offer);
    }
}

TierCode tier_of(const MemberState& member, const Programme& programme)
{
    const TierCode& tier = member.standing.tier;
    if (programme.find_tier(tier) != nullptr) return tier;
    return programme.tiers.empty() ? TierCode{} : programme.tiers.front().id;
}

std::vector<MetricValue> metrics_of(const MemberState& member,
                                    const Programme& programme,
                                    const SnapshotPlan& plan,
                                    BusinessDate day)
{
    std::vector<MetricValue> values;
    values.reserve(plan.metrics.size());
    for (const auto& [metric, window] : plan.metrics) {
        values.push_back({metric, window,
                          metric_value(member, metric, window, day, programme.tier_policy.score)});
    }
    return values;
}

MemberSnapshot snapshot(const MemberState& member,
                        const PointsAccount& account,
                        const Programme& programme,
                        const SnapshotPlan& plan,
                        BusinessDate day)
{
    MemberSnapshot snapshot;
    snapshot.id = member.id;
    if (!programme.tiers.empty()) snapshot.tier = tier_of(member, programme);
    snapshot.birthday = member.birthday;
    snapshot.enrolled = member.enrolled;
    snapshot.points = PointsSnapshot{balance(account, day), spendable(account, day), {}};
    const auto today = std::ranges::lower_bound(member.days, day, {}, &DayTotals::date);
    if (today != member.days.end() && today->date == day) {
        snapshot.points->accrued_today = std::max(today->accrued, Points{});
        snapshot.visited_today = today->sales > 0;
    }
    snapshot.metrics = metrics_of(member, programme, plan, day);
    for (const Offer* offer : plan.limited) {
        const OfferUse used = used_in_window(*offer, member, day);
        if (used.applications > 0) snapshot.used[offer->id] = used.applications;
        if (offer->limit.units_per_member && used.units > 0) {
            snapshot.used_units[offer->id] = used.units;
        }
    }
    snapshot.segments = member.segments;
    snapshot.lifecycle = member.lifecycle;
    snapshot.transactions = member.transactions;
    snapshot.household = member.household;
    return snapshot;
}

MemberSnapshot snapshot(const MemberState& member, const Programme& programme, BusinessDate day)
{
    return snapshot(member, member.account, programme, SnapshotPlan{programme}, day);
}

}  // namespace loyal
