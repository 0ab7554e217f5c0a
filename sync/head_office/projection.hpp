#pragma once

#include "programmes.hpp"
#include "storage/storage.hpp"

#include <string>

namespace loyal::head_office {

/// What became of an entry.
struct Outcome {
    EntryState state = EntryState::projected;
    std::string note;       ///< what it waits for, or why it cannot be counted
    std::string programme;  ///< that was applied where the entry names none
};

/// Counts one entry: sales, totals, member, coupons, rights, and the price worked out again.
///
/// What names something that is not here yet waits for it and writes nothing. The figures do not
/// depend on the order in which the journals of different terminals arrive: sums commute, and a
/// member's state is made from its entries in the order in which they happened.
Outcome project(Storage& storage,
                Programmes& programmes,
                const EntryRecord& record,
                const Entry& entry);

/// Counts `record`, whose body says `entry`, and then everything that waited for it; keeps its
/// state where that is not what `record` says. What fails goes to quarantine alone.
/// @return the entry's state now
EntryState settle(Storage& storage,
                  Programmes& programmes,
                  const EntryRecord& record,
                  const Checked<Entry>& entry);
/// The same for an entry that was not read yet.
EntryState settle(Storage& storage, Programmes& programmes, const EntryRecord& record);

/// Counts what waited for `what`: "sale:ID", "member:ID", "right:ID" or "programme:ID:VERSION".
void release(Storage& storage, Programmes& programmes, const std::string& what);

/// When an entry happened, UTC seconds.
std::int64_t happened_at(const Entry& entry);

}  // namespace loyal::head_office
