#pragma once

#include "discounts.hpp"
#include "judgement.hpp"

namespace loyal {

/// Says of every offer that took nothing off why not: it gave way to a better one, the points were
/// used up, or its first step is not reached.
///
/// @param points_left what the offers with a cost left of the spendable points
void decline_without_effect(Judgement& judgement,
                            const Discounts& discounts,
                            Points points_left,
                            const Occasion& occasion);

/// Lists the declined offers in programme order.
void put_declined(Judgement& judgement, PricedBasket& priced);

/// Says of every coupon whether an offer used it up, else why it stays the member's.
/// @pre applied and declined offers are in the priced basket
void put_coupons(const Occasion& occasion, const OfferIndex& index, PricedBasket& priced);

}  // namespace loyal
