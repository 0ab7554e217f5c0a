#pragma once

#include "conditions.hpp"

#include <loyal/core/priced_basket.hpp>

#include <vector>

namespace loyal {

/// Adds to a priced basket with its nets the points that it earns, in all and by line, and the
/// offers that gave some of them.
///
/// @param offers the applicable points offers, in programme order
void accrue(const std::vector<Candidate>& offers, const Occasion& occasion, PricedBasket& priced);

/// The tier with this sale, and what is missing for the next one.
TierOutcome tier_outcome(const Basket& basket,
                         const Programme& programme,
                         const PricedBasket& priced);

/// The tier in the basket, before the sale; the lowest if the member has none.
/// @pre the programme has tiers
const Tier& tier_before(const MemberSnapshot& member, const Programme& programme);

}  // namespace loyal
