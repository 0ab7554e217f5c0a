#include "system/loyald/daemon.hpp"
#include "system/loyald/schema.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <fstream>
#include <set>

using namespace loyal;
using loyal::tests::Daemon;
using nlohmann::json;

namespace {

/// Calls the daemon and holds every answer against the description.
class DescribedDaemon {
public:
    DescribedDaemon()
    {
        std::ifstream file{LOYAL_SOURCE_DIR "/docs/local-api/openapi.json"};
        description = json::parse(file);
    }

    json call(const std::string& method,
              const std::string& path,
              const std::string& described,
              unsigned status,
              const json& body = nullptr)
    {
        INFO(method << " " << path << " → " << status);
        const auto answer = daemon.call(method, path, body);
        INFO(answer.body);
        CHECK(answer.status == status);
        std::string name = method;
        for (char& c : name) c = static_cast<char>(std::tolower(c));
        exercised.insert(name + " " + described);
        REQUIRE(description["paths"].contains(described));
        const json& operation = description["paths"][described][name];
        const std::string code = std::to_string(answer.status);
        REQUIRE(operation["responses"].contains(code));
        check_body(answer, operation["responses"][code]);
        if (!body.is_null() && status < 300) check_request(body, operation);
        return answer.json;
    }

    json description;
    Daemon daemon;
    std::set<std::string> exercised;

private:
    void check_body(const Daemon::Answer& answer, const json& response)
    {
        if (!response.contains("content")) {
            CHECK(answer.body.empty());
            return;
        }
        const auto& content = response["content"];
        if (!content.contains("application/json")) return;
        const auto wrong = tests::mismatches(answer.json, content["application/json"]["schema"],
                                             description, "answer");
        CHECK(wrong == std::vector<std::string>{});
    }
    void check_request(const json& body, const json& operation)
    {
        if (!operation.contains("requestBody")) {
            CHECK(body.empty());
            return;
        }
        const json& schema = operation["requestBody"]["content"]["application/json"]["schema"];
        CHECK(tests::mismatches(body, schema, description, "request") ==
              std::vector<std::string>{});
    }
};

const std::string current = "/v1/baskets/current";
const std::string basket = "/v1/baskets/{id}";
const std::string transaction = "/v1/transactions/{id}";

void ring_up(DescribedDaemon& till)
{
    till.call("POST", "/v1/baskets", "/v1/baskets", 201, {{"channel", "store"}});
    till.call("POST", current + "/scan", basket + "/scan", 200, {{"label", "6901234500017"}});
    till.call("POST", current + "/scan", basket + "/scan", 200, {{"label", "29001234"}});
    till.call("POST", current + "/scan", basket + "/scan", 200, {{"label", "nothing"}});
    till.call("POST", current + "/lines", basket + "/lines", 200, {{"code", "6901234500024"}});
    till.call("PATCH", current + "/lines/2", basket + "/lines/{line}", 200, {{"quantity", 3000}});
    till.call("POST", current + "/lines", basket + "/lines", 200, {{"sku", "6901234500031"}});
    till.call("DELETE", current + "/lines/3", basket + "/lines/{line}", 200);
    till.call("POST", current + "/undo", basket + "/undo", 200);
    till.call("DELETE", current + "/member", basket + "/member", 200);
    till.call("PUT", current + "/member", basket + "/member", 200, {{"credential", "29001234"}});
    till.call("PUT", current + "/redeem", basket + "/redeem", 200, {{"points", 500}});
    till.call("POST", current + "/coupons", basket + "/coupons", 200,
              {{"code", "autumn-2026:AUT-7F3K"}});
    till.call("DELETE", current + "/coupons/AUT-7F3K", basket + "/coupons/{code}", 200);
    till.call("POST", current + "/suspend", basket + "/suspend", 200);
    const json list = till.call("GET", "/v1/baskets", "/v1/baskets", 200);
    const std::string id = list["baskets"][0]["id"];
    till.call("POST", "/v1/baskets/" + id + "/resume", basket + "/resume", 200);
}

std::string sell(DescribedDaemon& till)
{
    const json seen = till.call("GET", current, basket, 200);
    const json total = seen["due"]["cash"];
    json body{{"revision", seen["revision"]},
              {"total", total},
              {"tenders", {{{"type", "cash"}, {"amount", total}}}}};
    body["revision"] = seen["revision"].get<int>() + 1;
    till.call("POST", current + "/tender", basket + "/tender", 409, body);
    body["revision"] = seen["revision"];
    return till.call("POST", current + "/tender", basket + "/tender", 201, body)["id"];
}

void bring_back(DescribedDaemon& till, const std::string& id)
{
    const std::string path = "/v1/transactions/" + id;
    till.call("GET", path, transaction, 200);
    const json lines{{{"line", 2}, {"quantity", 1000}}};
    const json quote = till.call("POST", path + "/return-quote", transaction + "/return-quote", 200,
                                 {{"lines", lines}});
    const json back = till.call(
        "POST", path + "/returns", transaction + "/returns", 201,
        {{"lines", lines}, {"reason", "不合适"}, {"tender", "cash"}, {"refund", quote["refund"]}});
    till.call("GET", "/v1/transactions/" + back["id"].get<std::string>(), transaction, 200);
    till.call("POST", path + "/print", transaction + "/print", 200, json::object());
    till.call("POST", path + "/void", transaction + "/void", 201, {{"reason", "收错"}});
    till.call("GET", "/v1/transactions", "/v1/transactions", 200);
}

}  // namespace

TEST_CASE("Every call of the description is answered as described", "[system][api]")
{
    DescribedDaemon till;
    till.call("GET", "/health", "/health", 200);
    ring_up(till);
    bring_back(till, sell(till));
    till.call("POST", "/v1/baskets", "/v1/baskets", 201, json::object());
    till.call("DELETE", current, basket, 204);
    till.call("GET", current, basket, 404);
    for (const char* path : {"/v1/status", "/v1/programme", "/v1/members?card=29001234",
                             "/v1/items?q=6901", "/v1/devices", "/v1/reports/sales-by-tier",
                             "/v1/reports/top-items", "/v1/reports/overview", "/v1/sync"}) {
        const std::string text{path};
        till.call("GET", text, text.substr(0, text.find('?')), 200);
    }
    till.call("GET", "/v1/members/M0000001", "/v1/members/{id}", 200);
    till.call("POST", "/v1/members", "/v1/members", 201,
              {{"name", "李雷"}, {"phone", "13911112222"}, {"consent_messages", false}});
    till.call("POST", "/v1/sync/send-now", "/v1/sync/send-now", 202, json::object());
    till.call("GET", "/v1/events", "/v1/events", 426);
    std::ifstream file{LOYAL_SOURCE_DIR "/tests/data/worked-example/basket.json"};
    till.call("POST", "/v1/price", "/v1/price", 200, json::parse(file));

    std::set<std::string> described;
    for (const auto& [path, operations] : till.description["paths"].items()) {
        for (const auto& [method, ignored] : operations.items())
            described.insert(method + " " + path);
    }
    CHECK(till.exercised == described);
}

TEST_CASE("A page hears status and basket first, then every scan", "[system][api]")
{
    DescribedDaemon till;
    client::Events events{{.endpoint = client::TcpEndpoint{.port = till.daemon.port()},
                           .token = till.daemon.token()}};
    REQUIRE(events.connect("/v1/events"));
    const auto next = [&] {
        const auto text = events.next(std::chrono::seconds{5});
        REQUIRE(text);
        const json event = json::parse(*text);
        CHECK(tests::mismatches(event, {{"$ref", "#/components/schemas/Event"}}, till.description,
                                "event") == std::vector<std::string>{});
        return event["type"].get<std::string>();
    };
    CHECK(next() == "status");
    CHECK(next() == "basket");
    till.call("POST", current + "/scan", basket + "/scan", 200, {{"label", "6901234500017"}});
    CHECK(next() == "voice");
    CHECK(next() == "basket");
    sell(till);
    CHECK(next() == "sale");
    CHECK(next() == "voice");
    CHECK(next() == "basket");
    CHECK(next() == "status");
}
