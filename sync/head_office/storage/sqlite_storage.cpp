#include "storage/sqlite_storage.hpp"

#include <loyal/database/migration.hpp>

#include <array>
#include <embedded/head_office_schema.hpp>

namespace loyal::head_office {

using database::Statement;

std::string_view to_string(EntryState state) noexcept
{
    static constexpr std::array<std::string_view, 5> names{"raw", "projected", "waiting",
                                                           "quarantined", "unknown"};
    return names.at(static_cast<std::size_t>(state));
}

database::Database open_head_office(const std::string& path)
{
    database::Database database{
        database::OpenOptions{.path = path, .application_id = application_id}};
    database::migrate(database, head_office_schema(), path == ":memory:" ? "" : path + ".before");
    return database;
}

void SqliteStorage::in_transaction(const std::function<void()>& work)
{
    if (!database_->in_transaction()) {
        database::Transaction transaction{*database_};
        work();
        transaction.commit();
        return;
    }
    database_->prepare("SAVEPOINT part").step();
    try {
        work();
    } catch (...) {
        database_->execute("ROLLBACK TO part; RELEASE part");
        throw;
    }
    database_->prepare("RELEASE part").step();
}

std::optional<std::string> SqliteStorage::meta(std::string_view name)
{
    auto row = database_->prepare("SELECT value FROM meta WHERE name = ?1");
    row.bind(1, name);
    if (!row.step()) return std::nullopt;
    return row.text(0);
}

void SqliteStorage::put_meta(std::string_view name, std::string_view value)
{
    auto row = database_->prepare(
        "INSERT INTO meta (name, value) VALUES (?1, ?2) "
        "ON CONFLICT DO UPDATE SET value = excluded.value");
    row.bind(1, name).bind(2, value).run();
}

namespace {

TerminalRecord read_terminal(Statement& row)
{
    return {TerminalId{row.text(0)},
            StoreId{row.text(1)},
            row.integer(2) != 0,
            row.text(3),
            row.text(4),
            row.integer(5),
            row.optional_integer(6),
            row.integer(7),
            row.integer(8),
            row.text(9)};
}

}  // namespace

std::optional<TerminalRecord> SqliteStorage::terminal(const TerminalId& id)
{
    auto row = database_->prepare(
        "SELECT terminal, store, revoked, token, previous_token, epoch, last_seen, said_seq, "
        "clock_offset, version FROM terminal WHERE terminal = ?1");
    row.bind(1, id.value());
    if (!row.step()) return std::nullopt;
    return read_terminal(row);
}

void SqliteStorage::put_terminal(const TerminalRecord& record)
{
    auto row = database_->prepare(
        "INSERT INTO terminal (terminal, store, revoked, token, previous_token, epoch, last_seen, "
        "said_seq, clock_offset, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
        "ON CONFLICT DO UPDATE SET store = excluded.store, revoked = excluded.revoked, "
        "token = excluded.token, previous_token = excluded.previous_token, "
        "epoch = excluded.epoch, last_seen = excluded.last_seen, said_seq = excluded.said_seq, "
        "clock_offset = excluded.clock_offset, version = excluded.version");
    row.bind(1, record.terminal.value()).bind(2, record.store.value());
    row.bind(3, std::int64_t{record.revoked}).bind(4, record.token).bind(5, record.previous_token);
    row.bind(6, record.epoch).bind(7, record.last_seen).bind(8, record.said_seq);
    row.bind(9, record.clock_offset).bind(10, record.version).run();
}

std::vector<TerminalHealth> SqliteStorage::terminals()
{
    std::vector<TerminalHealth> all;
    auto row = database_->prepare(
        "SELECT terminal, store, revoked, token, previous_token, epoch, last_seen, said_seq, "
        "clock_offset, version, "
        "(SELECT coalesce(max(seq), 0) FROM journal j "
        "  WHERE j.terminal = t.terminal AND j.epoch = t.epoch), "
        "(SELECT count(*) FROM journal j WHERE j.terminal = t.terminal AND j.state = 'waiting'), "
        "(SELECT count(*) FROM journal j "
        "  WHERE j.terminal = t.terminal AND j.state = 'quarantined'), "
        "(SELECT count(*) FROM fork f WHERE f.terminal = t.terminal), "
        "(SELECT coalesce(sum(points - spent - closed), 0) FROM right_granted r "
        "  WHERE r.terminal = t.terminal AND r.points > r.spent + r.closed) "
        "FROM terminal t ORDER BY terminal");
    while (row.step()) {
        all.push_back({read_terminal(row), row.integer(10), row.integer(11), row.integer(12),
                       row.integer(13), Points::of(row.integer(14))});
    }
    return all;
}

void SqliteStorage::put_enrolment(const EnrolmentRecord& record)
{
    auto row = database_->prepare(
        "INSERT INTO enrolment (token_hash, terminal, store, expires_at, used_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET used_at = excluded.used_at");
    row.bind(1, record.token_hash).bind(2, record.terminal.value()).bind(3, record.store.value());
    row.bind(4, record.expires_at).bind(5, record.used_at).run();
}

std::optional<EnrolmentRecord> SqliteStorage::enrolment(std::string_view token_hash)
{
    auto row = database_->prepare(
        "SELECT token_hash, terminal, store, expires_at, used_at FROM enrolment "
        "WHERE token_hash = ?1");
    row.bind(1, token_hash);
    if (!row.step()) return std::nullopt;
    return EnrolmentRecord{row.text(0), TerminalId{row.text(1)}, StoreId{row.text(2)},
                           row.integer(3), row.optional_integer(4)};
}

}  // namespace loyal::head_office
