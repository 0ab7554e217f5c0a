#include "storage/sqlite_storage.hpp"

#include "storage_conformance.hpp"

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::head_office;

namespace {

/// A storage with the database that it needs.
struct InMemory {
    database::Database database{open_head_office(":memory:")};
    SqliteStorage storage{database};
};

}  // namespace

TEST_CASE("SQLite keeps what the storage port promises", "[head_office][storage]")
{
    check_conformance([]() -> std::unique_ptr<Storage> {
        static std::vector<std::unique_ptr<InMemory>> kept;
        kept.push_back(std::make_unique<InMemory>());
        return std::make_unique<SqliteStorage>(kept.back()->database);
    });
}
