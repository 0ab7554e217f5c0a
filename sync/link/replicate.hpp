#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/database/database.hpp>
#include <loyal/link/link.hpp>
#include <loyal/wire/link_machine.hpp>
#include <loyal/wire/right.hpp>

#include <cstddef>
#include <optional>
#include <string>

/// What the link does in the database: functions for the store's thread, each one short job.
namespace loyal::link {

using database::Database;

/// What HELLO says: where the journal and each bucket stand.
wire::LinkMachine::LocalState read_local_state(Database& database);

/// The next batch of the journal after `read.after`.
wire::LinkMachine::EntriesRead read_entries(Database& database,
                                            const wire::LinkMachine::ReadEntries& read);

/// Keeps what WELCOME brought: token, generation, keys.
void keep_welcome(Database& database, const wire::Welcome& welcome);

/// Takes in some rows of a batch from `first` on. The cursor moves with the last of them.
/// Rows that cannot be read are passed over and counted.
struct Step {
    std::size_t next = 0;  ///< the first row that is not taken in yet
    std::size_t bad = 0;
};
Step apply_step(Database& database, const wire::Changes& changes, std::size_t first);

/// Takes in the answer of a look-up. @return who it is
std::optional<MemberId> apply_found(Database& database, const wire::LookupAnswer& answer);

/// Journals a right, if its signature, terminal, epoch and generation fit. @return its points
std::optional<Points> receive_right(Database& database, const wire::Grant& grant, Instant now);

/// Journals a right that nobody waits for any more as received, and closes it.
void decline_right(Database& database, const wire::Grant& grant, Instant now);

}  // namespace loyal::link
