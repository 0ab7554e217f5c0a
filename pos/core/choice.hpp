#pragma once

#include "conditions.hpp"
#include "units.hpp"

#include <compare>
#include <cstdint>
#include <vector>

namespace loyal {

/// An application as the search chooses it: the units of one use, and how often equal ones.
struct ChosenUse {
    const Candidate* candidate = nullptr;
    std::int64_t times = 1;
    std::vector<Take> units;  ///< ascending lines, larger rests first
};

/// A set of applications in the order that ties are decided in: by offer, lines, rests.
struct Choice {
    std::int64_t discount = 0;
    std::int64_t applications = 0;
    std::vector<ChosenUse> uses;

    /// Brings `uses` into order and their units, too.
    void sort();
};

/// Whether `a` is better for the member than `b`: the larger discount; then fewer applications;
/// then, with the applications sorted by offer, the smaller list of offers, then of line numbers of
/// their units, then of rests, larger rests first. @pre both sorted
bool is_better(const Choice& a, const Choice& b);

/// Orders two uses of one offer: by the lines of their units, then by the rests, larger first.
std::strong_ordering compare_units(const ChosenUse& a, const ChosenUse& b);

}  // namespace loyal
