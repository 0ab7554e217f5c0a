#pragma once

#include "conditions.hpp"
#include "units.hpp"

#include <optional>
#include <vector>

namespace loyal {

/// One use of an offer on definite units, or `times` equal ones.
struct Application {
    const Candidate* candidate = nullptr;
    std::int64_t discount = 0;  ///< of all `times` together
    std::int64_t times = 1;
    std::vector<Slice> slices;
};

/// What the rewards need besides their units.
struct RewardContext {
    const Basket* basket = nullptr;
    const Units* visible = nullptr;  ///< the units that the layer began with
    Rounding rounding = Rounding::half_up;
};

/// Whether the offer works line by line on every free unit: percent, amount and fixed without a
/// limit of units.
bool is_line_offer(const Candidate& candidate);

/// What a line offer takes off the free units of one line; nothing when that is nothing.
std::optional<Application> line_application(const Candidate& candidate,
                                            std::uint32_t line,
                                            const Units& free,
                                            const RewardContext& context);

/// The largest next application of an offer that needs definite units (nth, bundle, spend,
/// basket_percent, limited units), at most `times_max` equal ones at once.
std::optional<Application> next_application(const Candidate& candidate,
                                            const Units& free,
                                            std::int64_t times_max,
                                            const RewardContext& context);

/// Takes the units of an application out of the free ones.
void use(const Application& application, Units& free);

}  // namespace loyal
