#include <loyal/format/json.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

using namespace loyal;

namespace {

nlohmann::json example()
{
    std::ifstream stream{LOYAL_SOURCE_DIR "/tests/data/worked-example/programme.json"};
    return nlohmann::json::parse(stream);
}

}  // namespace

TEST_CASE("A programme that is wrong names the member that is wrong", "[format][programme]")
{
    struct Case {
        const char* path;
        const char* value;
        const char* message;
    };
    const auto [path, value, message] = GENERATE(values<Case>({
        {"/currency", "\"yuan\"", "currency: must be an ISO 4217 code as CNY"},
        {"/business_day_starts", "\"5\"", "business_day_starts: must be a time of day as 05:00"},
        {"/business_day_starts", "\"25:00\"",
         "business_day_starts: must be a time of day as 05:00"},
        {"/rounding", "\"up\"", "rounding: must be one of half_up, half_even, down"},
        {"/colour", "1", "colour: is not known here"},
        {"/tiers/1/rank", "0", "tiers[1].rank: is there twice"},
        {"/tiers/1/id", "\"potential\"", "tiers[1].id: is there twice"},
        {"/tiers/1/enter/0/0/min", "-5", "tiers[1].enter[0][0].min: must not be negative"},
        {"/offers/0/layer", "\"vip\"", "offers[0].layer: must be one of the programme's layers"},
        {"/offers/1/id", "\"shirt-member-price\"", "offers[1].id: is there twice"},
        {"/offers/2/when/tiers/0", "\"gold\"",
         "offers[2].when.tiers[0]: must be one of the programme's tiers"},
        {"/offers/2/reward/bp", "10001", "offers[2].reward.bp: must be at most 10000"},
        {"/offers/2/reward/of", "1", "offers[2].reward.of: is not known here"},
        {"/offers/2/reward/type", "\"magic\"",
         "offers[2].reward.type: must be one of percent, amount, fixed, nth, bundle, spend, "
         "basket_percent, gift, points"},
        {"/offers/5/reward/steps/0/bp", "100",
         "offers[5].reward.steps[0]: must have one of off and bp"},
        {"/offers/5/when/weekdays/0", "8", "offers[5].when.weekdays[0]: must be at most 7"},
        {"/offers/0/limit", "{\"units\":0}", "offers[0].limit.units: must not be 0"},
        {"/offers/1/limit", "{\"units\":2}",
         "offers[1].limit: units stand only with percent, amount and fixed"},
        {"/points/redeem/step", "150", "points.redeem.step: must be a multiple of points"},
        {"/points/expiry", "{\"days\":3,\"months\":3}",
         "points.expiry: must have one of days, months and year_end_after_years"},
        {"/rfm", "{}", "rfm.grid: is missing"},
        {"/rfm", R"({"grid":[[],[],[],[],[]]})", "rfm.grid[0]: must be 5 names"},
        {"/classes", R"({"high_share_bp":9000})",
         "classes: must have shares of at most 10000 together"},
        {"/lifecycle", R"({"at_risk_days":200})",
         "lifecycle.lost_days: must be more than at_risk_days"},
        {"/lifecycle", R"({"alive_bp":{"at_risk":2000,"lost":2000}})",
         "lifecycle.alive_bp: must have lost below at_risk"},
        {"/lifecycle", R"({"alive_bp":{"at_risk":5000,"lost":2000},"lost_days":9})",
         "lifecycle.lost_days: is not known here"},
        {"/tiers/1/enter/0/0/metric", "\"score\"",
         "tiers[1].enter[0][0].metric: score needs tier_policy.score"},
        {"/tier_policy/score", "{}",
         "tier_policy.score: must have one of spend, visits, points and referrals"},
        {"/tier_policy/score", R"({"spend":{"per":0,"weight":1}})",
         "tier_policy.score.spend.per: must not be 0"},
        {"/tier_policy/score", R"({"score":{"per":1,"weight":1}})",
         "tier_policy.score.score: is not known here"},
    }));
    CAPTURE(path, value);
    auto document = example();
    document[nlohmann::json::json_pointer{path}] = nlohmann::json::parse(value);
    const auto programme = format::parse_programme(document.dump());
    REQUIRE_FALSE(programme.has_value());
    CHECK(to_string(programme.error()) == message);
}

TEST_CASE("Every reward, condition and limit reads back as it was written", "[format][programme]")
{
    auto document = example();
    document["offers"] = nlohmann::json::parse(R"([
      {"id":"a","layer":"price","name":{"zh-CN":"甲","en":"A"},"exclusive":true,
       "items":{"sku":["1"],"category":["c"],"brand":["b"],"tag":["t"],"price":{"from":1,"to":9},
                "not":{"brand":["x"]}},
       "when":{"member":true,"tiers":["vip"],"segments":["s"],"lifecycle":["new"],
               "birthday":{"month":true},"enrolled_days":{"most":30},"first_purchase":true,
               "coupon":"k","stores":["S1"],"channel":["app"],
               "dates":{"from":"2026-01-01","to":"2026-12-31"},"weekdays":[1],
               "days_of_month":[8],"hours":[["22:00","02:00"]],"min_spend":5,"min_quantity":2000,
               "of":{"brand":["b"]}},
       "reward":{"type":"fixed","prices":{"1":5}},
       "limit":{"per_basket":1,"per_member":2,"units":3,"units_per_member":4,
                "window":{"birthday":1}}},
      {"id":"b","layer":"price","name":{"zh-CN":"乙","en":"B"},"cost":{"points":25},
       "reward":{"type":"bundle","slots":[{"items":{"sku":["1"]},"quantity":1000}],"off":3}},
      {"id":"c","layer":"price","name":{"zh-CN":"丙","en":"C"},
       "reward":{"type":"nth","buy":2,"get":1,"bp":10000,"repeat":false,"same":"sku"}},
      {"id":"d","layer":"price","name":{"zh-CN":"丁","en":"D"},
       "reward":{"type":"spend","every":{"from":100,"off":5,"most":3}}},
      {"id":"e","layer":"price","name":{"zh-CN":"戊","en":"E"},
       "reward":{"type":"gift","sku":"G","quantity":1000,"value":9,"every":{"min_quantity":3000}}},
      {"id":"f","layer":"price","name":{"zh-CN":"己","en":"F"},
       "reward":{"type":"points","multiplier_bp":20000,"most":9}}])");
    const std::string once = format::to_json(format::parse_programme(document.dump()).value());
    const auto resolved = nlohmann::json::parse(once);
    CHECK(format::to_json(format::parse_programme(once).value()) == once);
    for (std::size_t i = 0; i < document["offers"].size(); ++i) {
        for (const auto& [name, value] : document["offers"][i].items()) {
            CAPTURE(i, name);
            CHECK(resolved["offers"][i][name] == value);
        }
    }
}

TEST_CASE("Score, classes, RFM grid and lifecycle read back as they were written",
          "[format][programme]")
{
    auto document = example();
    document["tiers"][1]["enter"][0][0]["metric"] = "score";
    document["tier_policy"]["score"] = nlohmann::json::parse(
        R"({"spend":{"per":100,"weight":2,"most":9},"visits":{"per":1,"weight":30}})");
    document["classes"] = {{"high_share_bp", 7000}, {"mid_share_bp", 2000}};
    document["rfm"]["grid"] = std::vector<std::vector<std::string>>{{"a", "b", "c", "d", "e"},
                                                                    {"f", "g", "h", "i", "j"},
                                                                    {"k", "l", "m", "n", "o"},
                                                                    {"p", "q", "r", "s", "t"},
                                                                    {"u", "v", "w", "x", "y"}};
    document["lifecycle"] =
        nlohmann::json::parse(R"({"loyal_purchases":7,"alive_bp":{"at_risk":6000,"lost":100}})");
    const Programme programme = format::parse_programme(document.dump()).value();
    const ScoreRule expected{{Metric::spend, {100, 2, 9}}, {Metric::visits, {1, 30, std::nullopt}}};
    CHECK(programme.tier_policy.score == expected);
    CHECK(programme.rfm.grid[4][0] == "u");
    const auto resolved = nlohmann::json::parse(format::to_json(programme));
    CHECK(resolved["tier_policy"]["score"] == document["tier_policy"]["score"]);
    for (const char* member : {"classes", "rfm", "lifecycle"}) {
        CAPTURE(member);
        CHECK(resolved[member] == document[member]);
    }
}
