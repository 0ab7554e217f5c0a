#pragma once

#include "storage/records.hpp"

#include <string>
#include <vector>

namespace loyal::head_office {

/// A member's row for the terminals of one store, as JSON. It says which of their journals' entries
/// the state contains: all up to each head but those that are held back.
///
/// @param heads the last entry that head office has of each of the store's journals
std::string member_row(const MemberChange& change, const std::vector<JournalPosition>& heads);

}  // namespace loyal::head_office
