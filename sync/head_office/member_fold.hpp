#pragma once

#include "programmes.hpp"
#include "storage/storage.hpp"

namespace loyal::head_office {

/// One entry about a member, with the programme whose rules apply to it.
struct MemberEntry {
    const MemberId& member;
    const EntryRecord& record;
    const Entry& entry;
    const Programme& programme;
};

/// Takes the entry into the member's state.
///
/// The state is what `apply` makes of all entries in the order in which they happened (instant,
/// then terminal, epoch and seq; a journal's own order always holds). An entry that comes last is
/// applied to the state; one that comes between makes the state anew from its beginning.
void fold_entry(Storage& storage, Programmes& programmes, const MemberEntry& taken);

/// Makes the member's state anew from its base and all its entries.
void fold_all(Storage& storage, Programmes& programmes, const MemberId& member);

}  // namespace loyal::head_office
