#pragma once

#include <loyal/core/programme.hpp>

#include <algorithm>
#include <cstdint>

namespace loyal {

/// ⌊value / per⌋ × weight, at most `most`.
inline std::int64_t scored(const ScorePart& part, std::int64_t value)
{
    const std::int64_t steps = std::max<std::int64_t>(value, 0) / part.per;
    const std::int64_t score = scale(steps, part.weight, 1, Rounding::down);
    return part.most ? std::min(score, *part.most) : score;
}

/// The score over one window; `value_of(metric)` gives the other metrics over it.
template <class ValueOf>
std::int64_t score_of(const ScoreRule& rule, ValueOf value_of)
{
    std::int64_t sum = 0;
    for (const auto& [metric, part] : rule) sum += scored(part, value_of(metric));
    return sum;
}

/// Whether one of the lists holds with all of its requirements; `value_of(requirement)` gives what
/// is compared with its `min`.
template <class ValueOf>
bool holds(const Alternatives& alternatives, ValueOf value_of)
{
    return std::ranges::any_of(alternatives, [&](const std::vector<Requirement>& all) {
        return std::ranges::all_of(all, [&](const Requirement& requirement) {
            return value_of(requirement) >= requirement.min;
        });
    });
}

}  // namespace loyal
