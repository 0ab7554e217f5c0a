#pragma once

#include "storage/records.hpp"

#include <loyal/core/entry.hpp>

#include <vector>

namespace loyal::head_office {

/// Prices the sale again from what its entry names, and nothing else, with the programme version
/// that it names. @return what the terminal recorded otherwise; nothing when all agrees
std::vector<DifferenceRecord> price_again(const SaleEntry& sale,
                                          const PreparedProgramme& programme);

}  // namespace loyal::head_office
