#pragma once

#include <loyal/core/strong_id.hpp>
#include <loyal/database/database.hpp>

#include <cstdint>
#include <string>

namespace loyal::store {

/// "loy1": what a terminal's database says it is.
inline constexpr std::int32_t application_id = 0x6C6F7931;

/// Whose database this is. Fixed when the file is made.
struct Identification {
    StoreId store;
    TerminalId terminal;
};

/// The database at `path`, made or brought to this release's schema (an older one is copied to
/// `<path>.before-<version>` first).
///
/// @throws SchemaError for a file of another application or a newer release, std::runtime_error if
///         it belongs to another terminal, StoreError. The file is unchanged then.
database::Database open_terminal(const std::string& path, const Identification& identification);

/// Opens the file of what may be lost with the power, but not with the process: open baskets and
/// answers of calls that record nothing. A damaged one is started anew.
void open_session(database::Database& database, const std::string& path);

/// A connection that only reads, for reports and verification.
database::Database open_reader(const std::string& path);

/// @throws std::runtime_error if the file holds none
Identification identification(database::Database& database);

}  // namespace loyal::store
