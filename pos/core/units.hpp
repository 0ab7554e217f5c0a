#pragma once

#include <loyal/core/basket.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace loyal {

/// Equal units of one line: `count` of them, each with `rest` minor units left to pay. A line that
/// does not split into pieces (weighed, or not a whole quantity) is one unit.
struct UnitClass {
    std::int64_t rest = 0;
    std::int64_t count = 0;

    friend bool operator==(const UnitClass&, const UnitClass&) = default;
};

/// The units of one line that are still free in a layer, dearest first, no two classes equal.
struct LineUnits {
    std::vector<UnitClass> classes;
    bool is_single = false;  ///< one unit, whatever the quantity
    Quantity quantity;       ///< of the line

    std::int64_t total() const noexcept;
    std::int64_t count() const noexcept;
    void add(UnitClass units);              ///< merges with an equal class
    void remove(UnitClass units) noexcept;  ///< @pre so many such units are there
};

/// The units of every line of a basket, by the line's index.
using Units = std::vector<LineUnits>;

/// Units of a line that an application uses.
struct Take {
    std::uint32_t line = 0;
    std::int64_t rest = 0;
    std::int64_t count = 0;
};

/// Used units with what is left to pay on each after the application.
struct Slice {
    std::uint32_t line = 0;
    std::int64_t rest = 0;
    std::int64_t count = 0;
    std::int64_t new_rest = 0;
};

/// Splits each line into its units before the first layer.
Units units_of(const Basket& basket, Rounding rounding);

/// Spreads one discount over the lines of the used units by what is left to pay on them, then in
/// each line over the units, dearest first. @pre 0 ≤ discount ≤ Σ rest × count
std::vector<Slice> spread(std::int64_t discount, std::vector<Take> takes);

/// The same within one line: `takes` are units of one line.
void spread_in_line(std::int64_t discount, std::vector<Take> takes, std::vector<Slice>& slices);

}  // namespace loyal
