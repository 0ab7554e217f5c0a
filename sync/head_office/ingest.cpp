#include "ingest.hpp"

#include "projection.hpp"

#include <loyal/database/database.hpp>
#include <loyal/format/json.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace loyal::head_office {
namespace {

using wire::Ack;
using wire::Push;
using wire::PushedEntry;
using wire::Refuse;
using wire::RefuseReason;
using wire::Welcome;

std::optional<Refuse> refusal(Storage& storage,
                              const wire::Hello& hello,
                              const std::optional<TerminalRecord>& terminal)
{
    if (!terminal) return Refuse{RefuseReason::revoked, "this terminal was never enrolled"};
    if (terminal->revoked) return Refuse{RefuseReason::revoked, "this terminal was withdrawn"};
    if (hello.store != terminal->store)
        return Refuse{RefuseReason::identity,
                      "the terminal is enrolled for store " + terminal->store.value()};
    if (!terminal->token.empty() && hello.token != terminal->token &&
        hello.token != terminal->previous_token)
        return Refuse{RefuseReason::clone, "another copy of this terminal was here since"};
    const HeadRecord have = storage.head(hello.terminal, hello.epoch);
    if (have.seq > hello.seq)
        return Refuse{RefuseReason::rollback,
                      "head office holds entries up to " + std::to_string(have.seq) +
                          ", the terminal only up to " + std::to_string(hello.seq)};
    if (have.seq == hello.seq && have.seq > 0 && have.hash != hello.head)
        return Refuse{RefuseReason::fork,
                      "entry " + std::to_string(have.seq) + " is another one at head office"};
    return std::nullopt;
}

/// An entry as it came, read once: head office orders, counts and prices by the same reading.
struct Incoming {
    EntryRecord record;
    Checked<Entry> entry;
};

Incoming read(const TerminalId& terminal, const PushedEntry& pushed, std::int64_t now)
{
    Incoming incoming{{}, format::parse_entry(pushed.body)};
    EntryRecord& record = incoming.record;
    record.at = {terminal, pushed.epoch, pushed.seq};
    record.prev = pushed.prev;
    record.hash = pushed.hash;
    record.body = pushed.body;
    record.received_at = now;
    if (incoming.entry) {
        record.happened = happened_at(*incoming.entry);
        record.member = member_of(*incoming.entry);
    }
    return incoming;
}

/// What of a batch is new, in order, and what is wrong with the rest.
struct Sorted {
    std::vector<Incoming> fresh;
    std::optional<EntryRecord> fork;
    std::optional<Refuse> refuse;
};

Sorted sort_batch(Storage& storage, const TerminalId& terminal, const Push& push, std::int64_t now)
{
    Sorted sorted;
    const auto stop = [&sorted](std::int64_t seq, const char* what) {
        sorted.refuse = Refuse{RefuseReason::fork, "entry " + std::to_string(seq) + " " + what};
        return sorted;
    };
    std::int64_t epoch = 0;
    HeadRecord head;
    for (const PushedEntry& entry : push.entries) {
        if (entry.epoch != epoch) {
            epoch = entry.epoch;
            head = storage.head(terminal, epoch);
        }
        const auto hash =
            format::entry_hash(terminal.value(), entry.epoch, entry.seq, entry.prev, entry.body);
        if (hash != entry.hash) return stop(entry.seq, "does not have the hash it says");
        if (entry.seq <= head.seq) {
            const auto here = storage.entry({terminal, entry.epoch, entry.seq});
            const bool is_fresh = !here;  // earlier in this same batch
            if (is_fresh || here->hash == entry.hash) continue;
            sorted.fork = read(terminal, entry, now).record;
            return stop(entry.seq, "is another one at head office");
        }
        if (entry.seq != head.seq + 1) return stop(entry.seq, "comes too early");
        if (entry.prev != head.hash) {
            sorted.fork = read(terminal, entry, now).record;
            return stop(entry.seq, "does not follow head office's last");
        }
        Incoming incoming = read(terminal, entry, now);
        // A journal's own order holds, whatever its clock did.
        std::int64_t& happened = incoming.record.happened;
        happened = std::max(happened, head.happened);
        head = {entry.seq, entry.hash, happened};
        sorted.fresh.push_back(std::move(incoming));
    }
    return sorted;
}

void put_identities(Storage& storage, const Push& push)
{
    for (const wire::Identity& identity : push.identities)
        storage.put_identity(identity.member, identity.key, identity.phone_key);
}

void append(Storage& storage, std::vector<Incoming>& entries, EntryState state)
{
    for (Incoming& incoming : entries) {
        incoming.record.state = state;
        incoming.record.position = storage.append(incoming.record);
    }
}

EntryState settle_apart(Storage& storage,
                        Programmes& programmes,
                        const EntryRecord& record,
                        const Checked<Entry>& entry)
{
    EntryState state = EntryState::raw;
    try {
        storage.in_transaction([&] { state = settle(storage, programmes, record, entry); });
    } catch (const std::exception& error) {
        state = EntryState::quarantined;
        storage.set_state(record.at, state, error.what(), record.programme);
    }
    return state;
}

/// @return where entries stand that could not be counted at once
std::vector<JournalPosition> keep(Storage& storage,
                                  Programmes& programmes,
                                  const Push& push,
                                  std::vector<Incoming> fresh)
{
    std::vector<JournalPosition> held;
    const auto note = [&held](const Incoming& incoming, EntryState state) {
        if (state != EntryState::projected) held.push_back(incoming.record.at);
    };
    try {
        storage.in_transaction([&] {
            // Nearly all can be counted: only the others are written a second time.
            append(storage, fresh, EntryState::projected);
            for (const Incoming& one : fresh)
                note(one, settle(storage, programmes, one.record, one.entry));
            put_identities(storage, push);
        });
        return held;
    } catch (const database::StoreError& error) {
        if (!error.is_constraint()) throw;  // the disk: nothing is acknowledged
    }
    held.clear();
    storage.in_transaction([&] {
        append(storage, fresh, EntryState::raw);
        put_identities(storage, push);
    });
    for (const Incoming& one : fresh)
        note(one, settle_apart(storage, programmes, one.record, one.entry));
    return held;
}

std::vector<wire::Held> quarantined_of(Storage& storage, const std::vector<JournalPosition>& held)
{
    constexpr std::size_t told_max = 1000;
    std::vector<wire::Held> quarantined;
    for (const JournalPosition& at : held) {
        const auto entry = storage.entry(at);
        if (entry && entry->state == EntryState::quarantined && quarantined.size() < told_max)
            quarantined.push_back({at.seq, entry->note.substr(0, 200)});
    }
    return quarantined;
}

}  // namespace

std::variant<Welcome, Refuse> greet(Storage& storage,
                                    const wire::Hello& hello,
                                    const Greeting& greeting)
{
    auto terminal = storage.terminal(hello.terminal);
    if (auto refuse = refusal(storage, hello, terminal)) return *refuse;
    const HeadRecord have = storage.head(hello.terminal, hello.epoch);
    terminal->previous_token = hello.token;
    terminal->token = greeting.new_token;
    terminal->epoch = hello.epoch;
    terminal->last_seen = greeting.now;
    terminal->said_seq = hello.seq;
    terminal->clock_offset = greeting.now - hello.clock;
    terminal->version = hello.version;
    Welcome welcome;
    welcome.generation = storage.meta("generation").value_or("");
    welcome.token = greeting.new_token;
    welcome.epoch = hello.epoch;
    welcome.have_seq = have.seq;
    welcome.have_hash = have.hash;
    welcome.clock = greeting.now;
    welcome.grant_key = greeting.grant_key;
    welcome.lookup_key = greeting.lookup_key;
    storage.in_transaction([&] { storage.put_terminal(*terminal); });
    return welcome;
}

std::variant<Ack, Refuse> take_push(Storage& storage,
                                    Programmes& programmes,
                                    const TerminalId& terminal,
                                    const Push& push,
                                    std::int64_t now)
{
    Sorted sorted = sort_batch(storage, terminal, push, now);
    const auto held = keep(storage, programmes, push, std::move(sorted.fresh));
    if (sorted.fork) storage.in_transaction([&] { storage.keep_fork(*sorted.fork); });
    if (sorted.refuse) return *sorted.refuse;
    Ack ack;
    ack.number = push.number;
    ack.epoch = push.entries.empty() ? 1 : push.entries.back().epoch;
    ack.received = storage.head(terminal, ack.epoch).seq;
    ack.quarantined = quarantined_of(storage, held);
    return ack;
}

std::int64_t replay_held(Storage& storage, Programmes& programmes)
{
    constexpr std::size_t at_once = 10'000;
    std::int64_t counted = 0;
    for (const EntryState state : {EntryState::raw, EntryState::quarantined, EntryState::waiting}) {
        for (const EntryRecord& entry : storage.in_state(state, at_once)) {
            const auto now_held = storage.entry(entry.at);
            if (!now_held || now_held->state == EntryState::projected) continue;
            const auto read = format::parse_entry(now_held->body);
            const EntryState now = settle_apart(storage, programmes, *now_held, read);
            if (now == EntryState::projected) ++counted;
        }
    }
    return counted;
}

}  // namespace loyal::head_office
