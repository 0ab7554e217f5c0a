#include "store/samples.hpp"

#include <loyal/database/migration.hpp>

#include <catch2/catch.hpp>

#include <fstream>

using namespace loyal;
using namespace loyal::tests;

TEST_CASE("A database of a newer release is left alone", "[store][open]")
{
    Files files;
    (*files).execute("PRAGMA user_version = 999");
    files.database.reset();
    CHECK_THROWS_AS(store::open_terminal(files.path(), {StoreId{"S1"}, TerminalId{"S1-T1"}}),
                    database::SchemaError);
}

TEST_CASE("A database of another terminal, or of another program, is refused", "[store][open]")
{
    Files files;
    files.database.reset();
    CHECK_THROWS_WITH(store::open_terminal(files.path(), {StoreId{"S1"}, TerminalId{"S1-T2"}}),
                      "the database belongs to terminal S1-T1, the configuration says S1-T2");
    const std::string foreign = files.folder.file("foreign.db");
    {
        database::Database other{foreign};
        other.execute("CREATE TABLE song (title TEXT)");
    }
    CHECK_THROWS_AS(store::open_terminal(foreign, {StoreId{"S1"}, TerminalId{"S1-T1"}}),
                    database::SchemaError);
}

TEST_CASE("A file that is no database is refused, a broken session file is started anew",
          "[store][open]")
{
    Files files;
    const std::string rubbish(8192, 'x');
    std::ofstream{files.folder.file("rubbish.db")} << rubbish;
    CHECK_THROWS_AS(
        store::open_terminal(files.folder.file("rubbish.db"), {StoreId{"S1"}, TerminalId{"S1-T1"}}),
        database::StoreError);
    files.database.reset();
    std::ofstream{files.folder.file("session.db"), std::ios::trunc} << rubbish;
    files.open();
    REQUIRE(record(*files, sale(*files, 100)).has_value());
}
