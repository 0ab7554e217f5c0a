#pragma once

#include "choice.hpp"
#include "rewards.hpp"

namespace loyal {

/// The best use of one `nth` offer with a single reduced unit per group where nothing competes with
/// it: found without a search, the tie rule included.
///
/// A group's discount is then that of its cheapest unit and grows with its price, so the j-th
/// largest of the groups' cheapest units can be no dearer than the unit at place j × (buy + get)
/// among all, dearest first; groups of consecutive units reach that for every j at once. Which
/// units stand together is free as long as enough dear ones are left for the dearer groups: that
/// slack decides which choice of lines is the smallest.
Choice nth_alone(const Candidate& candidate, const Units& free, const RewardContext& context);

}  // namespace loyal
