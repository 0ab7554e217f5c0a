#include "reader.hpp"

#include <loyal/format/json.hpp>

namespace loyal::format {
namespace {

Json write(const Why& why)
{
    if (!why.offer) return {{"redemption", true}, {"off", why.off.minor_units()}};
    return {{"offer", why.offer->value()}, {"layer", why.layer}, {"off", why.off.minor_units()}};
}

Json write(const PricedLine& line)
{
    Json object{{"line", line.line},
                {"sku", line.sku.value()},
                {"quantity", line.quantity.in_thousandths()},
                {"gross", line.gross.minor_units()},
                {"discount", line.discount.minor_units()},
                {"redeemed", line.redeemed.minor_units()},
                {"net", line.net.minor_units()},
                {"points", line.points.count()},
                {"why", Json::array()}};
    for (const Why& why : line.why) object["why"].push_back(write(why));
    if (line.gift) object["gift"] = line.gift->value();
    return object;
}

Json write(const DeclinedOffer& declined)
{
    return {{"offer", declined.offer.value()},
            {"reason", {{"condition", declined.condition}, {"text", to_value(declined.text)}}}};
}

Json write(const CouponOutcome& coupon)
{
    Json object{{"code", coupon.code.value()},
                {"campaign", coupon.campaign.value()},
                {"used", coupon.used}};
    if (coupon.text) object["text"] = to_value(*coupon.text);
    return object;
}

Json write(const NextStep& step)
{
    Json object{{"offer", step.offer.value()},
                {"missing", step.missing.minor_units()},
                {"text", to_value(step.text)}};
    if (step.off) object["off"] = step.off->minor_units();
    if (step.bp) object["bp"] = raw(*step.bp);
    return object;
}

Json write(const TierOutcome& tier)
{
    Json object{{"id", tier.id.value()}, {"next", nullptr}};
    if (tier.before) object["before"] = tier.before->value();
    if (!tier.next) return object;
    Json missing = Json::array();
    for (const MissingForTier& part : tier.next->missing) {
        missing.push_back({{"metric", to_text(part.requirement.metric)},
                           {"window", to_value(part.requirement.window)},
                           {"min", part.requirement.min},
                           {"missing", part.missing}});
    }
    object["next"] = {{"id", tier.next->id.value()}, {"missing", std::move(missing)}};
    return object;
}

Why read_why(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    Why why;
    if (!object.boolean_or("redemption", false)) {
        why.offer = OfferId{object.text("offer")};
        why.layer = object.text("layer");
    }
    why.off = object.money("off", -Money::limit);
    object.done();
    return why;
}

PricedLine read_line(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    PricedLine line;
    line.line = static_cast<LineNumber>(object.integer("line", 1, 10'000'000));
    line.sku = Sku{object.text("sku")};
    line.quantity = object.quantity("quantity");
    line.gross = object.money("gross");
    line.discount = object.money("discount");
    line.redeemed = object.money("redeemed");
    line.net = object.money("net");
    line.points = object.points_or("points", Points{});
    object.elements("why", [&](const Json& element, const std::string& at) {
        line.why.push_back(read_why(element, at));
    });
    if (auto gift = object.maybe_text("gift")) line.gift = OfferId{std::move(*gift)};
    object.done();
    return line;
}

DeclinedOffer read_declined(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    ObjectReader reason{object.need("reason"), object.place_of("reason")};
    DeclinedOffer declined{OfferId{object.text("offer")}, reason.text("condition"),
                           read_text(reason.need("text"), reason.place_of("text"))};
    reason.done();
    object.done();
    return declined;
}

CouponOutcome read_coupon(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    CouponOutcome coupon{CouponCode{object.text("code")}, CampaignId{object.text("campaign")},
                         object.boolean_or("used", false), std::nullopt};
    if (const Json* text = object.find("text")) {
        coupon.text = read_text(*text, object.place_of("text"));
    }
    object.done();
    return coupon;
}

NextStep read_next_step(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    NextStep step;
    step.offer = OfferId{object.text("offer")};
    step.missing = object.money("missing");
    step.off = object.maybe_money("off");
    if (object.has("bp")) step.bp = object.rate("bp");
    step.text = read_text(object.need("text"), object.place_of("text"));
    object.done();
    return step;
}

NextTier read_next(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    NextTier next;
    next.id = TierCode{object.text("id")};
    object.elements("missing", [&](const Json& element, const std::string& at) {
        ObjectReader part{element, at};
        MissingForTier missing;
        missing.requirement.metric = read_metric(part);
        missing.requirement.window = read_window(part.need("window"), part.place_of("window"));
        missing.requirement.min = part.integer("min", 0);
        missing.missing = part.integer("missing", 0);
        part.done();
        next.missing.push_back(missing);
    });
    object.done();
    return next;
}

TierOutcome read_tier(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    TierOutcome tier;
    tier.id = TierCode{object.text_or("id", "", id_bytes_max)};
    if (auto before = object.maybe_text("before")) tier.before = TierCode{std::move(*before)};
    if (const Json* next = object.find("next"); next != nullptr && !next->is_null()) {
        tier.next = read_next(*next, object.place_of("next"));
    }
    object.done();
    return tier;
}

void read_points(ObjectReader& root, PricedBasket& priced)
{
    ObjectReader redeemed{root.need("redeemed"), root.place_of("redeemed")};
    priced.redeemed_points = redeemed.points_or("points", Points{});
    priced.redeemed_worth = redeemed.money_or("worth", Money{});
    if (const Json* declined = redeemed.find("declined")) {
        priced.redeem_declined = read_text(*declined, redeemed.place_of("declined"));
    }
    redeemed.done();
    ObjectReader points{root.need("points"), root.place_of("points")};
    priced.points_multiplier = points.rate("multiplier_bp", 2'000'000'000);
    priced.points_bonus = points.points_or("bonus", Points{});
    priced.points_earned = points.points_or("earned", Points{});
    points.done();
}

void read_lists(ObjectReader& root, PricedBasket& priced)
{
    root.elements("lines", [&](const Json& element, const std::string& at) {
        priced.lines.push_back(read_line(element, at));
    });
    root.elements("applied", [&](const Json& element, const std::string& at) {
        priced.applied.push_back(read_applied(element, at));
    });
    root.elements("declined", [&](const Json& element, const std::string& at) {
        priced.declined.push_back(read_declined(element, at));
    });
    root.elements("coupons", [&](const Json& element, const std::string& at) {
        priced.coupons.push_back(read_coupon(element, at));
    });
    root.elements("next_steps", [&](const Json& element, const std::string& at) {
        priced.next_steps.push_back(read_next_step(element, at));
    });
}

}  // namespace

AppliedOffer read_applied(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    AppliedOffer applied;
    applied.offer = OfferId{object.text("offer")};
    applied.layer = object.text("layer");
    applied.applications = object.integer_or("applications", 1, 0);
    applied.off = object.maybe_money("off");
    if (object.has("multiplier_bp")) applied.multiplier = object.rate("multiplier_bp", 10'000'000);
    applied.bonus = object.maybe_points("bonus");
    applied.cost = object.maybe_points("cost");
    applied.units = object.integer_or("units", 0);
    object.done();
    return applied;
}

Json to_value(const AppliedOffer& applied)
{
    Json object{{"offer", applied.offer.value()}, {"layer", applied.layer}};
    // A points offer has no application count of its own: it works on the whole accrual.
    const bool of_points = applied.multiplier || applied.bonus;
    if (!of_points || applied.applications != 1) object["applications"] = applied.applications;
    if (applied.off) object["off"] = applied.off->minor_units();
    if (applied.multiplier) object["multiplier_bp"] = raw(*applied.multiplier);
    if (applied.bonus) object["bonus"] = applied.bonus->count();
    if (applied.cost) object["cost"] = applied.cost->count();
    if (applied.units != 0) object["units"] = applied.units;
    return object;
}

PricedBasket read_priced_basket(const Json& value, const std::string& place)
{
    ObjectReader root{value, place};
    PricedBasket priced;
    priced.programme = ProgrammeId{root.text("programme")};
    priced.version = root.integer("version", 1);
    priced.engine = static_cast<std::int32_t>(root.integer("engine", 1, 1'000'000));
    priced.currency = root.text("currency");
    priced.optimal = root.boolean_or("optimal", true);
    read_lists(root, priced);
    priced.gross = root.money("gross");
    priced.discount = root.money("discount");
    read_points(root, priced);
    priced.cash_rounding = root.money("cash_rounding", -Money::limit);
    priced.total = root.money("total");
    if (const Json* tier = root.find("tier"); tier != nullptr && !tier->is_null()) {
        priced.tier = read_tier(*tier, root.place_of("tier"));
    }
    root.done();
    return priced;
}

Checked<PricedBasket> parse_priced_basket(std::string_view json)
{
    const auto document = parse_document(json);
    if (!document) return document.error();
    return checked([&] { return read_priced_basket(*document, ""); });
}

Json to_value(const PricedBasket& priced)
{
    Json object{{"programme", priced.programme.value()},
                {"version", priced.version},
                {"engine", priced.engine},
                {"currency", priced.currency},
                {"optimal", priced.optimal},
                {"lines", Json::array()},
                {"gross", priced.gross.minor_units()},
                {"discount", priced.discount.minor_units()},
                {"redeemed",
                 {{"points", priced.redeemed_points.count()},
                  {"worth", priced.redeemed_worth.minor_units()}}},
                {"cash_rounding", priced.cash_rounding.minor_units()},
                {"total", priced.total.minor_units()},
                {"points",
                 {{"multiplier_bp", raw(priced.points_multiplier)},
                  {"bonus", priced.points_bonus.count()},
                  {"earned", priced.points_earned.count()}}},
                {"applied", Json::array()},
                {"declined", Json::array()},
                {"coupons", Json::array()}};
    if (priced.redeem_declined) {
        object["redeemed"]["declined"] = to_value(*priced.redeem_declined);
    }
    for (const PricedLine& line : priced.lines) object["lines"].push_back(write(line));
    for (const AppliedOffer& applied : priced.applied) {
        object["applied"].push_back(to_value(applied));
    }
    for (const DeclinedOffer& offer : priced.declined) object["declined"].push_back(write(offer));
    for (const CouponOutcome& coupon : priced.coupons) object["coupons"].push_back(write(coupon));
    for (const NextStep& step : priced.next_steps) object["next_steps"].push_back(write(step));
    if (priced.tier) object["tier"] = write(*priced.tier);
    return object;
}

std::string to_json(const PricedBasket& priced)
{
    return to_value(priced).dump();
}

}  // namespace loyal::format
