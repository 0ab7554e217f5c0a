#include "change.hpp"

#include <loyal/database/migration.hpp>
#include <loyal/store/open.hpp>

#include <cstdio>
#include <embedded/schema.hpp>
#include <stdexcept>

namespace loyal::store {
namespace {

// What is lost with the power may be: its file is never waited for, and started anew when damaged.
constexpr const char* session_schema =
    "PRAGMA session.journal_mode = WAL;"
    "PRAGMA session.synchronous = OFF;"
    "CREATE TABLE IF NOT EXISTS session.basket (id TEXT NOT NULL, revision INTEGER NOT NULL, "
    "before INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (id, revision)) STRICT;"
    "CREATE TABLE IF NOT EXISTS session.answer (idempotency_key TEXT NOT NULL PRIMARY KEY, "
    "request BLOB NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, at INTEGER NOT NULL) "
    "STRICT;"
    "CREATE INDEX IF NOT EXISTS session.answer_at ON answer (at);";

std::optional<std::string> meta(Database& database, std::string_view name)
{
    auto row = database.prepare("SELECT value FROM meta WHERE name = ?1");
    row.bind(1, name);
    if (!row.step()) return std::nullopt;
    return row.text(0);
}

void set_meta(Database& database, std::string_view name, std::string_view value)
{
    auto row = database.prepare("INSERT INTO meta (name, value) VALUES (?1, ?2)");
    row.bind(1, name).bind(2, value).run();
}

void identify(Database& database, const Identification& wanted)
{
    const auto terminal = meta(database, "terminal");
    if (!terminal) {
        Change change{database};
        set_meta(database, "store", wanted.store.value());
        set_meta(database, "terminal", wanted.terminal.value());
        set_meta(database, "epoch", "1");
        change.commit();
        return;
    }
    if (*terminal != wanted.terminal.value()) {
        throw std::runtime_error{"the database belongs to terminal " + *terminal +
                                 ", the configuration says " + wanted.terminal.value()};
    }
}

void attach(Database& database, const std::string& path)
{
    {
        auto row = database.prepare("ATTACH DATABASE ?1 AS session");
        row.bind(1, path).run();
    }
    database.execute(session_schema);
}

void remove_session(Database& database, const std::string& path)
{
    sqlite3_exec(database.handle(), "DETACH DATABASE session", nullptr, nullptr, nullptr);
    for (const char* suffix : {"", "-wal", "-shm"}) std::remove((path + suffix).c_str());
}

}  // namespace

database::Database open_terminal(const std::string& path, const Identification& identification)
{
    Database database{database::OpenOptions{.path = path, .application_id = application_id}};
    const std::string backup =
        path == ":memory:" ? std::string{} : path + ".before-" + std::to_string(schema().size());
    database::migrate(database, schema(), backup);
    identify(database, identification);
    return database;
}

void open_session(database::Database& database, const std::string& path)
{
    try {
        attach(database, path);
    } catch (const database::StoreError& error) {
        if (!error.is_corrupt()) throw;
        remove_session(database, path);
        attach(database, path);
    }
}

database::Database open_reader(const std::string& path)
{
    return Database{
        database::OpenOptions{.path = path, .read_only = true, .application_id = application_id}};
}

Identification identification(database::Database& database)
{
    const auto store = meta(database, "store");
    const auto terminal = meta(database, "terminal");
    if (!store || !terminal) throw std::runtime_error{"the database holds no terminal"};
    return {StoreId{*store}, TerminalId{*terminal}};
}

}  // namespace loyal::store
