#include <loyal/database/database.hpp>
#include <loyal/database/migration.hpp>

#include <string>

namespace loyal::database {
namespace {

constexpr int instructions_between_deadline_checks = 1'000;

[[noreturn]] void fail(sqlite3* connection)
{
    throw StoreError{sqlite3_extended_errcode(connection), sqlite3_errmsg(connection)};
}

int remember_wal_pages(void* wal_pages, sqlite3*, const char*, int pages)
{
    *static_cast<int*>(wal_pages) = pages;
    return SQLITE_OK;
}

std::int64_t single_integer(Database& database, const char* sql)
{
    auto row = database.prepare(sql);
    return row.step() ? row.integer(0) : 0;
}

}  // namespace

Database::Database(const OpenOptions& options)
    : state_{std::make_unique<State>()}, application_id_{options.application_id}
{
    const int access =
        options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(options.path.c_str(), &connection,
                                     access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                                     options.vfs.empty() ? nullptr : options.vfs.c_str());
    connection_.reset(connection);  // also on failure: the handle carries the message
    if (code != SQLITE_OK) fail(connection);
    sqlite3_busy_timeout(connection, static_cast<int>(options.busy_timeout.count()));
    refuse_foreign_file();
    configure(options);
}

void Database::configure(const OpenOptions& options)
{
    // A misspelt column in double quotes is an error, not a string.
    sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(connection_.get(), SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    execute("PRAGMA foreign_keys = ON");
    execute("PRAGMA wal_autocheckpoint = 0");
    if (options.read_only) return;
    execute("PRAGMA journal_mode = WAL");
    execute("PRAGMA synchronous = FULL");  // a printed receipt survives a power cut
    sqlite3_wal_hook(connection_.get(), remember_wal_pages, &state_->wal_pages);
}

// Switching the journal mode writes to the file, so this comes first.
void Database::refuse_foreign_file()
{
    if (application_id_ == 0) return;
    const std::int64_t found = single_integer(*this, "PRAGMA application_id");
    if (found == application_id_) return;
    const bool is_new =
        found == 0 && single_integer(*this, "SELECT count(*) FROM sqlite_schema") == 0;
    if (is_new) return;
    throw SchemaError{SchemaError::Reason::foreign_file,
                      "the database belongs to another application (application id " +
                          std::to_string(found) + ", expected " + std::to_string(application_id_) +
                          ")"};
}

void Database::execute(const char* sql)
{
    if (sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(connection_.get());
}

Statement Database::prepare(const char* sql)
{
    Cached& cached = cache_[sql];
    if (!cached.statement) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v3(connection_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                               nullptr) != SQLITE_OK) {
            fail(connection_.get());
        }
        cached.statement.reset(statement);
    }
    return Statement{*cached.statement, cached.in_use};
}

int Database::checkpoint()
{
    int in_log = 0;
    int copied = 0;
    if (sqlite3_wal_checkpoint_v2(connection_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log,
                                  &copied) != SQLITE_OK) {
        fail(connection_.get());
    }
    state_->wal_pages = in_log - copied;
    return state_->wal_pages;
}

std::vector<std::string> Database::damage(int limit)
{
    std::vector<std::string> found;
    try {
        auto row = prepare("SELECT quick_check FROM pragma_quick_check(?1)");
        row.bind(1, limit);
        while (row.step()) found.push_back(row.text(0));
    } catch (const StoreError& error) {
        if (!error.is_corrupt()) throw;
        found.emplace_back(error.what());  // so damaged that the check itself could not go on
    }
    if (found.size() == 1 && found.front() == "ok") found.clear();
    return found;
}

Deadline::Deadline(Database& database, std::chrono::milliseconds from_now)
    : connection_{database.connection_.get()}
{
    using Clock = std::chrono::steady_clock;
    database.state_->deadline = Clock::now() + from_now;
    auto passed = [](void* deadline) -> int {
        return Clock::now() >= *static_cast<Clock::time_point*>(deadline) ? 1 : 0;
    };
    sqlite3_progress_handler(connection_, instructions_between_deadline_checks, passed,
                             &database.state_->deadline);
}

Deadline::~Deadline()
{
    sqlite3_progress_handler(connection_, 0, nullptr, nullptr);
}

Transaction::Transaction(Database& database) : database_{&database}
{
    database.prepare("BEGIN IMMEDIATE").step();
}

Transaction::~Transaction()
{
    if (database_ == nullptr || !database_->in_transaction()) return;
    try {
        database_->prepare("ROLLBACK").step();
    } catch (const StoreError&) {
        // SQLite has already rolled back; the error that brought us here is on its way up.
    }
}

void Transaction::commit()
{
    database_->prepare("COMMIT").step();
    database_ = nullptr;
}

ReadTransaction::ReadTransaction(Database& database) : database_{&database}
{
    database.prepare("BEGIN").step();
}

ReadTransaction::~ReadTransaction()
{
    if (!database_->in_transaction()) return;
    try {
        database_->prepare("ROLLBACK").step();
    } catch (const StoreError&) {
        // Nothing was written, so there is nothing to undo.
    }
}

}  // namespace loyal::database
