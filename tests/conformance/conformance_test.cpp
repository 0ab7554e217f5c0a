#include <loyal/core/price.hpp>
#include <loyal/format/json.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <set>
#include <string>

using namespace loyal;
using Json = nlohmann::json;

// The form of the files is told in README.md beside them.
namespace {

constexpr std::array files{"erpnext", "medusa", "odoo",      "open_loyalty", "saleor",
                           "solidus", "square", "talon_one", "vendure"};

struct Case {
    std::string file;
    Json programme;  ///< with the file's base
    Json basket;     ///< with the file's base
    Json members;    ///< the case as it stands in the file
};

Json merged(Json base, const Json& over)
{
    base.merge_patch(over);
    return base;
}

std::vector<Case> read_cases()
{
    std::vector<Case> cases;
    for (const std::string file : files) {
        std::ifstream stream{LOYAL_SOURCE_DIR "/tests/conformance/" + file + ".json"};
        const Json document = Json::parse(stream);
        const Json& base = document.at("base");
        for (const Json& members : document.at("cases")) {
            cases.push_back({file, merged(base.at("programme"), members.at("programme")),
                             merged(base.at("basket"), members.at("basket")), members});
        }
    }
    return cases;
}

const std::vector<Case>& all_cases()
{
    static const std::vector<Case> cases = read_cases();
    return cases;
}

// Where the answer lacks what is expected of it; empty when it has everything. Members that are not
// expected may be there; lists have to be as long.
std::string difference(const Json& expected, const Json& actual, const std::string& place = {})
{
    if (expected.is_object() && actual.is_object()) {
        for (const auto& [name, value] : expected.items()) {
            const std::string at = place + "/" + name;
            if (!actual.contains(name)) return at + " is missing";
            const std::string inner = difference(value, actual[name], at);
            if (!inner.empty()) return inner;
        }
        return {};
    }
    if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const std::string inner =
                difference(expected[i], actual[i], place + "/" + std::to_string(i));
            if (!inner.empty()) return inner;
        }
        return {};
    }
    if (expected == actual) return {};
    return place + " is " + actual.dump() + ", expected " + expected.dump();
}

Json answer(const Case& item)
{
    const auto programme = format::parse_programme(item.programme.dump());
    if (!programme) return {{"error", "programme: " + to_string(programme.error())}};
    const auto basket = format::parse_basket(item.basket.dump());
    if (!basket) return {{"error", to_string(basket.error())}};
    const auto priced = price(*basket, PreparedProgramme{*programme});
    if (!priced) return {{"error", to_string(priced.error())}};
    return format::to_value(*priced);
}

}  // namespace

TEST_CASE("Public systems' numbers come out, or are refused for a stated reason", "[conformance]")
{
    for (const Case& item : all_cases()) {
        DYNAMIC_SECTION(item.file << ": " << item.members.at("id").get<std::string>())
        {
            const Json ours = answer(item);
            INFO(ours.dump());
            CHECK(difference(item.members.at("expect"), ours) == "");
            if (item.members.contains("theirs")) {
                CHECK(difference(item.members.at("theirs"), ours) != "");
            }
        }
    }
}

TEST_CASE("Every public case names its source and the policy that reproduces it", "[conformance]")
{
    std::set<std::string> ids;
    for (const Case& item : all_cases()) {
        CAPTURE(item.file, item.members.at("id"));
        CHECK(ids.insert(item.file + "/" + item.members.at("id").get<std::string>()).second);
        const Json& source = item.members.at("source");
        CHECK((source.contains("url") || (source.contains("repository") &&
                                          source.contains("path") && source.contains("commit"))));
        CHECK_FALSE(item.members.at("says").get<std::string>().empty());
        const auto policy = item.members.at("policy").get<std::string>();
        CHECK_FALSE(policy.empty());
        CHECK(policy.starts_with("refused: ") == item.members.contains("theirs"));
    }
    CHECK(ids.size() >= 60);
}
