#pragma once

#include "choice.hpp"
#include "layer_problem.hpp"

#include <cstdint>

namespace loyal {

/// What a search may still use.
struct SearchBudget {
    std::int64_t steps = 0;   ///< choices that it may try
    std::int64_t points = 0;  ///< redeemable points, for offers with a cost
};

/// The best choice for one component, line offers included, by branch and bound over kinds of
/// units.
struct SearchResult {
    Choice choice;
    std::int64_t points = 0;  ///< what its offers with a cost take
    bool optimal = true;      ///< false: it stopped when the steps ran out
};
SearchResult search(const LayerProblem& problem, SearchBudget& budget);

}  // namespace loyal
