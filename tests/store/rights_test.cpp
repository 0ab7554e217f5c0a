#include "store/samples.hpp"

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::tests;

namespace {

GrantEntry grant(const char* id, std::int64_t points, const char* last_day)
{
    GrantEntry entry;
    entry.grant = GrantId{id};
    entry.member = MemberId{"M1"};
    entry.at = instant("2026-11-22T10:00:00+08:00");
    entry.date = date("2026-11-22");
    entry.points = Points::of(points);
    entry.last_day = date(last_day);
    return entry;
}

SaleEntry spending(store::Database& database, const char* id, std::int64_t points)
{
    SaleEntry entry = member_sale(database, 1'000, 0);
    entry.rights = {{GrantId{id}, Points::of(points)}};
    entry.priced.redeemed_points = Points::of(points);
    return entry;
}

}  // namespace

TEST_CASE("A right is spent with the sale and never above what it is", "[store][rights]")
{
    Files files;
    REQUIRE(store::record_grant(*files, grant("G1", 500, "2026-11-30")));
    REQUIRE(record(*files, spending(*files, "G1", 300)).has_value());
    const auto over = record(*files, spending(*files, "G1", 201));
    CHECK(over.error() == Errc::right_too_small);
    CHECK(store::head(*files).seq == 2);
    REQUIRE(record(*files, spending(*files, "G1", 200)).has_value());
    CHECK(store::rights_of(*files, MemberId{"M1"}, date("2026-11-22")).empty());
    CHECK(record(*files, spending(*files, "unknown", 1)).error() == Errc::right_too_small);
}

TEST_CASE("A right seen before is not received again", "[store][rights]")
{
    Files files;
    REQUIRE(store::record_grant(*files, grant("G1", 500, "2026-11-30")));
    CHECK_FALSE(store::record_grant(*files, grant("G1", 500, "2026-11-30")));
    CHECK(store::held_rights(*files).front().remaining == Points::of(500));
    CHECK(store::head(*files).seq == 1);
}

TEST_CASE("A right is closed once, with what is left of it", "[store][rights]")
{
    Files files;
    REQUIRE(store::record_grant(*files, grant("G1", 500, "2026-11-30")));
    REQUIRE(record(*files, spending(*files, "G1", 120)).has_value());
    const auto at = instant("2026-11-30T23:00:00+08:00");
    CHECK(store::close_grant(*files, GrantId{"G1"}, at, date("2026-11-30")) == Points::of(380));
    CHECK_FALSE(store::close_grant(*files, GrantId{"G1"}, at, date("2026-11-30")));
    CHECK(record(*files, spending(*files, "G1", 1)).error() == Errc::right_too_small);
    CHECK_FALSE(store::record_grant(*files, grant("G1", 500, "2026-12-30")));
}

TEST_CASE("Rights that end first are spent first, and none after its last day", "[store][rights]")
{
    Files files;
    store::record_grant(*files, grant("late", 100, "2026-12-31"));
    store::record_grant(*files, grant("soon", 100, "2026-11-23"));
    const auto rights = store::rights_of(*files, MemberId{"M1"}, date("2026-11-22"));
    CHECK(store::spend_from(rights, Points::of(150)) ==
          std::vector<RightSpend>{{GrantId{"soon"}, Points::of(100)},
                                  {GrantId{"late"}, Points::of(50)}});
    CHECK(store::rights_of(*files, MemberId{"M1"}, date("2026-11-24")).size() == 1);
    CHECK(store::rights_of(*files, MemberId{"M2"}, date("2026-11-22")).empty());
}

TEST_CASE("A new epoch holds none of the old one's rights", "[store][rights]")
{
    Files files;
    store::record_grant(*files, grant("G1", 100, "2026-12-31"));
    store::start_epoch(*files, 2);
    CHECK(store::held_rights(*files).empty());
    CHECK(store::rights_of(*files, MemberId{"M1"}, date("2026-11-22")).empty());
}
