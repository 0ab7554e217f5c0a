#include "terminal/shop.hpp"

#include <catch2/catch.hpp>

using namespace loyal;
using loyal::tests::Shop;
using nlohmann::json;

namespace {

void a_day_of_sales(Shop& shop)
{
    shop.ring_up_example();
    REQUIRE(shop.pay().status == 201);  // vip, 196.87
    shop.scan(Shop::backpack);
    REQUIRE(shop.pay().status == 201);  // no card, 129.00
    shop.scan(Shop::card);
    shop.scan(Shop::backpack);
    REQUIRE(shop.pay().status == 201);  // vip, 129.00: clearance takes no VIP price
}

}  // namespace

TEST_CASE("Sales by tier add up to the sales", "[terminal][report]")
{
    Shop shop;
    a_day_of_sales(shop);
    const auto report = shop.get("/v1/reports/sales-by-tier?from=2026-11-22&to=2026-11-22");
    REQUIRE(report.status == 200);
    const auto& rows = report.body["rows"];
    REQUIRE(rows.size() == 2);
    CHECK(rows[0]["tier"] == "vip");
    CHECK(rows[0]["sales"] == 2);
    CHECK(rows[0]["members"] == 1);
    CHECK(rows[0]["net"] == 32587);
    CHECK(rows[0]["discount"] == 7083);
    CHECK(rows[1]["tier"].is_null());
    CHECK(rows[1]["net"] == 12900);
    CHECK(report.body["total"]["net"] == 45487);
    CHECK(report.body["unsent"] == 3);
    CHECK(report.body["days"].size() == 1);
    CHECK(shop.get("/v1/reports/sales-by-tier?from=2026-11-23").body["rows"].empty());
}

TEST_CASE("The overview's shares follow from the same figures", "[terminal][report]")
{
    Shop shop;
    a_day_of_sales(shop);
    const auto figures = shop.get("/v1/reports/overview").body["figures"];
    CHECK(figures["sales"] == 3);
    CHECK(figures["member_sales"] == 2);
    // 325.87 ÷ 454.87 = 71.64 %; 325.87 ÷ 2 = 162.935, rounded away from zero.
    CHECK(figures["member_share_bp"] == 7164);
    CHECK(figures["basket_value_member"] == 16294);
    CHECK(figures["basket_value_other"] == 12900);
}

TEST_CASE("Top items are by net", "[terminal][report]")
{
    Shop shop;
    a_day_of_sales(shop);
    const auto items = shop.get("/v1/reports/top-items?limit=2").body["items"];
    REQUIRE(items.size() == 2);
    CHECK(items[0]["sku"] == Shop::backpack);
    CHECK(items[0]["name"] == "背包");
    CHECK(items[0]["quantity"] == 3000);
}

TEST_CASE("A report refuses dates that are none", "[terminal][report]")
{
    Shop shop;
    CHECK(shop.get("/v1/reports/overview?from=yesterday").status == 400);
    CHECK(shop.get("/v1/reports/overview?from=2026-11-22&to=2026-11-21").status == 400);
    CHECK(shop.get("/v1/reports/nothing").status == 404);
}
