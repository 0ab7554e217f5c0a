#pragma once

#include "storage/storage.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace loyal::head_office {

inline constexpr std::int64_t enrolment_seconds_max = std::int64_t{24} * 60 * 60;

/// A token lets one terminal enrol once within 24 hours. Only its hash is kept.
/// @param secret 128 random bits, hexadecimal
void allow_enrolment(Storage& storage,
                     const TerminalId& terminal,
                     const StoreId& store,
                     const std::string& secret,
                     std::int64_t now);

/// Uses the token up and makes the terminal known, in one transaction.
/// @return the terminal and its store, or why not
std::variant<TerminalRecord, std::string> use_enrolment(Storage& storage,
                                                        const std::string& secret,
                                                        std::int64_t now);

/// After a restore: a new generation, so that cursors start anew, rights given by what was lost are
/// not taken for ours, and terminals that were ahead are no clones.
void begin_generation(Storage& storage, const std::string& generation);

}  // namespace loyal::head_office
