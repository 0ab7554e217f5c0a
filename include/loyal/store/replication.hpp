#pragma once

#include <loyal/store/journal.hpp>
#include <loyal/store/rows.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// What the link reads and writes. Every function runs on the store's thread, makes its own
/// transaction unless one is open, and throws StoreError when the database fails.
namespace loyal::store {

/// One entry as it is stored and sent: `body` are the exact bytes that `hash` covers.
struct StoredEntry {
    JournalPosition position;
    format::Hash prev{};
    format::Hash hash{};
    std::string body;
};

/// The journal's last entry; seq 0 and a zero hash before the first of an epoch.
struct JournalHead {
    TerminalId terminal;
    std::int64_t epoch = 1;
    std::int64_t seq = 0;
    format::Hash hash{};
};
JournalHead head(Database& database);

/// Entries of the epoch after `seq`, in order: as many as fit `max_count` and `max_bytes` of
/// bodies, but at least one if there is one.
std::vector<StoredEntry> entries_after(Database& database,
                                       std::int64_t epoch,
                                       std::int64_t seq,
                                       std::size_t max_count,
                                       std::size_t max_bytes);
/// Epochs with entries that head office has not received, oldest first.
std::vector<std::int64_t> unsent_epochs(Database& database);

/// Through which seq of the epoch head office has durably received.
std::int64_t acknowledged(Database& database, std::int64_t epoch);
/// Never goes back.
void acknowledge(Database& database, std::int64_t epoch, std::int64_t received_through);

struct Unsent {
    std::int64_t count = 0;
    std::optional<Instant> oldest;  ///< when the oldest unsent entry happened
};
Unsent unsent(Database& database);

/// The epoch that new entries are written in. Starting a newer one keeps the older entries.
void start_epoch(Database& database, std::int64_t epoch);

/// How far a bucket ("items", "members", "programme" …) has been taken in; empty at first.
std::string cursor(Database& database, std::string_view bucket);

/// Take in changed rows and the cursor after them, in one transaction.
void apply_items(Database& database,
                 std::span<const ItemRow> rows,
                 const std::optional<std::string>& cursor);
void apply_members(Database& database,
                   std::span<const MemberRow> rows,
                   const std::optional<std::string>& cursor);

/// What became of an offered programme.
enum class ProgrammeOutcome {
    applied,
    already_here,
    older,      ///< versions only go forward: the newer one stays
    unreadable  ///< no valid programme, or not the one it was said to be
};
ProgrammeOutcome apply_programme(Database& database,
                                 std::string_view document,
                                 const std::optional<std::string>& cursor);

/// What belongs to members enrolled here and is not in the journal.
struct Identity {
    MemberId member;
    std::optional<format::Key> key;
    std::optional<std::int64_t> phone_key;
    std::string card;
};
/// Of the members enrolled by entries of the epoch after `seq` up to `through`.
std::vector<Identity> identities_after(Database& database,
                                       std::int64_t epoch,
                                       std::int64_t seq,
                                       std::int64_t through);

/// Journals a right received, which can be spent from then on. @return false, and nothing happens,
/// if this terminal has seen the grant before
bool record_grant(Database& database, const GrantEntry& received);
/// Journals the close of a right with what is left of it. @return what was left, or nothing if it
/// is not held here or closed already
std::optional<Points> close_grant(Database& database,
                                  const GrantId& grant,
                                  Instant at,
                                  BusinessDate date);
/// Rights held and not closed, of all members.
std::vector<HeldRight> held_rights(Database& database);

/// The chain's key for phone look-ups. A changed key re-indexes the members that can be unsealed.
std::optional<format::Key> lookup_key(Database& database);
void put_lookup_key(Database& database, const format::Key& key);

/// Small things that the link keeps: resume token, generation, last receipt.
std::optional<std::string> link_state(Database& database, std::string_view name);
void put_link_state(Database& database, std::string_view name, std::string_view value);

}  // namespace loyal::store
