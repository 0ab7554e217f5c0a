#include "storage/sqlite_storage.hpp"

#include <stdexcept>

namespace loyal::head_office {
namespace {

using database::Statement;

format::Hash read_hash(Statement& row, int column)
{
    const auto hash = format::hash_from_hex(row.text_view(column));
    if (!hash) throw std::runtime_error{"journal: a stored hash is no hash"};
    return *hash;
}

EntryState read_state(std::string_view text)
{
    for (int i = 0; i <= static_cast<int>(EntryState::unknown); ++i) {
        const auto state = static_cast<EntryState>(i);
        if (to_string(state) == text) return state;
    }
    throw std::runtime_error{"journal: unknown state of an entry"};
}

/// Reads the columns position, terminal, epoch, seq, prev, hash, body, received_at, happened,
/// state, note, programme, member.
EntryRecord read_entry(Statement& row)
{
    EntryRecord entry;
    entry.position = row.integer(0);
    entry.at = {TerminalId{row.text(1)}, row.integer(2), row.integer(3)};
    entry.prev = read_hash(row, 4);
    entry.hash = read_hash(row, 5);
    entry.body = row.text(6);
    entry.received_at = row.integer(7);
    entry.happened = row.integer(8);
    entry.state = read_state(row.text_view(9));
    entry.note = row.text(10);
    entry.programme = row.text(11);
    if (const auto member = row.text(12); !member.empty()) entry.member = MemberId{member};
    return entry;
}

std::vector<EntryRecord> read_entries(Statement& row)
{
    std::vector<EntryRecord> entries;
    while (row.step()) entries.push_back(read_entry(row));
    return entries;
}

}  // namespace

HeadRecord SqliteStorage::head(const TerminalId& terminal, std::int64_t epoch)
{
    auto row = database_->prepare(
        "SELECT seq, hash, happened FROM journal WHERE terminal = ?1 AND epoch = ?2 "
        "ORDER BY seq DESC LIMIT 1");
    row.bind(1, terminal.value()).bind(2, epoch);
    if (!row.step()) return {};
    return {row.integer(0), read_hash(row, 1), row.integer(2)};
}

std::optional<EntryRecord> SqliteStorage::entry(const JournalPosition& at)
{
    auto row = database_->prepare(
        "SELECT position, terminal, epoch, seq, prev, hash, body, received_at, happened, state, "
        "note, programme, member FROM journal WHERE terminal = ?1 AND epoch = ?2 AND seq = ?3");
    row.bind(1, at.terminal.value()).bind(2, at.epoch).bind(3, at.seq);
    if (!row.step()) return std::nullopt;
    return read_entry(row);
}

std::int64_t SqliteStorage::append(const EntryRecord& entry)
{
    auto row = database_->prepare(
        "INSERT INTO journal (terminal, epoch, seq, prev, hash, body, received_at, happened, "
        "state, note, programme, member) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
    row.bind(1, entry.at.terminal.value()).bind(2, entry.at.epoch).bind(3, entry.at.seq);
    row.bind(4, format::to_hex(entry.prev)).bind(5, format::to_hex(entry.hash));
    row.bind(6, entry.body).bind(7, entry.received_at).bind(8, entry.happened);
    row.bind(9, to_string(entry.state)).bind(10, entry.note).bind(11, entry.programme);
    row.bind(12, entry.member ? entry.member->value() : std::string{}).run();
    return database_->last_row();
}

void SqliteStorage::set_state(const JournalPosition& at,
                              EntryState state,
                              std::string_view note,
                              std::string_view programme)
{
    auto row = database_->prepare(
        "UPDATE journal SET state = ?4, note = ?5, programme = ?6 "
        "WHERE terminal = ?1 AND epoch = ?2 AND seq = ?3");
    row.bind(1, at.terminal.value()).bind(2, at.epoch).bind(3, at.seq);
    row.bind(4, to_string(state)).bind(5, note).bind(6, programme).run();
}

std::vector<EntryRecord> SqliteStorage::entries_after(std::int64_t position, std::size_t count_max)
{
    auto row = database_->prepare(
        "SELECT position, terminal, epoch, seq, prev, hash, body, received_at, happened, state, "
        "note, programme, member FROM journal WHERE position > ?1 ORDER BY position LIMIT ?2");
    row.bind(1, position).bind(2, static_cast<std::int64_t>(count_max));
    return read_entries(row);
}

std::vector<EntryRecord> SqliteStorage::waiting_for(std::string_view what)
{
    auto row = database_->prepare(
        "SELECT position, terminal, epoch, seq, prev, hash, body, received_at, happened, state, "
        "note, programme, member FROM journal WHERE state = 'waiting' AND note = ?1 "
        "AND state <> 'projected' ORDER BY position");
    row.bind(1, what);
    return read_entries(row);
}

std::vector<EntryRecord> SqliteStorage::in_state(EntryState state, std::size_t count_max)
{
    auto row = database_->prepare(
        "SELECT position, terminal, epoch, seq, prev, hash, body, received_at, happened, state, "
        "note, programme, member FROM journal WHERE state = ?1 ORDER BY position LIMIT ?2");
    row.bind(1, to_string(state)).bind(2, static_cast<std::int64_t>(count_max));
    return read_entries(row);
}

bool SqliteStorage::keep_fork(const EntryRecord& entry)
{
    auto row = database_->prepare(
        "INSERT INTO fork (terminal, epoch, seq, hash, prev, body, received_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING RETURNING seq");
    row.bind(1, entry.at.terminal.value()).bind(2, entry.at.epoch).bind(3, entry.at.seq);
    row.bind(4, format::to_hex(entry.hash)).bind(5, format::to_hex(entry.prev));
    row.bind(6, entry.body).bind(7, entry.received_at);
    return row.step();
}

void SqliteStorage::note_late(std::int64_t entry_position)
{
    auto row = database_->prepare("INSERT INTO projected_late (entry_position) VALUES (?1)");
    row.bind(1, entry_position).run();
}

std::vector<std::pair<std::int64_t, EntryRecord>> SqliteStorage::late_after(std::int64_t position,
                                                                            std::size_t count_max)
{
    auto row = database_->prepare(
        "SELECT j.position, j.terminal, j.epoch, j.seq, j.prev, j.hash, j.body, j.received_at, "
        "j.happened, j.state, j.note, j.programme, j.member, l.position "
        "FROM projected_late l JOIN journal j ON j.position = l.entry_position "
        "WHERE l.position > ?1 ORDER BY l.position LIMIT ?2");
    row.bind(1, position).bind(2, static_cast<std::int64_t>(count_max));
    std::vector<std::pair<std::int64_t, EntryRecord>> late;
    while (row.step()) late.emplace_back(row.integer(13), read_entry(row));
    return late;
}

std::vector<EntryRecord> SqliteStorage::entries_of_member(const MemberId& member)
{
    auto row = database_->prepare(
        "SELECT j.position, j.terminal, j.epoch, j.seq, j.prev, j.hash, j.body, j.received_at, "
        "j.happened, j.state, j.note, j.programme, j.member "
        "FROM member_entry m JOIN journal j "
        "ON j.terminal = m.terminal AND j.epoch = m.epoch AND j.seq = m.seq "
        "WHERE m.member = ?1 ORDER BY m.happened, m.terminal, m.epoch, m.seq");
    row.bind(1, member.value());
    return read_entries(row);
}

bool SqliteStorage::add_member_entry(const MemberId& member,
                                     std::int64_t happened,
                                     const JournalPosition& at)
{
    auto row = database_->prepare(
        "INSERT INTO member_entry (member, happened, terminal, epoch, seq) "
        "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING");
    row.bind(1, member.value()).bind(2, happened).bind(3, at.terminal.value());
    row.bind(4, at.epoch).bind(5, at.seq).run();
    auto later = database_->prepare(
        "SELECT 1 FROM member_entry WHERE member = ?1 "
        "AND (happened, terminal, epoch, seq) > (?2, ?3, ?4, ?5) LIMIT 1");
    later.bind(1, member.value()).bind(2, happened).bind(3, at.terminal.value());
    later.bind(4, at.epoch).bind(5, at.seq);
    return !later.step();
}

std::vector<JournalPosition> SqliteStorage::held_of(const MemberId& member)
{
    auto row = database_->prepare(
        "SELECT terminal, epoch, seq FROM journal "
        "WHERE member IN (?1, '') AND state <> 'projected' ORDER BY terminal, epoch, seq "
        "LIMIT 1000");
    row.bind(1, member.value());
    std::vector<JournalPosition> held;
    while (row.step()) held.push_back({TerminalId{row.text(0)}, row.integer(1), row.integer(2)});
    return held;
}

std::vector<JournalPosition> SqliteStorage::heads_of_store(const StoreId& store)
{
    // Epochs are few: each costs one step down the index.
    auto row = database_->prepare(
        "WITH RECURSIVE held (terminal, epoch) AS ("
        "SELECT terminal, epoch FROM terminal WHERE store = ?1 UNION ALL "
        "SELECT terminal, epoch - 1 FROM held WHERE epoch > 1) "
        "SELECT terminal, epoch, (SELECT coalesce(max(seq), 0) FROM journal j "
        "WHERE j.terminal = held.terminal AND j.epoch = held.epoch) FROM held "
        "ORDER BY terminal, epoch");
    row.bind(1, store.value());
    std::vector<JournalPosition> heads;
    while (row.step()) heads.push_back({TerminalId{row.text(0)}, row.integer(1), row.integer(2)});
    return heads;
}

}  // namespace loyal::head_office
