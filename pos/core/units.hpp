#pragma once

#include <loyal/core/basket.hpp>

#include <array>
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

/// A short list of classes, dearest first, no two with equal rests. Nearly every line has one or
/// two: these need no memory of their own.
class UnitClasses {
public:
    const UnitClass* begin() const noexcept { return many_.empty() ? few_.data() : many_.data(); }
    const UnitClass* end() const noexcept { return begin() + size(); }
    std::size_t size() const noexcept { return many_.empty() ? few_size_ : many_.size(); }
    bool empty() const noexcept { return size() == 0; }

    void add(UnitClass units);              ///< merges with an equal class
    void remove(UnitClass units) noexcept;  ///< @pre so many such units are there

private:
    UnitClass* first() noexcept { return many_.empty() ? few_.data() : many_.data(); }

    std::array<UnitClass, 2> few_;
    std::size_t few_size_ = 0;
    std::vector<UnitClass> many_;  ///< empty: they are in few_
};

/// The units of one line that are still free in a layer, dearest first, no two classes equal.
struct LineUnits {
    UnitClasses classes;
    bool is_single = false;  ///< one unit, whatever the quantity
    Quantity quantity;       ///< of the line

    std::int64_t total() const noexcept;
    std::int64_t count() const noexcept;
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
void spread_in_line(std::int64_t discount, std::span<const Take> takes, std::vector<Slice>& slices);

}  // namespace loyal
