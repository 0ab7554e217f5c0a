#pragma once

#include "open_basket.hpp"
#include "pricing.hpp"
#include "receipt.hpp"
#include "request_body.hpp"
#include "texts.hpp"
#include "views.hpp"

#include <loyal/store/journal.hpp>
#include <loyal/store/reserve.hpp>
#include <loyal/terminal/till.hpp>

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::terminal {

/// One call while it is being answered: what came with it, and what will go back.
struct Exchange {
    database::Database& database;
    const Call& call;
    const Situation& situation;
    std::vector<std::string> arguments;  ///< what the path's placeholders matched
    Reply reply{};
    bool leaves_trace = true;  ///< false: nothing of the request may be kept, not even its hash
    nlohmann::json refused_basket{};  ///< shown beside an error: what the caller must look at

    std::string_view argument(std::size_t i) const { return arguments.at(i); }

    /// Sets the answer and gives the record of it that goes into the change's transaction.
    std::optional<store::Answer> answer(unsigned status, const nlohmann::json& body);
    void event(const nlohmann::json& message) { reply.events.push_back(message.dump()); }
    format::Hash request_hash() const;
};

/// The till's operations. Each reads the call, changes the database in one transaction and fills
/// the reply, or throws Refusal and has changed nothing.
struct TillState {
    TillOptions options;
    Till::RandomBytes random;
    Programmes programmes;
    std::optional<store::Reserve> reserve;
    bool is_disk_full = false;
    std::optional<std::string> current;  ///< basket that the till's own scanner feeds
    bool knows_current = false;

    // Answering (till.cpp)
    void route(Exchange& exchange);
    Reply answer(database::Database& database, const Call& call, const Situation& situation);
    void find_current(database::Database& database);
    bool may_start_sale(database::Database& database);

    // Baskets (till_basket.cpp)
    OpenBasket find_basket(database::Database& database, std::string_view id);
    /// The basket that the call changes. `current` is opened when there is none and `may_open`.
    OpenBasket editable_basket(Exchange& exchange, bool may_open);
    PricingSources sources(Exchange& exchange);
    ShownBasket shown(Exchange& exchange, const OpenBasket& basket);
    nlohmann::json view(const ShownBasket& shown) const;
    /// The next revision of a changed basket, priced.
    ShownBasket revise(Exchange& exchange, OpenBasket changed);
    /// Saves a revision together with the call's answer and tells the pages.
    void keep(Exchange& exchange,
              const ShownBasket& shown,
              unsigned status,
              const nlohmann::json& body);
    void keep_view(Exchange& exchange, OpenBasket changed);
    OpenBasket new_basket(Exchange& exchange);

    void list_baskets(Exchange& exchange);
    void open_basket(Exchange& exchange);
    void get_basket(Exchange& exchange);
    void drop_basket(Exchange& exchange);
    void add_line(Exchange& exchange);
    void change_line(Exchange& exchange);
    void drop_line(Exchange& exchange);
    void undo(Exchange& exchange);
    void attach_member(Exchange& exchange);
    void detach_member(Exchange& exchange);
    void redeem(Exchange& exchange);
    void add_coupon(Exchange& exchange);
    void drop_coupon(Exchange& exchange);
    void suspend(Exchange& exchange);
    void resume(Exchange& exchange);

    // Scans (till_scan.cpp)
    void scan(Exchange& exchange);
    std::optional<std::string> unknown_credential(database::Database& database,
                                                  const std::string& label) const;

    // Sales (till_tender.cpp)
    void tender(Exchange& exchange);

    // Transactions and returns (till_returns.cpp)
    void list_transactions(Exchange& exchange);
    void get_transaction(Exchange& exchange);
    void quote_return(Exchange& exchange);
    void return_lines(Exchange& exchange);
    void void_sale(Exchange& exchange);
    void reprint(Exchange& exchange);

    // Members (till_members.cpp)
    void find_members(Exchange& exchange);
    void get_member(Exchange& exchange);
    void enrol(Exchange& exchange);
    MemberId find_credential(Exchange& exchange, const std::string& credential);

    // The rest (till_status.cpp)
    void status(Exchange& exchange);
    void programme(Exchange& exchange);
    void price(Exchange& exchange);
    void find_items(Exchange& exchange);
    void devices(Exchange& exchange);
    void sync(Exchange& exchange);
    void send_now(Exchange& exchange);
    nlohmann::json status_view(database::Database& database, const Situation& situation);
    nlohmann::json sync_view(database::Database& database, const Situation& situation);

    const Programme& rules(Exchange& exchange);
    BusinessDate today(Exchange& exchange);
    nlohmann::json masked_member(Exchange& exchange, const std::optional<MemberId>& member);
    OperatorId cashier_of(RequestBody& body) const;
    std::string random_id(std::string_view prefix, std::size_t bytes) const;
};

OpenLine to_line(const store::ItemRow& item, Quantity quantity);
/// "CAMPAIGN:CODE"
std::optional<CouponInBasket> read_coupon(std::string_view text);
/// @throws Refusal if it is there already
void put_coupon(OpenBasket& basket, CouponInBasket coupon);

std::optional<Date> date_parameter(const Call& call, std::string_view name);
std::int64_t limit_parameter(const Call& call, std::int64_t otherwise, std::int64_t most);

inline constexpr std::size_t id_size_max = 128;

}  // namespace loyal::terminal
