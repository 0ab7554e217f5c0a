#include "append.hpp"

#include <loyal/store/replication.hpp>

#include <algorithm>

namespace loyal::store {
namespace {

std::string terminal_of(Database& database)
{
    auto row = database.prepare("SELECT value FROM meta WHERE name = 'terminal'");
    return row.step() ? row.text(0) : std::string{};
}

std::optional<format::Key> key_in(const database::Statement& row, int column)
{
    if (row.is_null(column)) return std::nullopt;
    return hash_of(row.blob(column));
}

}  // namespace

JournalHead head(Database& database)
{
    JournalHead last;
    last.terminal = TerminalId{terminal_of(database)};
    last.epoch = running_epoch(database);
    auto row = database.prepare(
        "SELECT seq, hash FROM journal WHERE epoch = ?1 ORDER BY seq DESC LIMIT 1");
    row.bind(1, last.epoch);
    if (!row.step()) return last;
    last.seq = row.integer(0);
    last.hash = hash_of(row.blob(1));
    return last;
}

std::vector<StoredEntry> entries_after(Database& database,
                                       std::int64_t epoch,
                                       std::int64_t seq,
                                       std::size_t max_count,
                                       std::size_t max_bytes)
{
    const TerminalId terminal{terminal_of(database)};
    auto row = database.prepare(
        "SELECT seq, prev, hash, body FROM journal "
        "WHERE epoch = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3");
    row.bind(1, epoch).bind(2, seq).bind(3, static_cast<std::int64_t>(max_count));
    std::vector<StoredEntry> entries;
    std::size_t bytes = 0;
    while (row.step()) {
        StoredEntry entry{{terminal, epoch, row.integer(0)},
                          hash_of(row.blob(1)),
                          hash_of(row.blob(2)),
                          row.text(3)};
        bytes += entry.body.size();
        if (!entries.empty() && bytes > max_bytes) break;
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<std::int64_t> unsent_epochs(Database& database)
{
    auto row = database.prepare(
        "SELECT j.epoch FROM journal AS j LEFT JOIN acknowledged AS a ON a.epoch = j.epoch "
        "GROUP BY j.epoch HAVING max(j.seq) > coalesce(max(a.through), 0) ORDER BY j.epoch");
    std::vector<std::int64_t> epochs;
    while (row.step()) epochs.push_back(row.integer(0));
    return epochs;
}

std::int64_t acknowledged(Database& database, std::int64_t epoch)
{
    auto row = database.prepare("SELECT through FROM acknowledged WHERE epoch = ?1");
    row.bind(1, epoch);
    return row.step() ? row.integer(0) : 0;
}

void acknowledge(Database& database, std::int64_t epoch, std::int64_t received_through)
{
    auto row = database.prepare(
        "INSERT INTO acknowledged (epoch, through) VALUES (?1, ?2) "
        "ON CONFLICT (epoch) DO UPDATE SET through = max(through, ?2)");
    row.bind(1, epoch).bind(2, received_through).run();
}

Unsent unsent(Database& database)
{
    // Epochs are few and their entries dense, so the count needs no scan.
    auto row = database.prepare(
        "WITH last AS (SELECT DISTINCT epoch FROM acknowledged UNION "
        "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'epoch') "
        "SELECT coalesce(sum(max(0, coalesce((SELECT max(seq) FROM journal WHERE epoch = "
        "last.epoch)"
        ", 0) - coalesce((SELECT through FROM acknowledged WHERE epoch = last.epoch), 0))), 0) "
        "FROM last");
    row.step();
    Unsent found;
    found.count = row.integer(0);
    if (found.count == 0) return found;
    auto oldest = database.prepare(
        "SELECT j.at, j.at_offset FROM (SELECT DISTINCT epoch FROM acknowledged UNION "
        "SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'epoch') AS last "
        "JOIN journal AS j ON j.epoch = last.epoch AND j.seq = 1 + "
        "coalesce((SELECT through FROM acknowledged WHERE epoch = last.epoch), 0) "
        "ORDER BY j.at LIMIT 1");
    if (oldest.step()) {
        found.oldest = Instant{.utc_seconds = oldest.integer(0),
                               .offset_seconds = static_cast<std::int32_t>(oldest.integer(1))};
    }
    return found;
}

void start_epoch(Database& database, std::int64_t epoch)
{
    // The old epoch stays listed as one that may hold unsent entries.
    acknowledge(database, running_epoch(database), 0);
    auto row = database.prepare("UPDATE meta SET value = ?1 WHERE name = 'epoch'");
    row.bind(1, std::to_string(epoch)).run();
}

std::vector<Identity> identities_after(Database& database,
                                       std::int64_t epoch,
                                       std::int64_t seq,
                                       std::int64_t through)
{
    auto row = database.prepare(
        "SELECT m.member_id, m.key, m.phone_key, coalesce((SELECT number FROM card "
        "WHERE card.member_id = m.member_id ORDER BY number LIMIT 1), '') "
        "FROM journal AS j JOIN member AS m ON m.member_id = j.member_id "
        "WHERE j.epoch = ?1 AND j.seq > ?2 AND j.seq <= ?3 AND j.kind = 'enrol' ORDER BY j.seq");
    row.bind(1, epoch).bind(2, seq).bind(3, through);
    std::vector<Identity> identities;
    while (row.step()) {
        identities.push_back({.member = MemberId{row.text(0)},
                              .key = key_in(row, 1),
                              .phone_key = row.optional_integer(2),
                              .card = row.text(3)});
    }
    return identities;
}

}  // namespace loyal::store
