#pragma once

#include "judgement.hpp"

namespace loyal {

/// Adds the lines of the gifts that apply, those with a cost while `spendable` lasts, and declines
/// those that the basket does not reach.
///
/// @return the points that the gifts leave
Points put_gifts(Judgement& judgement,
                 Points spendable,
                 const Occasion& occasion,
                 PricedBasket& priced);

}  // namespace loyal
