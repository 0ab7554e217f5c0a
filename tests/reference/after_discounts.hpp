#pragma once

#include "answer.hpp"
#include "arithmetic.hpp"

#include <loyal/core/basket.hpp>
#include <loyal/core/programme.hpp>

#include <vector>

namespace loyal::reference {

/// Steps 8 and 9 of pricing, and accrual: each fills its part of an answer whose lines hold what
/// the layers left to pay.

/// @param redeemable points that offers with a cost have left
void redeem(const Basket& basket, const Programme& programme, Count redeemable, Answer& answer);

void total_up(const Basket& basket, const Programme& programme, Answer& answer);

/// @param offers those points offers that apply, in the programme's order
void accrue(const Basket& basket,
            const Programme& programme,
            const std::vector<const Offer*>& offers,
            Answer& answer);

}  // namespace loyal::reference
