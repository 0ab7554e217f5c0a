#include "terminal/shop.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace loyal;
using loyal::tests::Shop;
using nlohmann::json;

TEST_CASE("Scans in any order lead to the worked example's total", "[terminal][basket]")
{
    Shop shop;
    SECTION("member first")
    {
        shop.ring_up_example();
    }
    SECTION("member last")
    {
        shop.scan(Shop::backpack);
        for (int i = 0; i < 3; ++i) shop.scan(Shop::socks);
        shop.scan("CPN:autumn-2026:AUT-7F3K");
        shop.scan(Shop::shirt);
        shop.scan(Shop::card);
    }
    const auto basket = shop.get("/v1/baskets/current");
    REQUIRE(basket.status == 200);
    // 267.70 less 20.00, 9.95, 10.88 and 30.00: the contract's example before its points.
    CHECK(basket.body["due"]["other"] == 19687);
    CHECK(basket.body["due"]["cash"] == 19690);
    CHECK(basket.body["saved"] == 7083);
    CHECK(basket.body["member"]["name"] == "王*明");
    CHECK(basket.body["member"]["card_last4"] == "1234");
    CHECK(basket.body["lines"].size() == 3);
}

TEST_CASE("The card's voice says what it saves", "[terminal][scan]")
{
    Shop shop;
    shop.scan(Shop::shirt);
    const auto scanned = shop.scan(Shop::card);
    CHECK(scanned.body["outcome"] == "member");
    // The shirt's 79.00 becomes 59.00 by the member price, less 10 %: 53.10.
    CHECK(scanned.body["voice"]["text"]["zh-CN"] == "已读会员卡：王*明，这一单少付 ¥25.90。");
    CHECK(scanned.body["voice"]["sound"] == "member");
}

TEST_CASE("What the till does not know is an answer and changes nothing", "[terminal][scan]")
{
    Shop shop;
    shop.scan(Shop::shirt);
    const auto before = shop.get("/v1/baskets/current").body;
    CHECK(shop.scan("6909999999990").body["outcome"] == "unknown_item");
    CHECK(shop.scan("29007777").body["outcome"] == "unknown_card");
    CHECK(shop.scan("29009999").body["outcome"] == "blocked_card");
    CHECK(shop.scan("S001-T1-000482").body["transaction"] == "S001-T1-000482");
    CHECK(shop.get("/v1/baskets/current").body == before);
}

TEST_CASE("A payment card leaves no trace on the disk", "[terminal][scan][privacy]")
{
    Shop shop;
    const std::string number = "4111111111111111";
    const auto scanned = shop.scan(number);
    CHECK(scanned.body["outcome"] == "payment_card");
    CHECK(scanned.reply.body.find(number) == std::string::npos);
    for (const char* name : {"loyald.db", "loyald.db-wal", "session.db", "session.db-wal"}) {
        INFO(name);
        CHECK(tests::read_text(shop.file(name)).find(number) == std::string::npos);
    }
    auto row = shop.database().prepare("SELECT count(*) FROM session.answer");
    REQUIRE(row.step());
    CHECK(row.integer(0) == 0);
}

TEST_CASE("Undo goes back one change at a time, past a restart", "[terminal][basket]")
{
    Shop shop;
    shop.scan(Shop::shirt);
    shop.scan(Shop::socks);
    shop.scan(Shop::card);
    shop.restart();
    CHECK(shop.post("/v1/baskets/current/undo").body["member"].is_null());
    CHECK(shop.post("/v1/baskets/current/undo").body["lines"].size() == 1);
    CHECK(shop.post("/v1/baskets/current/undo").body["lines"].empty());
    CHECK(shop.post("/v1/baskets/current/undo").status == 422);
    CHECK(shop.get("/v1/baskets/current").body["revision"] == 6);
}

TEST_CASE("A suspended basket waits while another is sold", "[terminal][basket]")
{
    Shop shop;
    shop.scan(Shop::shirt);
    const auto suspended = shop.post("/v1/baskets/current/suspend").body;
    CHECK(suspended["state"] == "suspended");
    CHECK(shop.get("/v1/baskets/current").status == 404);
    shop.scan(Shop::backpack);
    CHECK(shop.pay().status == 201);
    const std::string id = suspended["id"];
    CHECK(shop.post("/v1/baskets/" + id + "/scan", {{"label", Shop::socks}}).status == 409);
    CHECK(shop.post("/v1/baskets/" + id + "/resume").body["lines"].size() == 1);
    CHECK(shop.get("/v1/baskets").body["current"] == id);
}

TEST_CASE("The POS's own price stands, and what it names need not be known", "[terminal][basket]")
{
    Shop shop;
    shop.post("/v1/baskets/current/lines", {{"sku", Shop::backpack}, {"unit_price", 9900}});
    const auto basket =
        shop.post("/v1/baskets/current/lines",
                  {{"sku", "BAG"}, {"name", "袋子"}, {"unit_price", 50}, {"quantity", 2000}});
    CHECK(basket.body["lines"][0]["unit_price"] == 9900);
    CHECK(basket.body["lines"][0]["list_price"] == 12900);
    CHECK(basket.body["due"]["other"] == 10000);
    CHECK(shop.post("/v1/baskets/current/lines", {{"sku", "NOTHING"}}).status == 404);
}

TEST_CASE("A change without a key, or with one of another request, changes nothing",
          "[terminal][idempotency]")
{
    Shop shop;
    CHECK(shop.post("/v1/baskets", json::object(), std::string(65, 'k')).status == 400);
    CHECK(shop.post("/v1/baskets", json::object(), "with space").status == 400);
    const auto first = shop.post("/v1/baskets/current/scan", {{"label", Shop::shirt}}, "same");
    const auto again = shop.post("/v1/baskets/current/scan", {{"label", Shop::shirt}}, "same");
    CHECK(again.reply.body == first.reply.body);
    CHECK(shop.post("/v1/baskets/current/scan", {{"label", Shop::socks}}, "same").status == 422);
    shop.restart();
    CHECK(shop.post("/v1/baskets/current/scan", {{"label", Shop::shirt}}, "same").reply.body ==
          first.reply.body);
    CHECK(shop.get("/v1/baskets/current").body["revision"] == 1);
}

TEST_CASE("Mistakes in a request are named with their place", "[terminal][api]")
{
    Shop shop;
    const auto mistake = [&](const std::string& path, const json& body) {
        const auto answered = shop.post(path, body);
        CHECK(answered.status == 400);
        return answered.body["error"].value("member", "");
    };
    CHECK(mistake("/v1/baskets/current/scan", {{"label", 5}}) == "label");
    CHECK(mistake("/v1/baskets/current/scan", {{"label", "1"}, {"colour", 1}}) == "colour");
    CHECK(mistake("/v1/baskets/current/scan", {{"label", "1"}, {"quantity", 0}}) == "quantity");
    CHECK(mistake(
              "/v1/baskets/current/tender",
              {{"revision", 1}, {"total", 1}, {"tenders", {{{"type", "gold"}, {"amount", 1}}}}}) ==
          "tenders[0].type");
    CHECK(shop.get("/v1/nothing").status == 404);
    CHECK(shop.call(http::Method::put, "/v1/status").status == 405);
}
