#include "ingest.hpp"

#include "projection.hpp"

#include <loyal/database/database.hpp>

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

EntryRecord record_of(const TerminalId& terminal, const PushedEntry& entry, std::int64_t now)
{
    EntryRecord record;
    record.at = {terminal, entry.epoch, entry.seq};
    record.prev = entry.prev;
    record.hash = entry.hash;
    record.body = entry.body;
    record.received_at = now;
    if (const auto facts = facts_of(entry.body)) {
        record.happened = facts->happened;
        record.member = facts->member;
    }
    return record;
}

/// What of a batch is new, in order, and what is wrong with the rest.
struct Sorted {
    std::vector<EntryRecord> fresh;
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
            sorted.fork = record_of(terminal, entry, now);
            return stop(entry.seq, "is another one at head office");
        }
        if (entry.seq != head.seq + 1) return stop(entry.seq, "comes too early");
        if (entry.prev != head.hash) {
            sorted.fork = record_of(terminal, entry, now);
            return stop(entry.seq, "does not follow head office's last");
        }
        EntryRecord record = record_of(terminal, entry, now);
        // A journal's own order holds, whatever its clock did.
        record.happened = std::max(record.happened, head.happened);
        head = {entry.seq, entry.hash, record.happened};
        sorted.fresh.push_back(std::move(record));
    }
    return sorted;
}

void put_identities(Storage& storage, const Push& push)
{
    for (const wire::Identity& identity : push.identities)
        storage.put_identity(identity.member, identity.key, identity.phone_key);
}

void append_raw(Storage& storage, std::vector<EntryRecord>& entries)
{
    for (EntryRecord& entry : entries) entry.position = storage.append(entry);
}

void settle_apart(Storage& storage, Programmes& programmes, const EntryRecord& entry)
{
    try {
        storage.in_transaction([&] { settle(storage, programmes, entry); });
    } catch (const std::exception& error) {
        storage.set_state(entry.at, EntryState::quarantined, error.what(), entry.programme);
    }
}

void keep(Storage& storage,
          Programmes& programmes,
          const Push& push,
          std::vector<EntryRecord> fresh)
{
    try {
        storage.in_transaction([&] {
            append_raw(storage, fresh);
            for (const EntryRecord& entry : fresh) settle(storage, programmes, entry);
            put_identities(storage, push);
        });
        return;
    } catch (const database::StoreError& error) {
        if (!error.is_constraint()) throw;  // the disk: nothing is acknowledged
    }
    storage.in_transaction([&] {
        append_raw(storage, fresh);
        put_identities(storage, push);
    });
    for (const EntryRecord& entry : fresh) settle_apart(storage, programmes, entry);
}

std::vector<wire::Held> held_of(Storage& storage, const std::vector<JournalPosition>& positions)
{
    constexpr std::size_t told_max = 1000;
    std::vector<wire::Held> held;
    for (const JournalPosition& at : positions) {
        const auto entry = storage.entry(at);
        if (entry && entry->state == EntryState::quarantined && held.size() < told_max)
            held.push_back({at.seq, entry->note.substr(0, 200)});
    }
    return held;
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
    std::vector<JournalPosition> positions;
    for (const EntryRecord& entry : sorted.fresh) positions.push_back(entry.at);
    keep(storage, programmes, push, std::move(sorted.fresh));
    if (sorted.fork) storage.in_transaction([&] { storage.keep_fork(*sorted.fork); });
    if (sorted.refuse) return *sorted.refuse;
    Ack ack;
    ack.number = push.number;
    ack.epoch = push.entries.empty() ? 1 : push.entries.back().epoch;
    ack.received = storage.head(terminal, ack.epoch).seq;
    ack.quarantined = held_of(storage, positions);
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
            settle_apart(storage, programmes, *now_held);
            if (storage.entry(entry.at)->state == EntryState::projected) ++counted;
        }
    }
    return counted;
}

}  // namespace loyal::head_office
