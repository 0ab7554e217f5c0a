#include "terminal/shop.hpp"

#include <loyal/store/verify.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using loyal::tests::Shop;
using nlohmann::json;

namespace {

const std::string sale_path = "/v1/transactions/S001-T1-000001";

void sell_example(Shop& shop)
{
    shop.grant(1000);
    shop.ring_up_example();
    shop.put("/v1/baskets/current/redeem", {{"points", 1000}});
    REQUIRE(shop.pay().body["total"] == 18687);
}

}  // namespace

TEST_CASE("A return of the backpack refunds 99.00 and takes back 297 points", "[terminal][return]")
{
    Shop shop;
    sell_example(shop);
    shop.situation.at = *parse_instant("2026-11-24T10:12:00+08:00");
    const json lines{{{"line", 3}, {"quantity", 1000}}};
    const auto quote = shop.post(sale_path + "/return-quote", {{"lines", lines}});
    REQUIRE(quote.status == 200);
    CHECK(quote.body["refund"] == 9900);
    CHECK(quote.body["points"]["taken_back"] == 297);
    CHECK(quote.body["sum"] == json{{"paid", 18687}, {"rest", 8787}});

    json body{{"lines", lines}, {"reason", "不合适"}, {"tender", "mobile"}, {"refund", 9000}};
    CHECK(shop.post(sale_path + "/returns", body).body["error"]["code"] == "total_changed");
    body["refund"] = 9900;
    const auto back = shop.post(sale_path + "/returns", body, "once");
    REQUIRE(back.status == 201);
    CHECK(back.body["id"] == "S001-T1-000002");
    CHECK(shop.post(sale_path + "/returns", body, "once").reply.body == back.reply.body);

    const auto sale = shop.get(sale_path).body;
    CHECK(sale["lines"][2]["returnable"] == 0);
    CHECK(sale["lines"][1]["returnable"] == 3000);
    CHECK(sale["returns"][0]["refund"] == 9900);
    CHECK(shop.post(sale_path + "/return-quote", {{"lines", lines}}).status == 409);
    CHECK(store::verify(shop.database()).empty());
}

TEST_CASE("A void is for the same till and business date", "[terminal][return]")
{
    Shop shop;
    sell_example(shop);
    SECTION("the same evening, the member is where they began")
    {
        // 01:30 still belongs to the 22nd: the programme's day starts at five.
        shop.situation.at = *parse_instant("2026-11-23T01:30:00+08:00");
        const auto voided = shop.post(sale_path + "/void", {{"reason", "收错"}});
        REQUIRE(voided.status == 201);
        CHECK(voided.body["refund"] == 18687);
        const auto member = shop.get("/v1/members/M0000001").body;
        CHECK(member["points"] == json{{"balance", 1200}, {"spendable", 1200}, {"debt", 0}});
        CHECK(shop.post(sale_path + "/void", {{"reason", "再来"}}).status == 409);
    }
    SECTION("the next day it is refused")
    {
        shop.situation.at = *parse_instant("2026-11-23T09:00:00+08:00");
        const auto refused = shop.post(sale_path + "/void", {{"reason", "收错"}});
        CHECK(refused.status == 422);
        CHECK(refused.body["error"]["code"] == "not_this_terminal");
    }
}

TEST_CASE("A return after its days, or of an unknown receipt, says so", "[terminal][return]")
{
    Shop shop;
    sell_example(shop);
    // 30 days after 22 November is 22 December, inclusive.
    shop.situation.at = *parse_instant("2026-12-22T12:00:00+08:00");
    CHECK(shop.post(sale_path + "/return-quote").status == 200);
    shop.situation.at = *parse_instant("2026-12-23T12:00:00+08:00");
    CHECK(shop.post(sale_path + "/return-quote").body["error"]["code"] == "return_window_over");
    CHECK(shop.post("/v1/transactions/S001-T1-000777/return-quote").status == 404);
}

TEST_CASE("A clock set back does not take the business date back", "[terminal][return]")
{
    Shop shop;
    sell_example(shop);
    shop.situation.at = *parse_instant("2026-11-20T12:00:00+08:00");
    shop.scan(Shop::socks);
    CHECK(shop.pay().body["business_date"] == "2026-11-22");
}
