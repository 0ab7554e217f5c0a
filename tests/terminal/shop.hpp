#pragma once

#include "support/temporary_folder.hpp"

#include <loyal/store/members.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/replication.hpp>
#include <loyal/terminal/till.hpp>

#include <nlohmann/json.hpp>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace loyal::tests {

inline std::string read_text(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

inline std::string example(const std::string& name)
{
    return read_text(std::string{LOYAL_SOURCE_DIR} + "/tests/data/worked-example/" + name);
}

/// What a call answered.
struct Answered {
    unsigned status = 0;
    nlohmann::json body;
    terminal::Reply reply;
};

/// A till of shop S001 with the worked example's programme, items and member, on real files.
/// Everything is deterministic: time stands still until it is set, random bytes count upwards.
class Shop {
public:
    static constexpr const char* shirt = "6901234500017";
    static constexpr const char* socks = "6901234500024";
    static constexpr const char* backpack = "6901234500031";
    static constexpr const char* card = "29001234";
    static constexpr const char* member = "M0000001";

    explicit Shop(terminal::ReceiptOptions receipt = {.heading = {"三福百货"},
                                                      .ending = {"谢谢光临"}})
        : receipt_{std::move(receipt)}
    {
        open();
        fill();
    }

    /// As after the daemon was killed: everything anew from the files.
    void restart()
    {
        till_.reset();
        database_.reset();
        open();
    }

    Answered call(http::Method method,
                  const std::string& path,
                  const nlohmann::json& body = nullptr,
                  std::string key = {})
    {
        terminal::Call call;
        call.method = method;
        const auto question = path.find('?');
        call.path = path.substr(0, question);
        if (question != std::string::npos) add_query(call, path.substr(question + 1));
        if (!body.is_null()) call.body = body.dump();
        call.key = key.empty() ? "key-" + std::to_string(++keys_) : std::move(key);
        Answered answered;
        answered.reply = terminal::is_report(call) ? terminal::report(*database_, call, situation)
                                                   : till_->handle(*database_, call, situation);
        answered.status = answered.reply.status;
        answered.body = nlohmann::json::parse(answered.reply.body, nullptr, false);
        return answered;
    }
    Answered get(const std::string& path) { return call(http::Method::get, path); }
    Answered post(const std::string& path,
                  const nlohmann::json& body = nlohmann::json::object(),
                  std::string key = {})
    {
        return call(http::Method::post, path, body, std::move(key));
    }
    Answered put(const std::string& path, const nlohmann::json& body)
    {
        return call(http::Method::put, path, body);
    }
    Answered scan(const std::string& label)
    {
        return post("/v1/baskets/current/scan", {{"label", label}});
    }
    /// Sells the current basket by one tender of exactly its total.
    Answered pay(const std::string& type = "mobile", std::string key = {})
    {
        const auto basket = get("/v1/baskets/current").body;
        const auto total = basket["due"][type == "cash" ? "cash" : "other"];
        return post("/v1/baskets/current/tender",
                    {{"revision", basket["revision"]},
                     {"total", total},
                     {"tenders", {{{"type", type}, {"amount", total}}}}},
                    std::move(key));
    }
    /// The worked example's basket, with member and coupon.
    void ring_up_example()
    {
        scan(card);
        scan(shirt);
        for (int i = 0; i < 3; ++i) scan(socks);
        scan(backpack);
        post("/v1/baskets/current/coupons", {{"code", "autumn-2026:AUT-7F3K"}});
    }
    void grant(std::int64_t points)
    {
        GrantEntry right;
        right.grant = GrantId{"G" + std::to_string(++keys_)};
        right.member = MemberId{member};
        right.at = situation.at;
        right.date = *parse_date("2026-11-22");
        right.points = Points::of(points);
        right.last_day = *parse_date("2026-11-30");
        store::record_grant(*database_, right);
    }

    database::Database& database() { return *database_; }
    std::string file(const std::string& name) const { return folder_.file(name); }

    terminal::Situation situation{.at = *parse_instant("2026-11-22T18:30:00+08:00"),
                                  .link = {},
                                  .devices = {},
                                  .printer_failed = false};

private:
    static void add_query(terminal::Call& call, std::string text)
    {
        std::istringstream pairs{text};
        for (std::string pair; std::getline(pairs, pair, '&');) {
            const auto equals = pair.find('=');
            call.query[pair.substr(0, equals)] = pair.substr(equals + 1);
        }
    }

    void open()
    {
        format::start_crypto();
        database_.emplace(store::open_terminal(folder_.file("loyald.db"),
                                               {StoreId{"S001"}, TerminalId{"S001-T1"}}));
        store::open_session(*database_, folder_.file("session.db"));
        terminal::TillOptions options;
        options.store = StoreId{"S001"};
        options.terminal = TerminalId{"S001-T1"};
        options.till_name = "1 号机";
        options.cashier = OperatorId{"李娜"};
        options.version = "test";
        options.labels.card_prefixes = {"2900"};
        options.labels.coupon_prefixes = {"CPN:"};
        options.labels.receipt_prefixes = {"S001-"};
        options.receipt = receipt_;
        till_.emplace(std::move(options), [this](std::span<std::uint8_t> bytes) {
            for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(++random_ % 251);
        });
    }

    static store::ItemRow item(const char* sku, Text names, std::int64_t price)
    {
        store::ItemRow row;
        row.sku = Sku{sku};
        row.codes = {sku};
        row.names = std::move(names);
        row.unit_price = Money::minor(price);
        return row;
    }

    void fill()
    {
        format::Key key{};
        key.fill(7);
        store::put_lookup_key(*database_, key);
        store::apply_programme(*database_, example("programme.json"), std::nullopt);
        std::vector<store::ItemRow> items{item(shirt, {"衬衫", "Shirt"}, 7900),
                                          item(socks, {"袜子", "Socks"}, 1990),
                                          item(backpack, {"背包", "Backpack"}, 12900)};
        items[0].category = "apparel/shirt";
        items[1].category = "socks";
        items[2].category = "bags";
        items[2].tags = {"clearance"};
        store::apply_items(*database_, items, std::nullopt);
        store::apply_members(*database_, std::vector{example_member(key)}, std::nullopt);
    }

    store::MemberRow example_member(const format::Key& key)
    {
        store::MemberRow row;
        row.state.id = MemberId{member};
        row.state.standing.tier = TierCode{"vip"};
        row.state.standing.since = *parse_date("2026-11-01");
        row.state.birthday = *parse_date("1990-11-23");
        row.state.enrolled = *parse_date("2024-03-01");
        row.state.account.lots = {
            {"opening", Points::of(1200), *parse_date("2026-01-01"), *parse_date("2027-10-31")}};
        row.state.days = {{*parse_date("2026-11-05"), Money::minor(512000), Points{}, 1}};
        row.state.transactions = 1;
        row.cards = {{card, false}, {"29009999", true}};
        row.sealed = format::seal(R"({"name":"王小明","phone":"13800138000"})", member, key, {});
        row.key = key;
        row.phone_key = store::phone_keys(*database_, "13800138000").whole;
        return row;
    }

    terminal::ReceiptOptions receipt_;
    TemporaryFolder folder_;
    std::optional<database::Database> database_;
    std::optional<terminal::Till> till_;
    std::uint64_t random_ = 0;
    int keys_ = 0;
};

}  // namespace loyal::tests
