#include "open_basket.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace loyal::terminal {
namespace {

using nlohmann::json;

json to_json_line(const OpenLine& line)
{
    const LineItem& item = line.item;
    return {{"line", item.line},
            {"sku", item.sku.value()},
            {"name", item.name},
            {"zh", line.names.zh_cn},
            {"en", line.names.en},
            {"category", item.category},
            {"brand", item.brand},
            {"tags", item.tags},
            {"quantity", item.quantity.in_thousandths()},
            {"price", item.unit_price.minor_units()},
            {"list", line.list_price.minor_units()},
            {"weighed", item.weighed},
            {"no_discount", item.no_discount}};
}

OpenLine line_from(const json& value)
{
    OpenLine line;
    line.item.line = value.at("line").get<LineNumber>();
    line.item.sku = Sku{value.at("sku").get<std::string>()};
    line.item.name = value.at("name").get<std::string>();
    line.item.category = value.at("category").get<std::string>();
    line.item.brand = value.at("brand").get<std::string>();
    line.item.tags = value.at("tags").get<std::vector<std::string>>();
    line.item.quantity = Quantity::thousandths(value.at("quantity").get<std::int64_t>());
    line.item.unit_price = Money::minor(value.at("price").get<std::int64_t>());
    line.item.weighed = value.at("weighed").get<bool>();
    line.item.no_discount = value.at("no_discount").get<bool>();
    line.names = {value.at("zh").get<std::string>(), value.at("en").get<std::string>()};
    line.list_price = Money::minor(value.at("list").get<std::int64_t>());
    return line;
}

json to_json_instant(Instant at)
{
    return {at.utc_seconds, at.offset_seconds};
}

Instant instant_from(const json& value)
{
    return {.utc_seconds = value.at(0).get<std::int64_t>(),
            .offset_seconds = value.at(1).get<std::int32_t>()};
}

OpenBasket basket_from(const json& value)
{
    OpenBasket basket;
    basket.opened_at = instant_from(value.at("opened_at"));
    if (value.contains("suspended_at")) basket.suspended_at = instant_from(value["suspended_at"]);
    if (value.contains("channel")) basket.channel = value["channel"].get<std::string>();
    for (const json& line : value.at("lines")) basket.lines.push_back(line_from(line));
    if (value.contains("current_line"))
        basket.current_line = value["current_line"].get<LineNumber>();
    if (value.contains("member")) basket.member = MemberId{value["member"].get<std::string>()};
    for (const json& coupon : value.at("coupons")) {
        basket.coupons.push_back({CouponCode{coupon.at(0).get<std::string>()},
                                  CampaignId{coupon.at(1).get<std::string>()}});
    }
    basket.redeem.points = Points::of(value.at("points").get<std::int64_t>());
    for (const json& offer : value.at("offers"))
        basket.redeem.offers.emplace_back(offer.get<std::string>());
    return basket;
}

}  // namespace

OpenLine* OpenBasket::find_line(LineNumber line)
{
    const auto found = std::find_if(lines.begin(), lines.end(),
                                    [line](const OpenLine& one) { return one.item.line == line; });
    return found == lines.end() ? nullptr : &*found;
}

bool OpenBasket::add(OpenLine line)
{
    const LineItem& item = line.item;
    const bool counts_pieces = !item.weighed && item.quantity.is_whole();
    for (OpenLine& there : lines) {
        const bool is_same = counts_pieces && !there.item.weighed &&
                             there.item.quantity.is_whole() && there.item.sku == item.sku &&
                             there.item.unit_price == item.unit_price &&
                             there.item.no_discount == item.no_discount;
        if (!is_same) continue;
        there.item.quantity = there.item.quantity + item.quantity;
        current_line = there.item.line;
        return true;
    }
    if (lines.size() >= Basket::lines_max) return false;
    line.item.line = 1;
    for (const OpenLine& there : lines)
        line.item.line = std::max(line.item.line, there.item.line + 1);
    current_line = line.item.line;
    lines.push_back(std::move(line));
    return true;
}

store::StoredBasket to_stored(const OpenBasket& basket)
{
    json value{{"opened_at", to_json_instant(basket.opened_at)},
               {"lines", json::array()},
               {"coupons", json::array()},
               {"points", basket.redeem.points.count()},
               {"offers", json::array()}};
    if (basket.suspended_at) value["suspended_at"] = to_json_instant(*basket.suspended_at);
    if (basket.channel) value["channel"] = *basket.channel;
    for (const OpenLine& line : basket.lines) value["lines"].push_back(to_json_line(line));
    if (basket.current_line) value["current_line"] = *basket.current_line;
    if (basket.member) value["member"] = basket.member->value();
    for (const CouponInBasket& coupon : basket.coupons)
        value["coupons"].push_back(json::array({coupon.code.value(), coupon.campaign.value()}));
    for (const OfferId& offer : basket.redeem.offers) value["offers"].push_back(offer.value());
    return {basket.id, basket.revision, basket.before, value.dump()};
}

std::optional<OpenBasket> from_stored(const store::StoredBasket& stored)
{
    const json value = json::parse(stored.content, nullptr, false);
    if (!value.is_object()) return std::nullopt;
    try {
        OpenBasket basket = basket_from(value);
        basket.id = stored.id;
        basket.revision = stored.revision;
        basket.before = stored.before;
        return basket;
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

}  // namespace loyal::terminal
