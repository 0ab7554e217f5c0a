#include <loyal/database/migration.hpp>

#include <cassert>

namespace loyal::database {
namespace {

void assert_numbered_without_gap(std::span<const Migration> migrations)
{
    int expected = 1;
    for (const Migration& migration : migrations) {
        assert(migration.version == expected && "migrations are numbered 1, 2, 3 …");
        ++expected;
    }
}

// Foreign keys cannot be switched inside a transaction, and a step that rebuilds a table needs
// them off; they are checked as a whole before the commit instead.
class ForeignKeysOff {
public:
    explicit ForeignKeysOff(Database& database) : database_{&database}
    {
        database.execute("PRAGMA foreign_keys = OFF");
    }
    ~ForeignKeysOff()
    {
        sqlite3_exec(database_->handle(), "PRAGMA foreign_keys = ON", nullptr, nullptr, nullptr);
    }
    ForeignKeysOff(const ForeignKeysOff&) = delete;
    ForeignKeysOff& operator=(const ForeignKeysOff&) = delete;

private:
    Database* database_;
};

[[noreturn]] void fail_step(const Migration& migration, const std::string& why)
{
    throw SchemaError{SchemaError::Reason::failed_step,
                      "schema step " + std::to_string(migration.version) + " (" +
                          std::string{migration.name} + ") failed: " + why};
}

void apply(Database& database, const Migration& migration)
{
    try {
        database.execute(std::string{migration.sql}.c_str());
    } catch (const StoreError& error) {
        if (error.is_full() || error.is_corrupt()) throw;
        fail_step(migration, error.what());
    }
    if (!database.in_transaction()) fail_step(migration, "it ends the transaction");
}

void check_foreign_keys(Database& database, const Migration& last)
{
    auto row = database.prepare("SELECT \"table\", parent FROM pragma_foreign_key_check");
    if (row.step()) fail_step(last, "a row of " + row.text(0) + " has no " + row.text(1));
}

void set_pragma(Database& database, const char* name, int value)
{
    const std::string sql = "PRAGMA " + std::string{name} + " = " + std::to_string(value);
    database.execute(sql.c_str());
}

}  // namespace

int schema_version(Database& database)
{
    auto row = database.prepare("PRAGMA user_version");
    return row.step() ? static_cast<int>(row.integer(0)) : 0;
}

int migrate(Database& database,
            std::span<const Migration> migrations,
            const std::string& backup_path)
{
    assert_numbered_without_gap(migrations);
    const int latest = static_cast<int>(migrations.size());
    const int found = schema_version(database);
    if (found > latest) {
        throw SchemaError{SchemaError::Reason::newer_version,
                          "the database has schema version " + std::to_string(found) +
                              ", this release knows up to " + std::to_string(latest) +
                              ": install the newer release again"};
    }
    if (found == latest) return found;
    if (found > 0 && !backup_path.empty()) database.back_up(backup_path);

    const ForeignKeysOff foreign_keys_off{database};
    Transaction transaction{database};
    for (const Migration& migration : migrations.subspan(static_cast<std::size_t>(found)))
        apply(database, migration);
    check_foreign_keys(database, migrations.back());
    set_pragma(database, "user_version", latest);
    if (database.application_id() != 0)
        set_pragma(database, "application_id", database.application_id());
    transaction.commit();
    return found;
}

}  // namespace loyal::database
