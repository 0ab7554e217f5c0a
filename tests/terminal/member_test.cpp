#include "terminal/shop.hpp"

#include <loyal/store/verify.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using loyal::tests::Shop;
using nlohmann::json;

TEST_CASE("A member is found by card, phone and last digits, always masked", "[terminal][member]")
{
    Shop shop;
    for (const char* query : {"card=29001234", "phone=138-0013-8000", "last4=8000"}) {
        INFO(query);
        const auto found = shop.get(std::string{"/v1/members?"} + query);
        REQUIRE(found.body.size() == 1);
        CHECK(found.body[0]["name"] == "王*明");
        CHECK(found.body[0]["phone"] == "138****8000");
        CHECK(found.body[0]["birthday_in_days"] == 1);
        CHECK(found.reply.body.find("王小明") == std::string::npos);
        CHECK(found.reply.body.find("13800138000") == std::string::npos);
    }
    CHECK(shop.get("/v1/members?last4=7777").body.empty());
    CHECK(shop.get("/v1/members?card=29009999").body.empty());
    CHECK(shop.get("/v1/members").status == 400);
    CHECK(shop.get("/v1/members?card=1&phone=2").status == 400);
    CHECK(shop.get("/v1/members/nobody").status == 404);
}

TEST_CASE("An enrolled member can be scanned at once, offline and after a restart",
          "[terminal][member]")
{
    Shop shop;
    const json person{{"name", "李雷"},
                      {"phone", "13911112222"},
                      {"card", "29005555"},
                      {"birthday", "1995-02-28"},
                      {"consent_messages", true}};
    const auto enrolled = shop.post("/v1/members", person, "once");
    REQUIRE(enrolled.status == 201);
    CHECK(enrolled.body["name"] == "李*");
    CHECK(shop.post("/v1/members", person, "once").reply.body == enrolled.reply.body);
    shop.restart();
    CHECK(shop.scan("29005555").body["outcome"] == "member");
    CHECK(shop.get("/v1/members?phone=13911112222").body[0]["id"] == enrolled.body["id"]);
    const auto taken = shop.post("/v1/members", person, "another");
    CHECK(taken.status == 409);
    CHECK(taken.body["error"]["code"] == "credential_taken");
    CHECK(store::verify(shop.database()).empty());
}

TEST_CASE("Names and phones are not readable on the disk", "[terminal][member][privacy]")
{
    Shop shop;
    shop.post("/v1/members", {{"name", "韩梅梅"}, {"phone", "13744445555"}});
    shop.database().checkpoint();
    for (const char* name : {"loyald.db", "loyald.db-wal", "session.db", "session.db-wal"}) {
        INFO(name);
        const std::string bytes = tests::read_text(shop.file(name));
        CHECK(bytes.find("韩梅梅") == std::string::npos);
        CHECK(bytes.find("13744445555") == std::string::npos);
    }
}

TEST_CASE("A new member moves up by the sale that reaches the tier", "[terminal][member]")
{
    Shop shop;
    shop.post("/v1/members", {{"name", "李雷"}, {"phone", "13911112222"}, {"card", "29005555"}});
    shop.scan("29005555");
    // Ordinary from 1,000.00 in the month: eight backpacks are 1,032.00.
    for (int i = 0; i < 8; ++i) shop.scan(Shop::backpack);
    const auto sale = shop.pay();
    REQUIRE(sale.status == 201);
    CHECK(sale.body["tier"] == json{{"before", "potential"}, {"after", "ordinary"}});
    const std::string id = shop.get("/v1/members?card=29005555").body[0]["id"];
    CHECK(shop.get("/v1/members/" + id).body["tier"] == "ordinary");
}
