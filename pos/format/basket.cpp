#include "reader.hpp"

#include <loyal/format/json.hpp>

namespace loyal::format {
namespace {

PointsSnapshot read_points(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    PointsSnapshot points;
    points.balance = object.points_or("balance", Points{}, -Points::limit);
    points.spendable = object.points_or("spendable", Points{});
    points.accrued_today = object.points_or("accrued_today", Points{});
    object.done();
    return points;
}

std::map<OfferId, std::int64_t> read_used(ObjectReader& object, const char* name)
{
    std::map<OfferId, std::int64_t> counts;
    const Json* used = object.find(name);
    if (used == nullptr) return counts;
    const std::string at = object.place_of(name);
    if (!used->is_object()) refuse(at, "must be an object");
    for (const auto& [offer, count] : used->items()) {
        std::string place_of_offer = at;
        place_of_offer.append(".").append(offer);
        counts[OfferId{offer}] = as_integer(count, place_of_offer, 0, Money::limit);
    }
    return counts;
}

MemberSnapshot read_member(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    MemberSnapshot member;
    member.id = MemberId{object.text("id")};
    if (auto tier = object.maybe_text("tier")) member.tier = TierCode{std::move(*tier)};
    member.birthday = object.maybe_date("birthday");
    member.enrolled = object.maybe_date("enrolled");
    if (const Json* points = object.find("points")) {
        member.points = read_points(*points, object.place_of("points"));
    }
    object.elements("metrics", [&](const Json& element, const std::string& at) {
        ObjectReader metric{element, at};
        MetricValue read;
        read.metric = read_metric(metric);
        read.window = read_window(metric.need("window"), metric.place_of("window"));
        read.value = metric.integer("value", -Money::limit, Money::limit);
        metric.done();
        member.metrics.push_back(read);
    });
    member.segments = object.texts("segments");
    member.lifecycle = object.maybe_text("lifecycle");
    member.transactions = object.maybe_integer("transactions", 0);
    member.visited_today = object.boolean_or("visited_today", false);
    member.used = read_used(object, "used");
    member.used_units = read_used(object, "used_units");
    if (auto household = object.maybe_text("household")) {
        member.household = HouseholdId{std::move(*household)};
    }
    object.done();
    return member;
}

LineItem read_line(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    LineItem line;
    line.line = static_cast<LineNumber>(object.integer("line", 1, 1'000'000));
    line.sku = Sku{object.text("sku")};
    line.name = object.text_or("name", "");
    line.category = object.text_or("category", "");
    line.brand = object.text_or("brand", "");
    line.tags = object.texts("tags");
    line.quantity = object.quantity("quantity");
    line.unit_price = object.money("unit_price");
    line.weighed = object.boolean_or("weighed", false);
    line.no_discount = object.boolean_or("no_discount", false);
    object.done();
    return line;
}

void read_lines(ObjectReader& object, Basket& basket)
{
    std::set<LineNumber> numbers;
    Money gross;
    object.elements(
        "lines",
        [&](const Json& value, const std::string& place) {
            LineItem line = read_line(value, place);
            if (!numbers.insert(line.line).second) refuse(place + ".line", "is there twice");
            try {
                gross += line.unit_price.times(line.quantity, Rounding::half_up);
            } catch (const std::overflow_error&) {
                refuse(place + ".unit_price", "times the quantity is beyond the limit");
            }
            basket.lines.push_back(std::move(line));
        },
        Basket::lines_max);
}

RedeemRequest read_redeem_request(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    RedeemRequest redeem;
    redeem.points = object.points_or("points", Points{});
    for (std::string& offer : object.texts("offers")) redeem.offers.emplace_back(std::move(offer));
    object.done();
    return redeem;
}

void read_tenders(ObjectReader& object, Basket& basket)
{
    if (object.has("tender")) basket.tender = read_tender_type(object, "tender");
    object.elements(
        "tenders",
        [&](const Json& value, const std::string& place) {
            ObjectReader read{value, place};
            Tender tender;
            tender.type = read_tender_type(read, "type");
            tender.amount = read.money_or("amount", Money{});
            tender.card = read.text_or("card", "", id_bytes_max);
            tender.reference = read.text_or("reference", "", id_bytes_max);
            read.done();
            basket.tenders.push_back(std::move(tender));
        },
        64);
}

Basket read_basket_members(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    Basket basket;
    basket.store = StoreId{object.text("store")};
    basket.terminal = TerminalId{object.text_or("terminal", "", id_bytes_max)};
    basket.at = object.instant("at");
    basket.channel = object.maybe_text("channel");
    basket.currency = object.maybe_text("currency");
    if (const Json* member = object.find("member"); member != nullptr && !member->is_null()) {
        basket.member = read_member(*member, object.place_of("member"));
    }
    object.need("lines");
    read_lines(object, basket);
    object.elements(
        "coupons",
        [&](const Json& element, const std::string& at) {
            ObjectReader coupon{element, at};
            basket.coupons.push_back(
                {CouponCode{coupon.text("code")}, CampaignId{coupon.text("campaign")}});
            coupon.done();
        },
        1000);
    if (const Json* redeem = object.find("redeem")) {
        basket.redeem = read_redeem_request(*redeem, object.place_of("redeem"));
    }
    for (std::string& offer : object.texts("without"))
        basket.without.emplace_back(std::move(offer));
    read_tenders(object, basket);
    object.done();
    return basket;
}

Json write(const LineItem& line)
{
    Json object{{"line", line.line},
                {"sku", line.sku.value()},
                {"name", line.name},
                {"category", line.category},
                {"brand", line.brand},
                {"tags", line.tags},
                {"quantity", line.quantity.in_thousandths()},
                {"unit_price", line.unit_price.minor_units()}};
    if (line.weighed) object["weighed"] = true;
    if (line.no_discount) object["no_discount"] = true;
    return object;
}

void write_requests(const Basket& basket, Json& object)
{
    for (const CouponInBasket& coupon : basket.coupons) {
        object["coupons"].push_back(
            {{"code", coupon.code.value()}, {"campaign", coupon.campaign.value()}});
    }
    if (basket.redeem.points != Points{}) {
        object["redeem"]["points"] = basket.redeem.points.count();
    }
    for (const OfferId& offer : basket.redeem.offers) {
        object["redeem"]["offers"].push_back(offer.value());
    }
    for (const OfferId& offer : basket.without) object["without"].push_back(offer.value());
    if (basket.tender) object["tender"] = to_text(*basket.tender);
    for (const Tender& tender : basket.tenders) {
        Json value{{"type", to_text(tender.type)}, {"amount", tender.amount.minor_units()}};
        if (!tender.card.empty()) value["card"] = tender.card;
        if (!tender.reference.empty()) value["reference"] = tender.reference;
        object["tenders"].push_back(std::move(value));
    }
}

}  // namespace

Checked<Basket> read_basket(const Json& value, const std::string& place)
{
    return checked([&] { return read_basket_members(value, place); });
}

Checked<Basket> parse_basket(std::string_view json)
{
    const auto document = parse_document(json);
    if (!document) return document.error();
    return read_basket(*document);
}

Json to_value(const MemberSnapshot& member)
{
    Json object{{"id", member.id.value()}};
    if (member.tier) object["tier"] = member.tier->value();
    if (member.birthday) object["birthday"] = to_string(*member.birthday);
    if (member.enrolled) object["enrolled"] = to_string(*member.enrolled);
    if (member.points) {
        object["points"] = {{"balance", member.points->balance.count()},
                            {"spendable", member.points->spendable.count()},
                            {"accrued_today", member.points->accrued_today.count()}};
    }
    for (const MetricValue& metric : member.metrics) {
        object["metrics"].push_back({{"metric", to_text(metric.metric)},
                                     {"window", to_value(metric.window)},
                                     {"value", metric.value}});
    }
    if (!member.segments.empty()) object["segments"] = member.segments;
    if (member.lifecycle) object["lifecycle"] = *member.lifecycle;
    if (member.transactions) object["transactions"] = *member.transactions;
    if (member.visited_today) object["visited_today"] = true;
    for (const auto& [offer, count] : member.used) object["used"][offer.value()] = count;
    for (const auto& [offer, count] : member.used_units) {
        object["used_units"][offer.value()] = count;
    }
    if (member.household) object["household"] = member.household->value();
    return object;
}

Json to_value(const Basket& basket)
{
    Json object{{"store", basket.store.value()},
                {"terminal", basket.terminal.value()},
                {"at", to_string(basket.at)},
                {"lines", Json::array()}};
    if (basket.channel) object["channel"] = *basket.channel;
    if (basket.currency) object["currency"] = *basket.currency;
    if (basket.member) object["member"] = to_value(*basket.member);
    for (const LineItem& line : basket.lines) object["lines"].push_back(write(line));
    write_requests(basket, object);
    return object;
}

std::string to_json(const Basket& basket)
{
    return to_value(basket).dump();
}

}  // namespace loyal::format
