#pragma once

#include <loyal/core/money.hpp>

#include <cstdint>
#include <vector>

/// The reference's own rounding and splitting; nothing of the engine is used.
namespace loyal::reference {

/// Minor units, points or other whole counts inside the reference.
using Count = std::int64_t;
__extension__ using WideCount = __int128;

/// numerator ÷ denominator, rounded once. @pre numerator >= 0, denominator > 0
Count rounded(WideCount numerator, WideCount denominator, Rounding rounding);

/// A split by largest remainder, ties to the earlier; zero weights share equally.
std::vector<Count> split(Count amount, const std::vector<Count>& weights);

}  // namespace loyal::reference
