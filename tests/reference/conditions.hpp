#pragma once

#include "merchandise.hpp"

#include <optional>

namespace loyal::reference {

/// True if the offer selects a line that may take part, all of its `when` holds, the basket does
/// not leave it out, and its limits and cost leave at least one application.
bool applies(const Offer& offer, const Basket& basket, const Programme& programme);

/// How many applications the limits and a request with points leave in this basket.
Count applications_most(const Offer& offer, const Basket& basket);

/// How many units a line reward may use in this basket; nothing: as many as there are.
std::optional<Count> units_most(const Offer& offer, const Basket& basket);

/// The lines that `when.of`, else the offer's items or slots, select, as gross and as thousandths.
struct Counted {
    Count gross = 0;
    Count quantity = 0;
};
Counted counted(const Offer& offer, const Basket& basket, Rounding rounding);

/// Points that may be redeemed here.
Count redeemable(const Basket& basket);

}  // namespace loyal::reference
