#include "till_state.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/items.hpp>
#include <loyal/store/members.hpp>
#include <loyal/store/replication.hpp>
#include <loyal/store/session.hpp>

namespace loyal::terminal {
namespace {

using nlohmann::json;
using State = TillState;

constexpr std::int64_t items_max = 200;
constexpr std::int64_t items_shown = 20;

std::string_view name_of(LinkStatus::State state)
{
    switch (state) {
        case LinkStatus::State::none: return "none";
        case LinkStatus::State::offline: return "offline";
        case LinkStatus::State::online: return "online";
        case LinkStatus::State::sending: return "sending";
        case LinkStatus::State::refused: return "refused";
    }
    return "none";
}

json optional_instant(const std::optional<Instant>& at)
{
    return at ? json(to_string(*at)) : json(nullptr);
}

json printer_view(const TillOptions& options, const Situation& situation)
{
    if (!options.has_printer) return {{"state", "none"}, {"hint", nullptr}};
    if (!situation.printer_failed) return {{"state", "ready"}, {"hint", nullptr}};
    const Text hint{"小票机没打出来。账已记好；检查纸和线后可补打。",
                    "The printer did not print. The sale is kept; check paper and cable, then "
                    "print again."};
    return {{"state", "failed"}, {"hint", to_view(hint)}};
}

json device_list(const Situation& situation)
{
    json list = json::array();
    for (const DeviceReport& device : situation.devices) list.push_back(to_view(device));
    return list;
}

}  // namespace

const Programme& State::rules(Exchange& exchange)
{
    return programmes.current(exchange.database).programme();
}

BusinessDate State::today(Exchange& exchange)
{
    return store::trading_day(exchange.database, exchange.situation.at);
}

json State::masked_member(Exchange& exchange, const std::optional<MemberId>& member)
{
    if (!member) return nullptr;
    const auto known = store::find_member(exchange.database, *member, rules(exchange));
    return known ? masked_name(known->personal.name) : "*";
}

std::string State::random_id(std::string_view prefix, std::size_t bytes) const
{
    std::vector<std::uint8_t> id(bytes);
    random(id);
    return std::string{prefix} + format::to_hex(id);
}

json State::sync_view(database::Database& database, const Situation& situation)
{
    const store::Unsent unsent = store::unsent(database);
    return {{"state", name_of(situation.link.state)},
            {"unsent", unsent.count},
            {"oldest_unsent_at", optional_instant(unsent.oldest)},
            {"quarantined", situation.link.quarantined},
            {"last_contact", optional_instant(situation.link.last_contact)}};
}

json State::status_view(database::Database& database, const Situation& situation)
{
    json running = nullptr;
    if (store::programme_version(database) > 0) {
        const Programme& rules = programmes.current(database).programme();
        running = {
            {"id", rules.id.value()}, {"version", rules.version}, {"currency", rules.currency}};
    }
    return {{"terminal", options.terminal.value()},
            {"store", options.store.value()},
            {"till_name", options.till_name},
            {"cashier", options.cashier.value()},
            {"version", options.version},
            {"time", to_string(situation.at)},
            {"business_date", to_string(store::trading_day(database, situation.at))},
            {"programme", std::move(running)},
            {"sync", sync_view(database, situation)},
            {"devices", device_list(situation)},
            {"disk", {{"state", may_start_sale(database) ? "ok" : "full"}}},
            {"printer", printer_view(options, situation)},
            {"members", store::count_members(database)}};
}

void State::status(Exchange& exchange)
{
    exchange.answer(200, status_view(exchange.database, exchange.situation));
}

void State::programme(Exchange& exchange)
{
    const Programme& rules_now = rules(exchange);
    json tiers = json::array();
    for (const Tier& tier : rules_now.tiers) {
        tiers.push_back(
            {{"id", tier.id.value()}, {"rank", tier.rank}, {"name", to_view(tier.name)}});
    }
    json offers = json::array();
    for (const Offer& offer : rules_now.offers) {
        offers.push_back(
            {{"id", offer.id.value()}, {"layer", offer.layer}, {"name", to_view(offer.name)}});
    }
    json redeem = nullptr;
    if (const auto& rule = rules_now.points.redeem) {
        redeem = {{"points", rule->points.count()},
                  {"worth", rule->worth.minor_units()},
                  {"min", rule->min.count()},
                  {"step", rule->step.count()},
                  {"most_bp", raw(rule->most)}};
    }
    exchange.answer(200, {{"id", rules_now.id.value()},
                          {"version", rules_now.version},
                          {"currency", rules_now.currency},
                          {"cash_rounding", rules_now.cash_rounding.minor_units()},
                          {"tiers", std::move(tiers)},
                          {"offers", std::move(offers)},
                          {"points", {{"redeem", std::move(redeem)}}}});
}

void State::price(Exchange& exchange)
{
    const auto basket = format::parse_basket(exchange.call.body);
    if (!basket) {
        const std::string why = to_string(basket.error());
        throw Refusal{bad_request("The basket can't be read: " + why, "篮子读不懂：" + why),
                      basket.error().member};
    }
    const auto priced = price_or_refuse(*basket, programmes.current(exchange.database));
    exchange.answer(200, format::to_value(priced));
}

void State::find_items(Exchange& exchange)
{
    const auto text = exchange.call.query.find("q");
    const auto limit = limit_parameter(exchange.call, items_shown, items_max);
    json list = json::array();
    const std::string wanted = text == exchange.call.query.end() ? "" : text->second;
    for (const store::ItemRow& item : store::search_items(exchange.database, wanted, limit))
        list.push_back(to_view(item));
    exchange.answer(200, list);
}

void State::devices(Exchange& exchange)
{
    exchange.answer(200, device_list(exchange.situation));
}

void State::sync(Exchange& exchange)
{
    json view = sync_view(exchange.database, exchange.situation);
    const store::JournalHead last = store::head(exchange.database);
    view["epoch"] = last.epoch;
    view["last_seq"] = last.seq;
    view["acknowledged"] = store::acknowledged(exchange.database, last.epoch);
    exchange.answer(200, view);
}

void State::send_now(Exchange& exchange)
{
    RequestBody::parse(exchange.call.body).done();
    sync(exchange);
    const json view = json::parse(exchange.reply.body);
    if (const auto kept = exchange.answer(202, view))
        store::keep_session_answer(exchange.database, *kept);
}

std::string Till::status_event(database::Database& database, const Situation& situation)
{
    return json{{"type", "status"}, {"status", state_->status_view(database, situation)}}.dump();
}

std::vector<std::string> Till::greeting(database::Database& database, const Situation& situation)
{
    std::vector<std::string> messages{status_event(database, situation)};
    json basket = nullptr;
    const Call none;
    Exchange exchange{database, none, situation, {}};
    try {
        state_->find_current(database);
        if (state_->current)
            basket =
                state_->view(state_->shown(exchange, state_->find_basket(database, "current")));
    } catch (const Refusal&) {
        basket = nullptr;  // it cannot be priced any more; the page shows none
    }
    messages.push_back(json{{"type", "basket"}, {"basket", std::move(basket)}}.dump());
    return messages;
}

std::optional<std::string> Till::credential_wanted(database::Database& database,
                                                   const std::string& label)
{
    return state_->unknown_credential(database, label);
}

std::optional<std::string> Till::credential_wanted(database::Database& database, const Call& call)
{
    const std::string_view path = call.path;
    const bool is_scan = call.method == http::Method::post && path.ends_with("/scan");
    const bool is_member = call.method == http::Method::put && path.ends_with("/member");
    if (!is_scan && !is_member) return std::nullopt;
    const json body = json::parse(call.body, nullptr, false);
    const char* member = is_scan ? "label" : "credential";
    if (!body.is_object() || !body.contains(member) || !body[member].is_string())
        return std::nullopt;
    const std::string credential = body[member].get<std::string>();
    if (is_scan) return state_->unknown_credential(database, credential);
    if (store::member_of_card(database, credential)) return std::nullopt;
    if (!store::members_of_phone(database, credential).empty()) return std::nullopt;
    return credential;
}

std::optional<RightWanted> Till::right_wanted(database::Database& database,
                                              const Call& call,
                                              const Situation& situation)
{
    const bool is_redeem =
        call.method == http::Method::put && std::string_view{call.path}.ends_with("/redeem");
    if (!is_redeem || !situation.link.is_online()) return std::nullopt;
    constexpr std::string_view before_id = "/v1/baskets/";
    const auto slash = call.path.rfind('/');
    if (slash <= before_id.size()) return std::nullopt;
    const std::string id = call.path.substr(before_id.size(), slash - before_id.size());
    const json body = json::parse(call.body, nullptr, false);
    if (!body.is_object() || !body.value("points", json()).is_number_integer()) return std::nullopt;
    const std::int64_t points = body["points"].get<std::int64_t>();
    try {
        state_->find_current(database);
        const OpenBasket basket = state_->find_basket(database, id);
        if (!basket.member || points <= 0 || points > Points::limit) return std::nullopt;
        const BusinessDate day = store::trading_day(database, situation.at);
        Points held;
        for (const auto& right : store::rights_of(database, *basket.member, day))
            held += right.remaining;
        if (held.count() >= points) return std::nullopt;
        return RightWanted{*basket.member, Points::of(points - held.count())};
    } catch (const Refusal&) {
        return std::nullopt;  // the call itself will say why
    }
}

}  // namespace loyal::terminal
