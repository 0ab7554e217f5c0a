#pragma once

#include "choice.hpp"
#include "rewards.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace loyal {

/// The units of a line that nothing else uses, with the line offers that may work on them.
struct LineToOffer {
    std::vector<Take> takes;
    std::span<const Candidate* const> offers;  ///< programme order
};

/// The best line offer for every line. Among equals those are taken that make the fewest
/// applications, then the smaller list of offers.
/// @return one use for each offer that takes something off, on all of its lines
Choice choose_line_offers(std::span<const LineToOffer> lines, const RewardContext& context);

}  // namespace loyal
