#include <loyal/core/ledger.hpp>
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
    Json base;     ///< what all programmes and baskets of the file are put over
    Json members;  ///< the case as it stands in the file
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
        for (const Json& members : document.at("cases")) {
            cases.push_back({file, document.at("base"), members});
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

Json error(const InputError& error)
{
    return {{"error", to_string(error)}};
}

Json answer_basket(const Json& value, const PreparedProgramme& programme)
{
    const auto basket = format::parse_basket(value.dump());
    if (!basket) return error(basket.error());
    const auto priced = price(*basket, programme);
    if (!priced) return error(priced.error());
    return format::to_value(*priced);
}

Json answer_entry(const Json& value, Ledger& ledger)
{
    auto entry = format::parse_ledger_entry(value.dump());
    if (!entry) return error(entry.error());
    const auto answer = ledger.take(std::move(*entry));
    if (!answer) return error(answer.error());
    return Json::parse(format::to_json(*answer));
}

Json answer(const Case& item)
{
    const Json document = merged(item.base.at("programme"), item.members.at("programme"));
    const auto parsed = format::parse_programme(document.dump());
    if (!parsed) return {{"error", "programme: " + to_string(parsed.error())}};
    const PreparedProgramme programme{*parsed};
    const Json& basket = item.base.at("basket");
    if (!item.members.contains("journal")) {
        return answer_basket(merged(basket, item.members.at("basket")), programme);
    }
    Ledger ledger{programme};
    Json answers = Json::array();
    for (Json entry : item.members.at("journal")) {
        if (entry.contains("basket")) entry["basket"] = merged(basket, entry["basket"]);
        answers.push_back(answer_entry(entry, ledger));
    }
    return answers;
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
