#pragma once

#include "random_case.hpp"

#include <optional>
#include <string>

namespace loyal::reference {

/// In what the engine's answer differs from the reference's, for a person to read; nothing where
/// they agree. Where the engine gave up the search, its discount must reach the greedy one.
std::optional<std::string> difference(const Case& it);

/// The smallest case that still differs: offers, lines, pieces and conditions are dropped while it
/// does. @pre difference(it)
Case shrunk(Case it);

}  // namespace loyal::reference
