#include "support/temporary_folder.hpp"

#include <loyal/database/database.hpp>

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

using namespace loyal::database;
using loyal::tests::TemporaryFolder;

namespace {

std::int64_t rows(Database& database)
{
    auto row = database.prepare("SELECT count(*) FROM t");
    row.step();
    return row.integer(0);
}

}  // namespace

TEST_CASE("Integers, texts, blobs and nothing come back as they went in", "[database]")
{
    Database database{":memory:"};
    database.execute("CREATE TABLE t (i INTEGER, s TEXT, b BLOB, n TEXT, o INTEGER) STRICT");
    const std::vector<std::uint8_t> bytes{0, 255, 7};
    const std::optional<std::int64_t> some = 5;
    {
        auto insert = database.prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5)");
        insert.bind(1, INT64_MIN).bind(2, "张三").bind_blob(3, bytes).bind(5, some).run();
        CHECK(database.changes() == 1);
    }
    auto row = database.prepare("SELECT i, s, b, n, o FROM t");
    REQUIRE(row.step());
    CHECK(row.integer(0) == INT64_MIN);
    CHECK(row.text(1) == "张三");
    CHECK(row.blob(2) == bytes);
    CHECK(row.is_null(3));
    CHECK_FALSE(row.optional_text(3));
    CHECK(row.optional_integer(4) == 5);
    CHECK_FALSE(row.step());
}

TEST_CASE("An empty text is not NULL", "[database]")
{
    Database database{":memory:"};
    auto row = database.prepare("SELECT ?1 IS NULL, ?2 IS NULL, ?3 IS NULL");
    row.bind(1, std::string_view{}).bind_blob(2, std::string_view{}).bind(3, std::string{});
    REQUIRE(row.step());
    CHECK(row.integer(0) == 0);
    CHECK(row.integer(1) == 0);
    CHECK(row.integer(2) == 0);
}

TEST_CASE("A temporary text may be bound", "[database]")
{
    Database database{":memory:"};
    auto row = database.prepare("SELECT ?1");
    row.bind(1, std::string(100, 'x') + "y");
    REQUIRE(row.step());
    CHECK(row.text(0) == std::string(100, 'x') + "y");
}

TEST_CASE("A statement used again remembers no earlier binding", "[database]")
{
    Database database{":memory:"};
    constexpr auto sql = "SELECT ?1";
    {
        auto row = database.prepare(sql);
        row.bind(1, 7).step();
        CHECK(row.integer(0) == 7);
    }
    auto row = database.prepare(sql);
    REQUIRE(row.step());
    CHECK(row.is_null(0));
}

TEST_CASE("An abandoned transaction leaves nothing behind", "[database]")
{
    Database database{":memory:"};
    database.execute("CREATE TABLE t (i INTEGER) STRICT");
    {
        const Transaction transaction{database};
        database.execute("INSERT INTO t VALUES (1)");
    }
    CHECK(rows(database) == 0);
    Transaction transaction{database};
    database.execute("INSERT INTO t VALUES (1)");
    transaction.commit();
    CHECK(rows(database) == 1);
}

TEST_CASE("A constraint that fails is told as one", "[database]")
{
    Database database{":memory:"};
    database.execute("CREATE TABLE t (i INTEGER PRIMARY KEY) STRICT; INSERT INTO t VALUES (1)");
    try {
        database.execute("INSERT INTO t VALUES (1)");
        FAIL("the second row was accepted");
    } catch (const StoreError& error) {
        CHECK(error.is_constraint());
        CHECK(error.code() == SQLITE_CONSTRAINT_PRIMARYKEY);
    }
}

TEST_CASE("A full disk is told as one", "[database]")
{
    const TemporaryFolder folder;
    Database database{folder.file("full.db")};
    database.execute("CREATE TABLE t (b BLOB); PRAGMA max_page_count = 8");
    try {
        database.execute("INSERT INTO t VALUES (zeroblob(100000))");
        FAIL("100 kB went into 8 pages");
    } catch (const StoreError& error) {
        CHECK(error.is_full());
    }
}

TEST_CASE("A file that is no database is refused", "[database]")
{
    const TemporaryFolder folder;
    const std::string path = folder.file("text.db");
    std::ofstream{path} << std::string(5'000, 'x');
    try {
        Database database{path};
        FAIL("opened a text file");
    } catch (const StoreError& error) {
        CHECK(error.is_corrupt());
    }
}

TEST_CASE("A read-only connection sees commits and can write nothing", "[database]")
{
    const TemporaryFolder folder;
    Database writer{folder.file("a.db")};
    writer.execute("CREATE TABLE t (i INTEGER) STRICT; INSERT INTO t VALUES (1)");
    Database reader{OpenOptions{.path = folder.file("a.db"), .read_only = true}};
    CHECK(rows(reader) == 1);
    CHECK_THROWS_AS(reader.execute("INSERT INTO t VALUES (2)"), StoreError);
    const ReadTransaction snapshot{reader};
    CHECK(rows(reader) == 1);
    writer.execute("INSERT INTO t VALUES (2)");
    CHECK(rows(reader) == 1);
}

TEST_CASE("A read-only connection creates no file", "[database]")
{
    const TemporaryFolder folder;
    CHECK_THROWS_AS((Database{OpenOptions{.path = folder.file("none.db"), .read_only = true}}),
                    StoreError);
    CHECK_FALSE(std::filesystem::exists(folder.file("none.db")));
}

TEST_CASE("A statement that runs beyond its deadline is stopped", "[database]")
{
    Database database{":memory:"};
    constexpr auto endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    const Deadline deadline{database, std::chrono::milliseconds{20}};
    try {
        database.prepare(endless).step();
        FAIL("an endless statement ended");
    } catch (const StoreError& error) {
        CHECK(error.is_interrupted());
    }
}

TEST_CASE("The write-ahead log grows until it is checkpointed by hand", "[database]")
{
    const TemporaryFolder folder;
    Database database{folder.file("a.db")};
    database.execute("CREATE TABLE t (b BLOB)");
    for (int i = 0; i < 1'200; ++i) database.execute("INSERT INTO t VALUES (zeroblob(2000))");
    CHECK(database.wal_pages() > 1'200);  // SQLite's own limit would have been 1,000
    CHECK(database.checkpoint() == 0);
    CHECK(database.wal_pages() == 0);
}

TEST_CASE("A backup holds what was committed and replaces an older one", "[database]")
{
    const TemporaryFolder folder;
    const std::string copy = folder.file("copy.db");
    Database database{folder.file("a.db")};
    database.execute("CREATE TABLE t (i INTEGER) STRICT; INSERT INTO t VALUES (1)");
    database.back_up(copy);
    database.execute("INSERT INTO t VALUES (2)");
    Database{OpenOptions{.path = folder.file("a.db"), .read_only = true}}.back_up(copy);
    Database restored{copy};
    CHECK(rows(restored) == 2);
    CHECK(restored.damage().empty());
    CHECK_FALSE(std::filesystem::exists(copy + ".unfinished"));
}

TEST_CASE("A flipped page is reported as damage", "[database]")
{
    const TemporaryFolder folder;
    const std::string path = folder.file("a.db");
    {
        Database database{path};
        database.execute("CREATE TABLE t (s TEXT) STRICT");
        for (int i = 0; i < 200; ++i) database.execute("INSERT INTO t VALUES (hex(zeroblob(100)))");
        database.checkpoint();
    }
    {
        std::fstream file{path, std::ios::in | std::ios::out | std::ios::binary};
        file.seekp(5 * 4096);
        file << std::string(64, '\x55');
    }
    Database database{path};
    CHECK_FALSE(database.damage().empty());
}
