#include "store/samples.hpp"

#include <loyal/store/members.hpp>
#include <loyal/store/reports.hpp>
#include <loyal/store/session.hpp>
#include <loyal/store/transactions.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::tests;

TEST_CASE("A sale, its totals and its answer are there after a reopening", "[store][journal]")
{
    Files files;
    const store::Answer answer{"key", format::hash("request"), 201, "{\"id\":1}", 100};
    const auto position = store::record_sale(*files, member_sale(*files, 5'000, 50), "B1", answer);
    REQUIRE(position.has_value());
    CHECK(position->seq == 1);
    files.open();

    const auto found = store::find_sale(*files, TransactionId{"S1-T1-000001"});
    REQUIRE(found.has_value());
    CHECK(found->sale.priced.total == Money::minor(5'000));
    const auto totals = store::totals_by_tier(*files, {date("2026-11-22"), date("2026-11-22")});
    REQUIRE(totals.size() == 1);
    CHECK(totals[0].tier == TierCode{"gold"});
    CHECK(totals[0].net == Money::minor(5'000));
    CHECK(totals[0].members == 1);
    CHECK(totals[0].points_issued == Points::of(50));
    CHECK(store::find_answer(*files, "key")->body == "{\"id\":1}");
    CHECK(store::next_transaction(*files) == TransactionId{"S1-T1-000002"});
}

TEST_CASE("A basket is sold once", "[store][journal]")
{
    Files files;
    REQUIRE(store::record_sale(*files, sale(*files, 100), "B1", std::nullopt).has_value());
    const auto again = store::record_sale(*files, sale(*files, 100), "B1", std::nullopt);
    CHECK(again.error() == Errc::basket_not_found);
    CHECK(store::head(*files).seq == 1);
}

TEST_CASE("What cannot be sent is not sold", "[store][journal]")
{
    Files files;
    SaleEntry large = sale(*files, 100);
    large.basket.lines[0].name = std::string(200 << 10, 'x');
    const auto refused = record(*files, large);
    CHECK(refused.error() == Errc::too_many_lines);
    CHECK(store::head(*files).seq == 0);
    CHECK(store::next_transaction(*files) == TransactionId{"S1-T1-000001"});
}

TEST_CASE("The chain is what goes to head office, until it has received it", "[store][link]")
{
    Files files;
    for (int i = 0; i < 3; ++i) REQUIRE(record(*files, sale(*files, 100 + i)).has_value());
    CHECK(store::unsent(*files).count == 3);
    CHECK(store::unsent(*files).oldest == instant("2026-11-22T18:30:00+08:00"));

    const auto entries = store::entries_after(*files, 1, 0, 2, 1 << 20);
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].prev == format::Hash{});
    CHECK(entries[1].prev == entries[0].hash);
    CHECK(entries[1].hash == format::entry_hash("S1-T1", 1, 2, entries[0].hash, entries[1].body));
    CHECK(store::entries_after(*files, 1, 0, 100, 1).size() == 1);

    store::acknowledge(*files, 1, 2);
    store::acknowledge(*files, 1, 1);
    CHECK(store::acknowledged(*files, 1) == 2);
    CHECK(store::unsent(*files).count == 1);
    CHECK(store::entries_after(*files, 1, 2, 100, 1 << 20).size() == 1);
}

TEST_CASE("A new epoch begins a chain of its own and keeps what is unsent", "[store][link]")
{
    Files files;
    REQUIRE(record(*files, sale(*files, 100)).has_value());
    store::start_epoch(*files, 2);
    const auto position = record(*files, sale(*files, 200));
    REQUIRE(position.has_value());
    CHECK(position->epoch == 2);
    CHECK(position->seq == 1);
    CHECK(store::unsent(*files).count == 2);
    CHECK(store::unsent_epochs(*files) == std::vector<std::int64_t>{1, 2});
    CHECK(store::entries_after(*files, 2, 0, 10, 1 << 20)[0].prev == format::Hash{});
}

TEST_CASE("A basket's versions are kept for undo and gone once it is sold", "[store][session]")
{
    Files files;
    store::save_basket(*files, {"B1", 1, 0, "one"}, std::nullopt);
    store::save_basket(*files, {"B1", 2, 1, "two"}, std::nullopt);
    files.open();
    REQUIRE(store::open_baskets(*files).size() == 1);
    CHECK(store::find_basket(*files, "B1")->content == "two");
    CHECK(store::basket_version(*files, "B1", 1)->content == "one");
    REQUIRE(store::record_sale(*files, sale(*files, 100), "B1", std::nullopt).has_value());
    // As after a kill between the sale's commit and the basket's removal.
    files.open();
    CHECK(store::open_baskets(*files).empty());
    CHECK_FALSE(store::find_basket(*files, "B1"));
}

TEST_CASE("Old answers are forgotten, young ones are not", "[store][session]")
{
    Files files;
    const auto answer = [](const char* key, std::int64_t at) {
        return store::Answer{key, {}, 200, "x", at};
    };
    store::keep_session_answer(*files, answer("old", 10));
    store::keep_session_answer(*files, answer("young", 30));
    REQUIRE(store::record_sale(*files, sale(*files, 1), "B1", answer("sold", 10)).has_value());
    store::purge_answers(*files, 20, 100);
    CHECK_FALSE(store::find_answer(*files, "old"));
    CHECK_FALSE(store::find_answer(*files, "sold"));
    CHECK(store::find_answer(*files, "young"));
}

TEST_CASE("The business date follows the cut-over hour and never goes back", "[store][journal]")
{
    Files files;
    CHECK(store::trading_day(*files, instant("2026-11-22T01:30:00+08:00")) == date("2026-11-22"));
    REQUIRE(record(*files, sale(*files, 100)).has_value());
    CHECK(store::trading_day(*files, instant("2026-11-20T12:00:00+08:00")) == date("2026-11-22"));
    CHECK(store::trading_day(*files, instant("2026-11-23T12:00:00+08:00")) == date("2026-11-23"));
}
