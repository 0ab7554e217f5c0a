#pragma once

#include <loyal/core/member_state.hpp>

#include <utility>
#include <vector>

namespace loyal {

/// What a programme asks of every member whose basket is priced: worked out once per programme.
struct SnapshotPlan {
    std::vector<std::pair<Metric, Window>> metrics;  ///< of tiers, each once; those of a score too
    std::vector<const Offer*> limited;               ///< offers with a limit per member

    /// @param programme must outlive the plan
    explicit SnapshotPlan(const Programme& programme);
};

/// The member as of `day`, with the points of this account.
MemberSnapshot snapshot(const MemberState& member,
                        const PointsAccount& account,
                        const Programme& programme,
                        const SnapshotPlan& plan,
                        BusinessDate day);

/// The programme's metrics of a member as of `day`.
std::vector<MetricValue> metrics_of(const MemberState& member,
                                    const Programme& programme,
                                    const SnapshotPlan& plan,
                                    BusinessDate day);

/// The member's tier, the lowest if the programme does not have it; empty without tiers.
TierCode tier_of(const MemberState& member, const Programme& programme);

}  // namespace loyal
