#pragma once

#include <loyal/core/member_state.hpp>

namespace loyal {

/// The rank of a tier; of one that the programme does not have: the lowest.
std::int32_t rank_of(const TierCode& code, const Programme& programme);

/// The member's floor, if it stands on that day.
const TierFloor* floor_on(const MemberState& member, BusinessDate day);

/// Up at once: the highest tier whose `enter` holds on `day`.
void lift(MemberState& member, BusinessDate day, const Programme& programme);

/// After amounts have left the member's `sale_day`: falls to the highest of the tier before that
/// day's purchases, those whose `enter` held on it or on a later day with a purchase, and the
/// floor.
void lower(MemberState& member,
           BusinessDate sale_day,
           BusinessDate today,
           const Programme& programme);

/// A tier by hand: a floor, and the tier itself if it is higher than the member's.
void set_floor(MemberState& member,
               const TierFloor& floor,
               BusinessDate today,
               const Programme& programme);

}  // namespace loyal
