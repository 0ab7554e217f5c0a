#pragma once

#include "discounts.hpp"
#include "judgement.hpp"

#include <optional>
#include <vector>

namespace loyal {

/// The sum that a spend offer looks at in its layer: what the layers before left to pay on the
/// lines that it selects. Nothing where an exclusive offer took some of their units away.
std::optional<Money> sum_reached(const Candidate& candidate,
                                 const Discounts& discounts,
                                 const Occasion& occasion);

/// What the spend offers that apply, or fall short of their first step, would give for more.
std::vector<NextStep> next_steps(const Judgement& judgement,
                                 const Discounts& discounts,
                                 const Occasion& occasion);

/// The least sum for which a spend offer gives something.
Money first_step(const SpendReward& reward);

}  // namespace loyal
