#pragma once

#include <loyal/core/entry.hpp>
#include <loyal/core/member_state.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/strong_id.hpp>
#include <loyal/format/seal.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What head office keeps, as values. No SQL and no codec here.
namespace loyal::head_office {

using loyal::to_string;  // of dates, beside the one below

struct TerminalRecord {
    TerminalId terminal;
    StoreId store;
    bool revoked = false;
    std::string token;           ///< to be shown at the next HELLO
    std::string previous_token;  ///< good too: the WELCOME with the new one may have been lost
    std::int64_t epoch = 1;
    std::optional<std::int64_t> last_seen;  ///< UTC seconds
    std::int64_t said_seq = 0;              ///< the last entry it said to have
    std::int64_t clock_offset = 0;
    std::string version;
};

struct EnrolmentRecord {
    std::string token_hash;
    TerminalId terminal;
    StoreId store;
    std::int64_t expires_at = 0;
    std::optional<std::int64_t> used_at;
};

/// The last entry of one terminal's epoch.
struct HeadRecord {
    std::int64_t seq = 0;
    format::Hash hash{};
    std::int64_t happened = 0;
};

enum class EntryState {
    raw,          ///< kept, not looked at yet
    projected,    ///< counted
    waiting,      ///< for something named in the note
    quarantined,  ///< cannot be counted; the note says why
    unknown,      ///< of a kind that this release does not know: kept and passed on
};
std::string_view to_string(EntryState state) noexcept;

struct EntryRecord {
    std::int64_t position = 0;  ///< in order of arrival, over all terminals
    JournalPosition at;
    format::Hash prev{};
    format::Hash hash{};
    std::string body;
    std::int64_t received_at = 0;
    std::int64_t happened = 0;  ///< UTC seconds, never falling within a journal
    EntryState state = EntryState::raw;
    std::string note;
    std::string programme;           ///< "id:version" applied where the entry names none
    std::optional<MemberId> member;  ///< whom it is about, where that can be read
};

/// A sale or return as far as others refer to it.
struct SaleRecord {
    TransactionId id;
    JournalPosition at;
    std::string kind;  ///< "sale", "return", "void"
    TransactionId of;
    StoreId store;
    BusinessDate date{};
    std::optional<MemberId> member;
    std::optional<TierCode> tier;  ///< at the sale, before it
    std::string programme;         ///< "id:version"
};

struct TotalsKey {
    BusinessDate date{};
    StoreId store;
    TerminalId terminal;
    std::optional<TierCode> tier;

    friend auto operator<=>(const TotalsKey&, const TotalsKey&) = default;
};

/// Sums that commute: entries may arrive in any order.
struct Totals {
    std::int64_t sales = 0;
    std::int64_t returned = 0;  ///< returns and voids
    Money net;
    Money discount;
    Points points_issued;
    Points points_redeemed;
    Money returns;  ///< paid back
    Points points_taken_back;
    Points points_given_back;

    friend bool operator==(const Totals&, const Totals&) = default;
};

struct TierRow {
    std::optional<BusinessDate> date;  ///< none: over the whole span
    std::optional<TierCode> tier;
    std::int64_t members = 0;
    Totals totals;
};

struct CardRecord {
    std::string number;
    bool blocked = false;
};

struct MemberRecord {
    MemberState state;
    MemberState base;  ///< before any entry
    std::optional<StoreId> home;
    std::string sealed;
    std::optional<std::string> key;  ///< hexadecimal
    std::optional<std::int64_t> phone_key;
    std::vector<CardRecord> cards;
};

/// A member as a terminal of one store is to know it.
struct MemberChange {
    std::int64_t version = 0;
    MemberRecord member;
    std::vector<JournalPosition> held;  ///< entries about it that the state does not contain
};

struct RightRecord {
    GrantId grant;
    std::string request;
    MemberId member;
    TerminalId terminal;
    std::int64_t epoch = 1;
    Points points;
    Points spent;
    Points closed;
    bool is_closed = false;
    bool is_received = false;
    std::string document;

    Points outstanding() const
    {
        const Points left = points - spent - closed;
        return left < Points{} ? Points{} : left;
    }
};

struct DifferenceRecord {
    std::string sale;
    std::string kind;
    std::string expected;
    std::string found;
};

struct ReferenceRow {
    std::int64_t version = 0;
    std::string key;
    std::string row;
};

struct ProgrammeRecord {
    ProgrammeId id;
    std::int64_t version = 0;
    std::string document;
};

struct TerminalHealth {
    TerminalRecord terminal;
    std::int64_t have_seq = 0;
    std::int64_t waiting = 0;
    std::int64_t quarantined = 0;
    std::int64_t forks = 0;
    Points outstanding;  ///< rights not spent and not closed
};

}  // namespace loyal::head_office
