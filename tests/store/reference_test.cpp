#include "store/samples.hpp"

#include <loyal/store/items.hpp>
#include <loyal/store/members.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace loyal;
using namespace loyal::tests;

namespace {

store::ItemRow item(const char* sku, std::vector<std::string> codes)
{
    store::ItemRow row;
    row.sku = Sku{sku};
    row.codes = std::move(codes);
    row.names = {"商品", "Goods"};
    row.unit_price = Money::minor(990);
    return row;
}

store::MemberRow gold_member()
{
    store::MemberRow row;
    row.state.id = MemberId{"M1"};
    row.state.standing.tier = TierCode{"gold"};
    row.state.account.lots = {{"opening", Points::of(100), date("2026-01-01"), std::nullopt}};
    row.cards = {{"001234", false}, {"777", true}};
    return row;
}

Points points_now(Files& files)
{
    const auto member = store::find_member(*files, MemberId{"M1"}, programme());
    REQUIRE(member.has_value());
    return balance(member->state, date("2026-11-22"));
}

}  // namespace

TEST_CASE("All ways to print one GTIN find one item", "[store][item]")
{
    Files files;
    store::apply_items(*files, std::vector{item("A", {"036000291452"})}, "c1");
    CHECK(store::find_item(*files, "036000291452").has_value());
    CHECK(store::find_item(*files, "0036000291452").has_value());
    CHECK(store::find_item(*files, "00036000291452").has_value());
    CHECK(store::find_item(*files, "36000291452").error() == Errc::item_not_found);
    CHECK(store::cursor(*files, "items") == "c1");
}

TEST_CASE("A changed item takes the old one's place, a deleted one goes", "[store][item]")
{
    Files files;
    store::apply_items(*files, std::vector{item("A", {"X1", "X2"})}, std::nullopt);
    store::apply_items(*files, std::vector{item("A", {"X2", "X3"})}, std::nullopt);
    CHECK_FALSE(store::find_item(*files, "X1").has_value());
    CHECK(store::find_item(*files, "X3")->codes == std::vector<std::string>{"X2", "X3"});
    store::ItemRow gone;
    gone.sku = Sku{"A"};
    gone.deleted = true;
    store::apply_items(*files, std::vector{gone}, std::nullopt);
    CHECK_FALSE(store::find_item(*files, "X2").has_value());
    CHECK(store::search_items(*files, "", 10).empty());
}

TEST_CASE("A card is its whole text, and a lost one identifies nobody", "[store][member]")
{
    Files files;
    store::apply_members(*files, std::vector{gold_member()}, std::nullopt);
    CHECK(store::member_of_card(*files, "001234").value() == MemberId{"M1"});
    CHECK(store::member_of_card(*files, "1234").error() == Errc::member_not_found);
    CHECK(store::member_of_card(*files, "777").error() == Errc::credential_blocked);
}

TEST_CASE("Own entries that head office's state does not contain are laid over it, no others",
          "[store][member]")
{
    Files files;
    store::MemberRow row = gold_member();
    store::apply_members(*files, std::vector{row}, std::nullopt);
    for (const std::int64_t earned : {10, 20, 40})
        REQUIRE(record(*files, member_sale(*files, earned * 100, earned)).has_value());
    CHECK(points_now(files) == Points::of(170));

    // Head office contains 1 and 2: 100 + 30, and the third comes from here.
    row.state.account.lots[0].points = Points::of(130);
    row.contains = {{TerminalId{"S1-T1"}, 1, 2, {}}};
    store::apply_members(*files, std::vector{row}, std::nullopt);
    CHECK(points_now(files) == Points::of(170));

    // It contains all but the second, which is in quarantine.
    row.state.account.lots[0].points = Points::of(150);
    row.contains = {{TerminalId{"S1-T1"}, 1, 3, {2}}};
    store::apply_members(*files, std::vector{row}, std::nullopt);
    CHECK(points_now(files) == Points::of(170));

    // Marks of another terminal say nothing about this journal.
    row.state.account.lots[0].points = Points::of(100);
    row.contains = {{TerminalId{"S1-T2"}, 1, 3, {}}};
    store::apply_members(*files, std::vector{row}, std::nullopt);
    CHECK(points_now(files) == Points::of(170));
}

TEST_CASE("Rows survive the way over JSON", "[store][rows]")
{
    store::MemberRow row = gold_member();
    row.phone_key = 42;
    row.key.emplace().fill(9);
    row.sealed = "c2VhbGVk";
    row.contains = {{TerminalId{"S1-T1"}, 2, 17, {3, 5}}};
    const auto read = store::read_member(store::to_value(row));
    REQUIRE(read.has_value());
    CHECK(read->state == row.state);
    CHECK(read->cards == row.cards);
    CHECK(read->contains == row.contains);
    CHECK(read->key == row.key);
    const store::ItemRow goods = item("A", {"X1"});
    CHECK(store::read_item(store::to_value(goods)).value() == goods);
}

TEST_CASE("A row's mistakes are named with their place", "[store][rows]")
{
    const auto place = [](const char* text) {
        const auto read = store::read_item(nlohmann::json::parse(text), "items[3]");
        REQUIRE_FALSE(read.has_value());
        return read.error().member;
    };
    CHECK(place(R"({"codes":[]})") == "items[3].sku");
    CHECK(place(R"({"sku":"A","colour":1})") == "items[3].colour");
    CHECK(place(R"({"sku":"A","unit_price":-1})") == "items[3].unit_price");
    CHECK(place(R"({"sku":"A","unit_price":1.5})") == "items[3].unit_price");
    CHECK(place(R"({"sku":"A","codes":[1]})") == "items[3].codes");
    CHECK(place("[]") == "items[3]");
}
