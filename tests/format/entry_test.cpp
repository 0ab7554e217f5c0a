#include <loyal/format/json.hpp>

#include <catch2/catch.hpp>

using namespace loyal;

TEST_CASE("Every kind of journal entry reads back as it was written", "[format][entry]")
{
    const char* json = GENERATE(
        R"({"basket":{"at":"2026-11-22T18:30:00+08:00","lines":[{"brand":"","category":"","line":1,"name":"A","quantity":1000,"sku":"A","tags":[],"unit_price":100}],"store":"S1","tenders":[{"amount":100,"type":"cash"}],"terminal":"S1-T1"},"cashier":"c1","change":5,"date":"2026-11-22","id":"S1-T1-000001","kind":"sale","priced":{"applied":[],"cash_rounding":0,"coupons":[],"currency":"CNY","declined":[],"discount":0,"engine":1,"gross":100,"lines":[{"discount":0,"gross":100,"line":1,"net":100,"points":0,"quantity":1000,"redeemed":0,"sku":"A","why":[]}],"optimal":true,"points":{"bonus":0,"earned":0,"multiplier_bp":10000},"programme":"p","redeemed":{"points":0,"worth":0},"total":100,"version":1},"rights":[{"grant":"g1","points":10}]})",
        R"({"at":"2026-11-23T10:00:00+08:00","cashier":"c1","date":"2026-11-23","id":"S1-T1-000002","kind":"return","lines":[{"line":1,"quantity":1000}],"member":"M1","of":"S1-T1-000001","reason":"size","refund":{"amount":100,"coupons":["C1"],"given_back":3,"lines":[{"line":1,"quantity":1000,"refund":100}],"spend":100,"taken_back":1,"uses":[{"applications":1,"layer":"price","offer":"o"}],"whole":true},"sale_date":"2026-11-22","store":"S1","tender":"mobile"})",
        R"({"at":"2026-11-23T10:00:00+08:00","cashier":"","date":"2026-11-23","id":"v","kind":"void","lines":[],"of":"s","reason":"","refund":{"amount":0,"lines":[]},"sale_date":"2026-11-23","store":"S1","tender":"cash"})",
        R"({"at":"2026-11-23T10:00:00+08:00","birthday":"1990-05-01","card":"29001","cashier":"c1","consent_messages":true,"date":"2026-11-23","kind":"enrol","member":"M1","referrer":"M0","sealed":"AAAA","store":"S1"})",
        R"({"at":"2026-11-23T10:00:00+08:00","by":"boss","date":"2026-11-23","id":"a1","kind":"adjust","member":"M1","points":-50,"reason":"mistake"})",
        R"({"at":"2026-11-23T10:00:00+08:00","date":"2026-11-23","grant":"g1","kind":"grant","last_day":"2026-12-23","member":"M1","points":500,"step":"received"})",
        R"({"at":"2026-11-23T22:00:00+08:00","cashier":"c1","date":"2026-11-23","kind":"day_close"})");
    const auto entry = format::parse_entry(json);
    if (!entry) FAIL(to_string(entry.error()));
    CHECK(format::to_json(*entry) == json);
}

TEST_CASE("An entry of an unknown kind is refused by name", "[format][entry]")
{
    CHECK(to_string(format::parse_entry(R"({"kind":"party"})").error()) ==
          "kind: must be one of sale, return, void, enrol, adjust, grant, day_close");
}

TEST_CASE("A member's state reads back as it was written", "[format][member]")
{
    const char* json =
        R"({"birthday":"1990-05-01","days":[{"accrued":10,"date":"2026-11-22","referrals":1,"sales":1,"spend":1000}],"debt":5,"enrolled":"2024-01-01","floor":{"by":"c1","reason":"r","tier":"vip","until":"2026-12-31"},"household":"H1","id":"M1","lifecycle":"loyal","lifts":[{"before":"","before_failing_since":"2026-10-01","before_since":"2026-01-01","date":"2026-11-22"}],"lots":[{"from":"2026-11-22","id":"T1","points":10,"until":"2027-11-22"}],"owed":[{"lot":"T0","points":2}],"segments":["s"],"spends":[{"lot":{"from":"2026-01-01","id":"T0","points":3},"sale":"T1"}],"stand_ins":[{"in_place_of":"T0","lot":{"from":"2026-01-01","id":"T2","points":1}}],"tier":"vip","tier_failing_since":"2026-12-01","tier_since":"2026-11-22","transactions":1,"used":[{"applications":1,"date":"2026-11-22","offer":"o","units":2}]})";
    const auto member = format::parse_member_state(json);
    if (!member) FAIL(to_string(member.error()));
    CHECK(format::to_json(*member) == json);
}

TEST_CASE("A member's state of version 0.1, whose lifts name their sale, is still read",
          "[format][member]")
{
    const auto member = format::parse_member_state(
        R"({"id":"M1","lifts":[{"before":"basic","date":"2026-11-22","sale":"T1"}],"tier":"vip","tier_since":"2026-11-22"})");
    REQUIRE(member.has_value());
    CHECK(member->lifts ==
          std::vector{TierLift{*parse_date("2026-11-22"), {TierCode{"basic"}, {}, {}}}});
}
