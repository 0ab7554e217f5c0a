#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace loyal {

/// Splits a total by weights by the largest remainder: money over lines, points over lines.
///
/// @param total   non-negative
/// @param weights non-negative; all zero means equal shares
/// @return one share per weight: they add up to `total` exactly, and equal remainders go to the
///         earlier weight. With total ≤ Σ weights no share exceeds its weight. Empty for no
///         weights.
/// Source: Hamilton apportionment; docs/domain.md works an example by hand.
std::vector<std::int64_t> prorate(std::int64_t total, std::span<const std::int64_t> weights);

}  // namespace loyal
