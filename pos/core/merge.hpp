#pragma once

#include <loyal/core/member_state.hpp>

namespace loyal {

/// Adds the other's lots, debt and what was spent of them.
void merge_into(PointsAccount& account, const PointsAccount& other);

/// Makes one member of two, whose points accounts are merged on their own: totals and used limits
/// add up by day, the earlier enrolment, the higher tier and floor stand.
void merge_into(MemberState& member, const MemberState& other, const Programme& programme);

}  // namespace loyal
