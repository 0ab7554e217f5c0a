#pragma once

#include <loyal/core/error.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/strong_id.hpp>
#include <loyal/format/seal.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What terminals and head office say to each other: frames, messages and both ends' state
/// machines. No I/O, no clock, no randomness. docs/protocol.md has every byte.
namespace loyal::wire {

inline constexpr std::int64_t protocol_version = 1;
inline constexpr std::size_t frame_bytes_max = 1u << 20;    ///< type, flags and payload
inline constexpr std::size_t payload_bytes_max = 8u << 20;  ///< after inflating
inline constexpr std::size_t inflate_ratio_max = 100;
inline constexpr std::size_t push_entries_max = 500;
inline constexpr std::size_t push_bytes_max = 256u << 10;  ///< bodies of one PUSH
inline constexpr std::size_t entry_bytes_max = 128u << 10;
inline constexpr std::size_t changes_bytes_max = 256u << 10;  ///< rows of one CHANGES
inline constexpr std::size_t changes_rows_max = 2'000;
inline constexpr std::size_t buckets_max = 16;
inline constexpr std::int64_t credits_max = 4;  ///< PUSH frames without their ACK

/// The first frame of a terminal: who it is and what it holds.
struct Hello {
    std::int64_t protocol_from = protocol_version;
    std::int64_t protocol_to = protocol_version;
    TerminalId terminal;
    StoreId store;
    std::int64_t epoch = 1;
    std::int64_t seq = 0;  ///< last entry of the journal
    format::Hash head{};   ///< its hash; zeros for an empty journal
    std::string boot;      ///< new at each start of the program
    std::string token;     ///< from the last WELCOME; empty at first contact
    std::string generation;
    std::int64_t received = 0;  ///< the last acknowledgement it remembers
    std::map<std::string, std::string> cursors;
    std::int64_t clock = 0;  ///< UTC seconds
    std::string version;
};

struct Welcome {
    std::int64_t protocol = protocol_version;
    std::string generation;
    std::string token;  ///< to be shown in the next HELLO
    std::int64_t epoch = 1;
    std::int64_t have_seq = 0;  ///< what head office holds of this epoch
    format::Hash have_hash{};
    std::int64_t credits = credits_max;
    std::int64_t clock = 0;
    std::string grant_key;   ///< Ed25519 public key, hexadecimal
    std::string lookup_key;  ///< key of phone look-ups, hexadecimal
};

enum class RefuseReason {
    rollback,  ///< head office holds more of this epoch than the terminal
    fork,      ///< another entry stands where this one should follow
    clone,     ///< another copy of this terminal was here since
    revoked,   ///< unknown or withdrawn terminal
    version,   ///< no protocol version in common
    recovery,  ///< head office is being restored
    identity,  ///< the certificate is another terminal's
    token,     ///< the enrolment token is unknown, used or too old
};
std::string_view to_string(RefuseReason reason) noexcept;

struct Refuse {
    RefuseReason reason = RefuseReason::revoked;
    std::string text;  ///< one line for a person
};

/// A journal entry as it was stored; the body is never written anew.
struct PushedEntry {
    std::int64_t epoch = 1;
    std::int64_t seq = 1;
    format::Hash prev{};
    format::Hash hash{};
    std::string body;
};

/// What belongs to a member enrolled at this terminal and is kept out of the journal.
struct Identity {
    MemberId member;
    std::string key;  ///< hexadecimal; opens the sealed name and phone
    std::optional<std::int64_t> phone_key;
    std::string card;
};

struct Push {
    std::int64_t number = 0;  ///< counts up within the connection
    std::vector<PushedEntry> entries;
    std::vector<Identity> identities;
};

/// An entry that head office holds and cannot count yet.
struct Held {
    std::int64_t seq = 0;
    std::string reason;
};

struct Ack {
    std::int64_t number = 0;  ///< of the PUSH
    std::int64_t epoch = 1;
    std::int64_t received = 0;  ///< durable at head office up to here
    std::vector<Held> quarantined;
};

/// Reference rows, latest version per key. Each row is one JSON object as text.
struct Changes {
    std::string bucket;
    std::string from;
    std::string to;
    std::vector<std::string> rows;
    bool more = false;  ///< the next batch follows at once
};

struct ChangesAck {
    std::string bucket;
    std::string cursor;
};

struct Lookup {
    std::int64_t request = 0;
    std::string credential;  ///< card number or phone as scanned or typed
};

struct LookupAnswer {
    std::int64_t request = 0;
    std::vector<std::string> rows;  ///< none or one member row
};

struct RightAsk {
    std::string request;  ///< 128 random bits, hexadecimal: asking again gets the same answer
    MemberId member;
    Points points;
};

/// The answer to RIGHT_ASK. `document` is what the signature covers, byte for byte.
struct Grant {
    std::string request;
    std::string document;   ///< canonical JSON of the right; empty when none is given
    std::string signature;  ///< Ed25519, hexadecimal
    std::string reason;     ///< why none is given
};

struct Enrol {
    std::string token;
    std::string request;  ///< PKCS#10, PEM
};

struct Enrolled {
    TerminalId terminal;
    StoreId store;
    std::string certificate;  ///< PEM
    std::string authority;    ///< PEM
    std::string grant_key;
    std::string lookup_key;
};

struct Ping {
    std::int64_t number = 0;
};
struct Pong {
    std::int64_t number = 0;
};

/// In the order of their type numbers, which start at 1.
using Message = std::variant<Hello,
                             Welcome,
                             Refuse,
                             Push,
                             Ack,
                             Changes,
                             ChangesAck,
                             Lookup,
                             LookupAnswer,
                             RightAsk,
                             Grant,
                             Enrol,
                             Enrolled,
                             Ping,
                             Pong>;

/// One frame without its length: type, flags, payload. @throws std::length_error over
/// frame_bytes_max, which a sender that keeps to the limits above does not reach.
std::string encode(const Message& message);

/// The message of one frame without its length. Every size is checked before memory is taken for
/// it. Members that this version does not know are passed over.
Checked<Message> decode(std::string_view frame);

/// What is carried first when both wait: look-ups and rights do not queue behind a backlog.
enum class Lane { urgent, bulk };

/// Time and chance as arguments of the machines.
struct Moment {
    std::int64_t ms = 0;  ///< monotonic
    std::uint64_t random = 0;
};

}  // namespace loyal::wire
