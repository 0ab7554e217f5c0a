#pragma once

#include "conditions.hpp"

#include <loyal/core/priced_basket.hpp>

namespace loyal {

/// Takes the points that the basket asks for off a basket whose discounts are known, spread over
/// the lines by what is left to pay; or says why not.
///
/// @param spendable the points that offers with a cost leave
void redeem(const Occasion& occasion, Points spendable, PricedBasket& priced);

/// What rounding to the smallest coin adds to the part that is paid in cash.
Money cash_rounding(Money net, const Basket& basket, const Programme& programme);

}  // namespace loyal
