#pragma once

#include "conditions.hpp"
#include "units.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
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

/// Whether the reward is percent, amount or fixed: it works line by line.
bool is_by_line(const Candidate& candidate);
/// By line and without a limit of units: on every unit of a line that nothing else uses.
bool is_line_offer(const Candidate& candidate);
/// Whether it is spend or basket_percent: on all units that it selects, or not at all.
bool is_whole_offer(const Candidate& candidate);

/// What percent, amount or fixed takes off units of one line that it uses together.
/// @param takes units of one line
std::int64_t off_line(const Candidate& candidate,
                      std::span<const Take> takes,
                      const RewardContext& context);
/// What nth or bundle takes off one group.
std::int64_t off_group(const Candidate& candidate, std::span<const Take> units, Rounding rounding);
/// What spend or basket_percent takes off the sum that is left to pay on its lines.
std::int64_t off_whole(const Candidate& candidate, std::int64_t sum, Rounding rounding);

/// The units of one line that are free, dearest first.
std::vector<Take> takes_of(std::uint32_t line, const Units& free);

/// The offer used on these units, `times` times on equal ones; for rewards by line each line's
/// amount stays in the line.
Application application_on(const Candidate& candidate,
                           std::vector<Take> takes,
                           std::int64_t times,
                           const RewardContext& context);

/// The units that the largest single application of an offer would use; none if there is none.
std::vector<Take> largest_units(const Candidate& candidate,
                                const Units& free,
                                const RewardContext& context);

/// The largest single application of an offer on the free units; nothing if it takes nothing off.
std::optional<Application> largest_application(const Candidate& candidate,
                                               const Units& free,
                                               const RewardContext& context);

/// Takes the units of an application out of the free ones.
void use(const Application& application, Units& free);

}  // namespace loyal
