#pragma once

#include "layer_search.hpp"
#include "rewards.hpp"

#include <cstdint>
#include <vector>

namespace loyal {

/// The best set of applications in one layer.
struct LayerChoice {
    std::vector<Application> applications;  ///< in the programme's order of their offers
    std::int64_t discount = 0;
    bool optimal = true;  ///< false: the search stopped at its limit
    Units left;           ///< the units that nothing used
};

/// Finds, for the units that are free in a layer, the applications with the largest total discount.
///
/// Offers that share no line are worked out apart. Where nothing competes there is no search: line
/// offers take the best for each line, and single offers have a closed form.
/// @param offers  the layer's applicable offers that take money off, in programme order
/// @param free    the units that the layer may use
/// @param budget  the steps that the search may still take and the points that offers with a cost
///                may; reduced by what it took
LayerChoice best_in_layer(const std::vector<const Candidate*>& offers,
                          const Units& free,
                          const RewardContext& context,
                          SearchBudget& budget);

}  // namespace loyal
