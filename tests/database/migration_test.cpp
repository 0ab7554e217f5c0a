#include "support/temporary_folder.hpp"

#include <loyal/database/migration.hpp>

#include <catch2/catch.hpp>

#include <array>
#include <embedded/shop_schema.hpp>
#include <filesystem>

using namespace loyal::database;
using loyal::tests::shop_schema;
using loyal::tests::TemporaryFolder;

namespace {

constexpr std::int32_t ours = 0x4c4f5941;

OpenOptions at(const std::string& path)
{
    return OpenOptions{.path = path, .application_id = ours};
}

SchemaError::Reason refusal(Database& database, std::span<const Migration> migrations)
{
    try {
        migrate(database, migrations, "");
    } catch (const SchemaError& error) {
        return error.reason();
    }
    throw std::runtime_error{"was not refused"};
}

std::int64_t count(Database& database, const char* sql)
{
    auto row = database.prepare(sql);
    row.step();
    return row.integer(0);
}

}  // namespace

TEST_CASE("A new file gets every step and needs no backup", "[database][migration]")
{
    const TemporaryFolder folder;
    Database database{at(folder.file("a.db"))};
    CHECK(migrate(database, shop_schema(), folder.file("before.db")) == 0);
    CHECK(schema_version(database) == 2);
    CHECK(count(database, "PRAGMA application_id") == ours);
    CHECK_FALSE(std::filesystem::exists(folder.file("before.db")));
}

TEST_CASE("An older file gets the missing steps after it was backed up", "[database][migration]")
{
    const TemporaryFolder folder;
    Database database{at(folder.file("a.db"))};
    migrate(database, shop_schema().first(1), "");
    database.execute("INSERT INTO item VALUES (1, '苹果')");

    CHECK(migrate(database, shop_schema(), folder.file("before.db")) == 1);
    CHECK(count(database, "SELECT fen FROM price WHERE item_id = 1") == 100);

    Database before{at(folder.file("before.db"))};
    CHECK(schema_version(before) == 1);
    CHECK(count(before, "SELECT count(*) FROM item") == 1);
}

TEST_CASE("A file of the same version is left alone", "[database][migration]")
{
    const TemporaryFolder folder;
    Database database{at(folder.file("a.db"))};
    migrate(database, shop_schema(), "");
    CHECK(migrate(database, shop_schema(), folder.file("before.db")) == 2);
    CHECK_FALSE(std::filesystem::exists(folder.file("before.db")));
}

TEST_CASE("A file of a newer release is refused", "[database][migration]")
{
    const TemporaryFolder folder;
    Database database{at(folder.file("a.db"))};
    migrate(database, shop_schema(), "");
    CHECK(refusal(database, shop_schema().first(1)) == SchemaError::Reason::newer_version);
}

TEST_CASE("A file of another application is refused and not touched", "[database][migration]")
{
    const TemporaryFolder folder;
    {
        Database theirs{folder.file("theirs.db")};
        theirs.execute("PRAGMA journal_mode = DELETE; CREATE TABLE notes (n TEXT)");
    }
    try {
        Database database{at(folder.file("theirs.db"))};
        FAIL("opened someone else's file");
    } catch (const SchemaError& error) {
        CHECK(error.reason() == SchemaError::Reason::foreign_file);
    }
    sqlite3* raw = nullptr;
    REQUIRE(sqlite3_open_v2(folder.file("theirs.db").c_str(), &raw, SQLITE_OPEN_READONLY,
                            nullptr) == SQLITE_OK);
    std::string mode;
    sqlite3_exec(
        raw, "PRAGMA journal_mode",
        [](void* text, int, char** columns, char**) {
            *static_cast<std::string*>(text) = columns[0];
            return 0;
        },
        &mode, nullptr);
    sqlite3_close(raw);
    CHECK(mode == "delete");
}

TEST_CASE("A step that fails takes all steps of the run back", "[database][migration]")
{
    const TemporaryFolder folder;
    Database database{at(folder.file("a.db"))};
    const std::array bad{shop_schema()[0], Migration{2, "bad", "CREATE TABLE item (again TEXT)"}};
    CHECK(refusal(database, bad) == SchemaError::Reason::failed_step);
    CHECK(schema_version(database) == 0);
    CHECK(count(database, "SELECT count(*) FROM sqlite_schema") == 0);
}

TEST_CASE("A step may not commit by itself", "[database][migration]")
{
    Database database{":memory:"};
    const std::array bad{Migration{1, "commits", "CREATE TABLE t (i INTEGER); COMMIT"}};
    CHECK(refusal(database, bad) == SchemaError::Reason::failed_step);
}

TEST_CASE("A step that leaves a reference to nothing is refused", "[database][migration]")
{
    Database database{":memory:"};
    migrate(database, shop_schema(), "");
    const std::array bad{shop_schema()[0], shop_schema()[1],
                         Migration{3, "orphan", "INSERT INTO price VALUES (99, 1)"}};
    CHECK(refusal(database, bad) == SchemaError::Reason::failed_step);
    CHECK(schema_version(database) == 2);
    CHECK(count(database, "PRAGMA foreign_keys") == 1);
}
