#pragma once

#include "conditions.hpp"

#include <loyal/core/priced_basket.hpp>

#include <vector>

namespace loyal {

/// Adds to a priced basket with its nets the points that it earns, in all and by line.
///
/// @param offers the applicable points offers, in programme order
/// @return the offers that gave something
std::vector<AppliedOffer> accrue(const std::vector<Candidate>& offers,
                                 const Basket& basket,
                                 const Programme& programme,
                                 PricedBasket& priced);

/// The tier with this sale, and what is missing for the next one.
TierOutcome tier_outcome(const Basket& basket,
                         const Programme& programme,
                         const PricedBasket& priced);

/// The tier in the basket, before the sale; the lowest if the member has none.
/// @pre the programme has tiers
const Tier& tier_before(const MemberSnapshot& member, const Programme& programme);

}  // namespace loyal
