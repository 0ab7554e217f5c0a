#include "api.hpp"
#include "office_bench.hpp"

#include <nlohmann/json.hpp>

using namespace loyal;
using namespace loyal::head_office;
using nlohmann::json;

namespace {

wire::Changes changes(OfficeBench& bench, const char* bucket, const std::string& cursor = {})
{
    return changes_after(bench.storage, StoreId{"S001"}, bucket, cursor);
}

}  // namespace

TEST_CASE("A programme is published once and only goes forward", "[head_office][reference]")
{
    OfficeBench bench;
    CHECK(
        publish_programme(bench.storage, bench.programmes, tests::programme_text).error().member ==
        "version");
    const auto published = changes(bench, "programme");
    REQUIRE(published.rows.size() == 1);
    CHECK(json::parse(published.rows[0])["document"] == tests::programme_text);
    CHECK(changes(bench, "programme", published.to).rows.empty());
}

TEST_CASE("Items come in batches behind one cursor, the changed ones again",
          "[head_office]"
          "[reference]")
{
    OfficeBench bench;
    const auto item = [](int number, int price) {
        return json{{"sku", "A" + std::to_string(number)},
                    {"names", {{"zh-CN", "货"}, {"en", "Thing"}}},
                    {"unit_price", price}}
            .dump();
    };
    for (int i = 0; i < 1'200; ++i) REQUIRE(*import_item(bench.storage, item(i, 100)));
    std::size_t rows = 0;
    std::string cursor;
    for (bool more = true; more;) {
        const auto batch = changes(bench, "items", cursor);
        CHECK(batch.from == cursor);
        rows += batch.rows.size();
        cursor = batch.to;
        more = batch.more;
    }
    CHECK(rows == 1'200);
    CHECK_FALSE(*import_item(bench.storage, item(3, 100)));
    CHECK(changes(bench, "items", cursor).rows.empty());
    CHECK(*import_item(bench.storage, item(3, 150)));
    REQUIRE(changes(bench, "items", cursor).rows.size() == 1);
    CHECK(json::parse(changes(bench, "items", cursor).rows[0])["unit_price"] == 150);
}

TEST_CASE("A cursor of another generation starts from the beginning", "[head_office][reference]")
{
    OfficeBench bench;
    const auto all = changes(bench, "members");
    REQUIRE(all.rows.size() == 1);
    CHECK(changes(bench, "members", all.to).rows.empty());
    CHECK(changes(bench, "members", "g0.99").rows.size() == 1);
}

TEST_CASE("A member's row says what it contains and what it does not", "[head_office][reference]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    SaleEntry waits = till.sale(100, &bench.member, 5);
    waits.rights = {{GrantId{"lost"}, Points::of(1)}};
    bench.take(till, {till.add(till.sale(5'000, &bench.member)), till.add(waits)});
    const json row = json::parse(changes(bench, "members").rows.at(0));
    CHECK(row["id"] == "M1");
    CHECK(row["cards"] == json::parse(R"([{"number":"88001","blocked":false}])"));
    CHECK(row["contains"] == json::parse(R"([
        {"terminal":"S001-T1","epoch":1,"through":2,"except":[2]},
        {"terminal":"S001-T2","epoch":1,"through":0,"except":[]}])"));
    const auto key = format::hash_from_hex(row["key"].get<std::string>());
    const auto person = format::unseal(row["sealed"].get<std::string>(), "M1", *key);
    CHECK(person == R"({"name":"王小明","phone":"13800000001"})");
}

TEST_CASE("Members of other stores come by look-up, and then stay known",
          "[head_office]"
          "[reference]")
{
    OfficeBench bench;
    bench.import(R"({"id":"M3","card":"88003","phone":"13800000003","store":"S002"})");
    CHECK(changes(bench, "members").rows.size() == 1);
    const format::Key key{};
    CHECK(look_up(bench.storage, StoreId{"S001"}, "00000", key).empty());
    REQUIRE(look_up(bench.storage, StoreId{"S001"}, "88003", key).size() == 1);
    CHECK(look_up(bench.storage, StoreId{"S001"}, "138 0000 0003", key).size() == 1);
    CHECK(changes(bench, "members").rows.size() == 2);
}

TEST_CASE("A bad row is refused with the member that is wrong", "[head_office][reference]")
{
    OfficeBench bench;
    CHECK(to_string(import_item(bench.storage, R"({"sku":"1","unit_price":1.5})").error()) != "");
    CHECK(import_item(bench.storage, R"({"sku":"1","colour":"red"})").error().member == "colour");
    CHECK(import_item(bench.storage, R"({"sku":"1","unit_price":-1})").error().member ==
          "unit_price");
    const auto taken = import_member(bench.storage, bench.programmes,
                                     R"({"id":"M2","card":"88001"})", MemberSecrets{});
    CHECK(to_string(taken.error()) == "cards: a card is held by member M1");
}

TEST_CASE("The feed gives every entry once and never skips one", "[head_office][feed]")
{
    OfficeBench bench;
    TillJournal one{"S001-T1"};
    TillJournal other{"S001-T2"};
    const SaleEntry sale = one.sale(500);
    const auto sold = one.add(sale);
    std::vector<std::string> ids;
    std::string cursor;
    const auto read = [&] {
        const auto step = feed_step(bench.storage, cursor);
        std::string_view rest = step.body;
        while (!rest.empty()) {
            const auto line = json::parse(rest.substr(0, rest.find('\n')));
            rest.remove_prefix(rest.find('\n') + 1);
            ids.push_back(line["id"]);
            cursor = line["cursor"];
        }
    };
    read();
    CHECK(ids.empty());
    bench.take(other, {other.add(other.return_of(sale))});
    read();
    bench.take(one, {sold});
    read();
    read();
    CHECK(ids == std::vector<std::string>{"S001-T2/1/1", "S001-T1/1/1", "S001-T2/1/1/projected"});
    CHECK(feed_step(bench.storage, "what").status == 400);
    CHECK(feed_step(bench.storage, "g0.1.1").status == 410);
}
