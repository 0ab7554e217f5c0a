#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/programme.hpp>
#include <loyal/core/scan.hpp>
#include <loyal/core/strong_id.hpp>
#include <loyal/database/database.hpp>
#include <loyal/decode/print_document.hpp>
#include <loyal/http/message.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace loyal::terminal {

/// What goes on every receipt of this till.
struct ReceiptOptions {
    std::vector<std::string> heading;  ///< shop name, address; the first line is large
    std::vector<std::string> ending;   ///< thanks, opening hours
    bool is_bilingual = false;         ///< Chinese and English, else Chinese alone
    std::size_t columns = 32;
};

struct TillOptions {
    StoreId store;
    TerminalId terminal;
    std::string till_name;
    OperatorId cashier;  ///< who sells, unless a call names another
    std::string version;
    LabelPatterns labels;
    ReceiptOptions receipt;
    bool has_printer = false;
    std::string reserve_path;  ///< file that keeps room for the running sale; empty: none
    std::int64_t reserve_bytes = 4 << 20;
};

/// How the link to head office is.
struct LinkStatus {
    enum class State { none, offline, online, sending, refused };
    State state = State::none;
    std::int64_t quarantined = 0;
    std::optional<Instant> last_contact;

    bool is_online() const { return state == State::online || state == State::sending; }
};

/// One scanner, reader or printer, as the pages show it.
struct DeviceReport {
    std::string id;
    std::string name;
    std::string kind;
    std::string state;
    std::optional<Text> hint;
};

/// What the till cannot know by itself, as of one call.
struct Situation {
    Instant at;
    LinkStatus link;
    std::vector<DeviceReport> devices;
    bool printer_failed = false;
};

/// A call of the local API, already allowed.
struct Call {
    http::Method method = http::Method::get;
    std::string path;
    http::Query query;
    std::string body;
    std::string key;  ///< Idempotency-Key; empty: none given
    bool wants_csv = false;
};

struct Reply {
    unsigned status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::vector<std::string> events;             ///< for every page, in order
    std::optional<decode::PrintDocument> print;  ///< after the answer was recorded
    bool has_recorded = false;                   ///< the link has something to send
    std::string fault;                           ///< for the log: what failed on our side
};

/// A right that a call needs and this till does not hold.
struct RightWanted {
    MemberId member;
    Points points;
};

/// The till: scan to receipt, as a function of a database, a call and a situation. It owns no
/// thread, clock or socket, and keeps nothing that a restart would lose. One thread at a time,
/// always with the same database (store::open_terminal and open_session).
class Till {
public:
    using RandomBytes = std::function<void(std::span<std::uint8_t>)>;

    Till(TillOptions options, RandomBytes random);
    ~Till();
    Till(Till&&) noexcept;
    Till& operator=(Till&&) noexcept;
    Till(const Till&) = delete;
    Till& operator=(const Till&) = delete;

    /// Answers a call. What the caller may decide on is an answer; it throws nothing but logic
    /// errors: a failing database is answered, too.
    Reply handle(database::Database& database, const Call& call, const Situation& situation);

    /// What the till's own scanner read, for the current basket (opened when there is none).
    Reply scan(database::Database& database, const std::string& label, const Situation& situation);

    /// The events that a page gets when it connects: status, then the current basket.
    std::vector<std::string> greeting(database::Database& database, const Situation& situation);
    std::string status_event(database::Database& database, const Situation& situation);

    /// The credential that this call would look up in vain here, and head office may know.
    std::optional<std::string> credential_wanted(database::Database& database, const Call& call);
    std::optional<std::string> credential_wanted(database::Database& database,
                                                 const std::string& label);
    /// The right that this call would lack here, and head office may grant.
    std::optional<RightWanted> right_wanted(database::Database& database,
                                            const Call& call,
                                            const Situation& situation);

private:
    std::unique_ptr<struct TillState> state_;
};

/// Answers a call under /v1/reports from a connection that only reads.
Reply report(database::Database& reader, const Call& call, const Situation& situation);
bool is_report(const Call& call);

}  // namespace loyal::terminal
