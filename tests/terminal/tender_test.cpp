#include "terminal/shop.hpp"

#include <loyal/store/reports.hpp>
#include <loyal/store/verify.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using loyal::tests::Shop;
using nlohmann::json;

namespace {

json tender_body(const json& basket, const json& total, const json& tenders)
{
    return {{"revision", basket["revision"]}, {"total", total}, {"tenders", tenders}};
}

}  // namespace

TEST_CASE("The worked example is sold to the fen, with points under a right", "[terminal][tender]")
{
    Shop shop;
    shop.grant(1200);
    shop.ring_up_example();
    const auto redeemed = shop.put("/v1/baskets/current/redeem", {{"points", 1000}});
    REQUIRE(redeemed.status == 200);
    CHECK(redeemed.body["member"]["redeem"]["allowed"] == true);
    CHECK(redeemed.body["member"]["redeem"]["most"] == 1200);

    const auto sale = shop.pay();
    REQUIRE(sale.status == 201);
    CHECK(sale.body["id"] == "S001-T1-000001");
    CHECK(sale.body["total"] == 18687);
    CHECK(sale.body["change"] == 0);
    // 1200 − 1000 used + 558 earned.
    CHECK(sale.body["points"] == json{{"earned", 558}, {"redeemed", 1000}, {"balance", 758}});
    CHECK(store::held_rights(shop.database()).front().remaining == Points::of(200));
    CHECK(store::verify(shop.database()).empty());
    CHECK(shop.get("/v1/baskets/current").status == 404);
}

TEST_CASE("Cash is rounded, and what is over comes back", "[terminal][tender]")
{
    Shop shop;
    shop.ring_up_example();
    const auto basket = shop.get("/v1/baskets/current").body;
    const auto sale =
        shop.post("/v1/baskets/current/tender",
                  tender_body(basket, 19690, {{{"type", "cash"}, {"amount", 20000}}}));
    REQUIRE(sale.status == 201);
    CHECK(sale.body["cash_rounding"] == 3);
    CHECK(sale.body["change"] == 310);
    CHECK(sale.body["paid"] == 20000);
}

TEST_CASE("A sale may be split over tenders; only cash may be over", "[terminal][tender]")
{
    Shop shop;
    shop.scan(Shop::backpack);
    const auto basket = shop.get("/v1/baskets/current").body;
    const auto tender = [&](const json& tenders) {
        return shop.post("/v1/baskets/current/tender", tender_body(basket, 12900, tenders));
    };
    CHECK(tender({{{"type", "mobile"}, {"amount", 10000}}}).body["error"]["code"] ==
          "tender_too_small");
    CHECK(tender({{{"type", "mobile"}, {"amount", 13000}}}).body["error"]["code"] ==
          "tender_too_large");
    CHECK(tender(json::array()).status == 422);
    const auto sale =
        tender({{{"type", "mobile"}, {"amount", 10000}}, {{"type", "cash"}, {"amount", 3000}}});
    REQUIRE(sale.status == 201);
    CHECK(sale.body["change"] == 100);
}

TEST_CASE("What was shown is what is charged", "[terminal][tender]")
{
    Shop shop;
    shop.scan(Shop::backpack);
    const auto seen = shop.get("/v1/baskets/current").body;
    shop.scan(Shop::socks);
    const auto old = shop.post("/v1/baskets/current/tender",
                               tender_body(seen, 12900, {{{"type", "card"}, {"amount", 12900}}}));
    CHECK(old.status == 409);
    CHECK(old.body["error"]["code"] == "revision_is_old");
    CHECK(old.body["basket"]["due"]["other"] == 14890);

    const auto now = shop.get("/v1/baskets/current").body;
    const auto changed =
        shop.post("/v1/baskets/current/tender",
                  tender_body(now, 12900, {{{"type", "card"}, {"amount", 12900}}}));
    CHECK(changed.body["error"]["code"] == "total_changed");
    CHECK(shop.get("/v1/transactions").body.empty());
}

TEST_CASE("A tender sent again sells once and answers the same, also after a restart",
          "[terminal][tender][idempotency]")
{
    Shop shop;
    shop.scan(Shop::backpack);
    const auto body = tender_body(shop.get("/v1/baskets/current").body, 12900,
                                  {{{"type", "card"}, {"amount", 12900}}});
    const std::string path =
        "/v1/baskets/" + shop.get("/v1/baskets").body["current"].get<std::string>() + "/tender";
    const auto first = shop.post(path, body, "retry");
    REQUIRE(first.status == 201);
    CHECK(shop.post(path, body, "retry").reply.body == first.reply.body);
    shop.restart();
    CHECK(shop.post(path, body, "retry").reply.body == first.reply.body);
    CHECK(shop.post(path, body, "retry").reply.events.empty());
    // Another key does not sell the basket a second time either.
    CHECK(shop.post(path, body, "other").status == 404);
    CHECK(shop.get("/v1/transactions").body.size() == 1);
}

TEST_CASE("Offline and without a right points are declined with what can be done",
          "[terminal][redeem]")
{
    Shop shop;
    shop.ring_up_example();
    const auto basket = shop.put("/v1/baskets/current/redeem", {{"points", 1000}}).body;
    CHECK(basket["priced"]["redeemed"]["points"] == 0);
    CHECK(basket["member"]["redeem"]["allowed"] == false);
    CHECK(basket["member"]["redeem"]["reason"]["zh-CN"] ==
          "离线，本机没有授权，暂不能用积分。请店长取口令，或照常收款。");
    CHECK(basket["due"]["other"] == 19687);
}

TEST_CASE("A coupon is used once", "[terminal][coupon]")
{
    Shop shop;
    shop.ring_up_example();
    CHECK(shop.post("/v1/baskets/current/coupons", {{"code", "autumn-2026:AUT-7F3K"}}).status ==
          409);
    REQUIRE(shop.pay().status == 201);
    shop.scan(Shop::backpack);
    CHECK(shop.post("/v1/baskets/current/coupons", {{"code", "autumn-2026:AUT-7F3K"}}).status ==
          409);
    CHECK(shop.post("/v1/baskets/current/coupons", {{"code", "nonsense"}}).status == 400);
}
