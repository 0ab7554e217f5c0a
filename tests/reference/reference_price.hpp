#pragma once

#include "answer.hpp"

#include <loyal/core/basket.hpp>
#include <loyal/core/programme.hpp>

namespace loyal::reference {

/// How the set of applications of a layer is found.
enum class Search {
    everything,  ///< every set is tried
    greedy,      ///< the largest single application, repeatedly
};

/// Prices a basket by trying everything, as docs/domain.md says. Slow, for small baskets only:
/// @throws std::length_error over Merchandise::pieces_max pieces
Answer reference_price(const Basket& basket,
                       const Programme& programme,
                       Search search = Search::everything);

}  // namespace loyal::reference
