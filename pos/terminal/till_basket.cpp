#include "till_state.hpp"

#include <loyal/store/items.hpp>
#include <loyal/store/session.hpp>

#include <algorithm>
#include <charconv>

namespace loyal::terminal {
namespace {

using nlohmann::json;
using State = TillState;

constexpr std::size_t name_size_max = 200;
constexpr std::size_t tags_max = 32;
constexpr std::size_t offers_max = 20;
constexpr std::size_t coupons_max = 20;

LineNumber line_number(const Exchange& exchange)
{
    const std::string_view text = exchange.argument(1);
    LineNumber line = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), line);
    if (error != std::errc{} || end != text.data() + text.size())
        throw Refusal{problems::line_not_found()};
    return line;
}

/// What a POS says of a line beyond the item itself.
struct LineRequest {
    std::optional<std::string> code;
    std::optional<std::string> sku;
    std::optional<std::string> name;
    std::optional<std::string> category;
    std::optional<std::string> brand;
    std::vector<std::string> tags;
    std::optional<std::int64_t> unit_price;
    Quantity quantity;
    bool is_weighed = false;
    bool no_discount = false;
};

LineRequest read_line(const Call& call)
{
    RequestBody body = RequestBody::parse(call.body);
    LineRequest line;
    line.code = body.optional_text("code", id_size_max);
    line.sku = body.optional_text("sku", id_size_max);
    line.name = body.optional_text("name", name_size_max);
    line.category = body.optional_text("category", name_size_max);
    line.brand = body.optional_text("brand", name_size_max);
    line.tags = body.texts("tags", tags_max);
    line.unit_price = body.optional_integer("unit_price", 0, Money::limit);
    line.quantity =
        Quantity::thousandths(body.optional_integer("quantity", 1, Quantity::limit).value_or(1000));
    line.is_weighed = body.flag("weighed");
    line.no_discount = body.flag("no_discount");
    body.done();
    if (!line.code && !line.sku) body.refuse("code", "or sku must be given", "或 sku 要给一个");
    return line;
}

Result<store::ItemRow> look_up(database::Database& database, const LineRequest& line)
{
    if (line.sku) {
        auto item = store::find_item(database, Sku{*line.sku});
        if (item) return item;
    }
    return store::find_item(database, line.code ? *line.code : *line.sku);
}

// The POS may sell what the till does not know, if it says what it is and what it costs.
store::ItemRow item_as_told(const LineRequest& line)
{
    if (!line.name || !line.unit_price) throw Refusal{problem_of(Errc::item_not_found)};
    store::ItemRow item;
    item.sku = Sku{line.sku ? *line.sku : *line.code};
    item.names = {*line.name, *line.name};
    item.unit_price = Money::minor(*line.unit_price);
    return item;
}

}  // namespace

OpenLine to_line(const store::ItemRow& item, Quantity quantity)
{
    OpenLine line;
    line.item.sku = item.sku;
    line.item.name = item.names.zh_cn.empty() ? item.names.en : item.names.zh_cn;
    line.item.category = item.category;
    line.item.brand = item.brand;
    line.item.tags = item.tags;
    line.item.quantity = quantity;
    line.item.unit_price = item.unit_price;
    line.item.weighed = item.weighed;
    line.names = item.names;
    line.list_price = item.unit_price;
    return line;
}

OpenBasket State::find_basket(database::Database& database, std::string_view id)
{
    std::string wanted{id};
    if (wanted == "current") {
        if (!current) throw Refusal{problem_of(Errc::basket_not_found)};
        wanted = *current;
    }
    const auto stored = store::find_basket(database, wanted);
    const auto basket = stored ? from_stored(*stored) : std::nullopt;
    if (!basket) throw Refusal{problem_of(Errc::basket_not_found)};
    return *basket;
}

OpenBasket State::new_basket(Exchange& exchange)
{
    if (!may_start_sale(exchange.database)) throw Refusal{problems::disk_full()};
    OpenBasket basket;
    basket.id = random_id("B", 8);
    basket.revision = 0;  // the first revision is the one that is saved
    basket.opened_at = exchange.situation.at;
    return basket;
}

OpenBasket State::editable_basket(Exchange& exchange, bool may_open)
{
    const std::string_view id = exchange.argument(0);
    if (id == "current" && !current && may_open) return new_basket(exchange);
    OpenBasket basket = find_basket(exchange.database, id);
    if (basket.is_suspended()) throw Refusal{problems::basket_suspended()};
    if (basket.lines.empty() && !may_start_sale(exchange.database))
        throw Refusal{problems::disk_full()};
    return basket;
}

PricingSources State::sources(Exchange& exchange)
{
    return {exchange.database, programmes.current(exchange.database), options, exchange.situation};
}

ShownBasket State::shown(Exchange& exchange, const OpenBasket& basket)
{
    return show(sources(exchange), basket);
}

json State::view(const ShownBasket& shown_basket) const
{
    return basket_view(shown_basket, *shown_basket.rules);
}

ShownBasket State::revise(Exchange& exchange, OpenBasket changed)
{
    changed.before = changed.revision;
    ++changed.revision;
    return shown(exchange, changed);
}

void State::keep(Exchange& exchange,
                 const ShownBasket& shown_basket,
                 unsigned status,
                 const json& body)
{
    const OpenBasket& basket = shown_basket.open;
    store::save_basket(exchange.database, to_stored(basket), exchange.answer(status, body));
    if (!basket.is_suspended() && !current) current = basket.id;
    if (current == basket.id) {
        exchange.event({{"type", "basket"},
                        {"basket", basket.is_suspended() ? json(nullptr) : view(shown_basket)}});
    }
}

void State::keep_view(Exchange& exchange, OpenBasket changed)
{
    const ShownBasket next = revise(exchange, std::move(changed));
    keep(exchange, next, 200, view(next));
}

void State::list_baskets(Exchange& exchange)
{
    json baskets = json::array();
    for (const store::StoredBasket& stored : store::open_baskets(exchange.database)) {
        if (const auto basket = from_stored(stored))
            baskets.push_back(basket_summary(shown(exchange, *basket)));
    }
    exchange.answer(200, {{"current", current ? json(*current) : json(nullptr)},
                          {"baskets", std::move(baskets)}});
}

void State::open_basket(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    OpenBasket basket = new_basket(exchange);
    basket.channel = body.optional_text("channel", id_size_max);
    body.done();
    const ShownBasket next = revise(exchange, std::move(basket));
    const auto before = std::exchange(current, next.open.id);
    try {
        keep(exchange, next, 201, view(next));
    } catch (...) {
        current = before;
        throw;
    }
}

void State::get_basket(Exchange& exchange)
{
    const OpenBasket basket = find_basket(exchange.database, exchange.argument(0));
    exchange.answer(200, view(shown(exchange, basket)));
}

void State::drop_basket(Exchange& exchange)
{
    const OpenBasket basket = find_basket(exchange.database, exchange.argument(0));
    store::drop_basket(exchange.database, basket.id, exchange.answer(204, nullptr));
    if (current != basket.id) return;
    current.reset();
    exchange.event({{"type", "basket"}, {"basket", nullptr}});
}

void State::add_line(Exchange& exchange)
{
    const LineRequest request = read_line(exchange.call);
    OpenBasket basket = editable_basket(exchange, true);
    const auto known = look_up(exchange.database, request);
    OpenLine line = to_line(known ? *known : item_as_told(request), request.quantity);
    if (request.unit_price) line.item.unit_price = Money::minor(*request.unit_price);
    if (request.name) line.item.name = *request.name;
    if (request.category) line.item.category = *request.category;
    if (request.brand) line.item.brand = *request.brand;
    if (!request.tags.empty()) line.item.tags = request.tags;
    line.item.weighed = line.item.weighed || request.is_weighed;
    line.item.no_discount = request.no_discount;
    if (!basket.add(std::move(line))) throw Refusal{problem_of(Errc::too_many_lines)};
    keep_view(exchange, std::move(basket));
}

void State::change_line(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    const auto quantity = body.integer("quantity", 1, Quantity::limit);
    body.done();
    OpenBasket basket = editable_basket(exchange, false);
    OpenLine* line = basket.find_line(line_number(exchange));
    if (line == nullptr) throw Refusal{problems::line_not_found()};
    line->item.quantity = Quantity::thousandths(quantity);
    basket.current_line = line->item.line;
    keep_view(exchange, std::move(basket));
}

void State::drop_line(Exchange& exchange)
{
    OpenBasket basket = editable_basket(exchange, false);
    const LineNumber number = line_number(exchange);
    const auto dropped = std::erase_if(
        basket.lines, [number](const OpenLine& line) { return line.item.line == number; });
    if (dropped == 0) throw Refusal{problems::line_not_found()};
    basket.current_line.reset();
    if (!basket.lines.empty()) basket.current_line = basket.lines.back().item.line;
    keep_view(exchange, std::move(basket));
}

void State::undo(Exchange& exchange)
{
    const OpenBasket basket = editable_basket(exchange, false);
    const auto stored = store::basket_version(exchange.database, basket.id, basket.before);
    auto back = stored ? from_stored(*stored) : std::nullopt;
    const bool was_opened_by_a_change =
        basket.before == 0 && (!basket.lines.empty() || basket.member || !basket.coupons.empty());
    if (!back && was_opened_by_a_change) {
        back.emplace();
        back->id = basket.id;
        back->opened_at = basket.opened_at;
        back->channel = basket.channel;
    }
    if (!back) throw Refusal{problems::nothing_to_undo()};
    back->suspended_at.reset();
    back->revision = basket.revision + 1;
    const ShownBasket next = shown(exchange, *back);
    keep(exchange, next, 200, view(next));
}

void State::attach_member(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    const auto credential = body.optional_text("credential", id_size_max);
    const auto member = body.optional_text("member", id_size_max);
    body.done();
    if (credential.has_value() == member.has_value()) {
        body.refuse("credential", "or member must be given, one of the two", "和 member 只给一个");
    }
    OpenBasket basket = editable_basket(exchange, true);
    basket.member = credential ? find_credential(exchange, *credential) : MemberId{*member};
    const auto known = store::find_member(exchange.database, *basket.member, rules(exchange));
    if (!known) throw Refusal{problem_of(known.error())};
    keep_view(exchange, std::move(basket));
}

void State::detach_member(Exchange& exchange)
{
    OpenBasket basket = editable_basket(exchange, false);
    basket.member.reset();
    basket.redeem = {};
    keep_view(exchange, std::move(basket));
}

void State::redeem(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    RedeemRequest wanted;
    wanted.points = Points::of(body.optional_integer("points", 0, Points::limit).value_or(0));
    for (std::string& offer : body.texts("offers", offers_max))
        wanted.offers.emplace_back(std::move(offer));
    body.done();
    OpenBasket basket = editable_basket(exchange, false);
    const bool asks_for_something = wanted.points > Points{} || !wanted.offers.empty();
    if (!basket.member && asks_for_something) throw Refusal{problems::member_missing()};
    basket.redeem = std::move(wanted);
    keep_view(exchange, std::move(basket));
}

std::optional<CouponInBasket> read_coupon(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
        return std::nullopt;
    return CouponInBasket{CouponCode{std::string{text.substr(colon + 1)}},
                          CampaignId{std::string{text.substr(0, colon)}}};
}

void put_coupon(OpenBasket& basket, CouponInBasket coupon)
{
    const bool is_there = std::ranges::any_of(
        basket.coupons, [&](const CouponInBasket& one) { return one.code == coupon.code; });
    if (is_there || basket.coupons.size() >= coupons_max)
        throw Refusal{problems::coupon_there_already()};
    basket.coupons.push_back(std::move(coupon));
}

void State::add_coupon(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    const std::string code = body.text("code", id_size_max);
    body.done();
    auto coupon = read_coupon(code);
    if (!coupon) body.refuse("code", "must be CAMPAIGN:CODE", "应是 活动:券号");
    if (store::is_coupon_used(exchange.database, coupon->code))
        throw Refusal{problems::coupon_there_already()};
    OpenBasket basket = editable_basket(exchange, true);
    put_coupon(basket, std::move(*coupon));
    keep_view(exchange, std::move(basket));
}

void State::drop_coupon(Exchange& exchange)
{
    OpenBasket basket = editable_basket(exchange, false);
    std::erase_if(basket.coupons, [&](const CouponInBasket& coupon) {
        return coupon.code.value() == exchange.argument(1);
    });
    keep_view(exchange, std::move(basket));
}

void State::suspend(Exchange& exchange)
{
    OpenBasket basket = editable_basket(exchange, false);
    if (basket.lines.empty()) throw Refusal{problem_of(Errc::basket_empty)};
    basket.suspended_at = exchange.situation.at;
    const std::string id = basket.id;
    keep_view(exchange, std::move(basket));
    if (current == id) current.reset();
}

void State::resume(Exchange& exchange)
{
    OpenBasket basket = find_basket(exchange.database, exchange.argument(0));
    basket.suspended_at.reset();
    const ShownBasket next = revise(exchange, std::move(basket));
    const auto before = std::exchange(current, next.open.id);
    try {
        keep(exchange, next, 200, view(next));
    } catch (...) {
        current = before;
        throw;
    }
}

}  // namespace loyal::terminal
