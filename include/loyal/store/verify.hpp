#pragma once

#include <loyal/store/journal.hpp>

#include <string>
#include <vector>

namespace loyal::store {

/// Something stored that does not follow from the journal, or a journal that does not hold
/// together.
struct Difference {
    std::string what;      ///< "day_total 2026-11-22 vip net"
    std::string expected;  ///< from the journal
    std::string found;     ///< in the database
};

/// Checks the file, the chain and the digests of reference rows, and derives every projection from
/// the journal again. Only reads; at most `differences_max`.
std::vector<Difference> verify(Database& database);
inline constexpr std::size_t differences_max = 100;

}  // namespace loyal::store
