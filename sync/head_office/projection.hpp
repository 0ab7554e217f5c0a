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
Outcome project(Storage& storage, Programmes& programmes, const EntryRecord& record);

/// Counts `record`, keeps its state, and then everything that waited for it. What fails goes to
/// quarantine alone. @return the states' notes of entries that are held back now
void settle(Storage& storage, Programmes& programmes, const EntryRecord& record);

/// Counts what waited for `what`: "sale:ID", "member:ID", "right:ID" or "programme:ID:VERSION".
void release(Storage& storage, Programmes& programmes, const std::string& what);

/// When an entry happened (UTC seconds) and whom it is about; nothing for one that cannot be read.
struct EntryFacts {
    std::int64_t happened = 0;
    std::optional<MemberId> member;
};
std::optional<EntryFacts> facts_of(std::string_view body);

}  // namespace loyal::head_office
