#include "store/samples.hpp"

#include <loyal/store/verify.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::tests;

namespace {

void fill(Files& files)
{
    store::MemberRow member;
    member.state.id = MemberId{"M1"};
    member.state.standing.tier = TierCode{"gold"};
    store::apply_members(*files, std::vector{member}, std::nullopt);
    store::ItemRow item;
    item.sku = Sku{"A"};
    item.unit_price = Money::minor(100);
    store::apply_items(*files, std::vector{item}, std::nullopt);
    REQUIRE(record(*files, sale(*files, 4'000)).has_value());
    REQUIRE(record(*files, member_sale(*files, 5'000, 50)).has_value());
    REQUIRE(store::verify(*files).empty());
}

}  // namespace

TEST_CASE("verify finds what does not follow from the journal", "[store][verify]")
{
    struct Damage {
        const char* sql;
        const char* what;
    };
    const auto damage = GENERATE(
        Damage{"UPDATE day_total SET net = net + 1 WHERE tier = 'gold'",
               "day_total 2026-11-22 gold"},
        Damage{"DELETE FROM day_total WHERE tier = ''", "day_total 2026-11-22 "},
        Damage{"DELETE FROM member_day", "member_day 2026-11-22 gold M1"},
        Damage{"UPDATE counter SET value = 1", "running number"},
        Damage{"UPDATE journal SET tier = 'basic' WHERE seq = 2", "journal 1/2 columns"},
        Damage{"UPDATE journal SET hash = zeroblob(32) WHERE seq = 1", "journal 1/1 hash"},
        Damage{"UPDATE journal SET body = CAST(replace(CAST(body AS TEXT), '4000', '4001') AS BLOB)"
               " WHERE seq = 1",
               "journal 1/1 hash"},
        Damage{"DELETE FROM journal WHERE seq = 1", "journal 1/2 seq"},
        Damage{"UPDATE member SET state = replace(state, 'gold', 'golf')", "member M1"},
        Damage{"UPDATE item SET unit_price = 101", "item A"},
        Damage{"INSERT INTO used_coupon VALUES ('C', 'S1-T1-000001')", "used_coupon C"});
    Files files;
    fill(files);
    INFO(damage.sql);
    (*files).execute(damage.sql);
    const auto differences = store::verify(*files);
    REQUIRE_FALSE(differences.empty());
    CHECK(differences.front().what == damage.what);
}

TEST_CASE("verify works on a connection that only reads", "[store][verify]")
{
    Files files;
    fill(files);
    auto reader = store::open_reader(files.path());
    CHECK(store::verify(reader).empty());
}
