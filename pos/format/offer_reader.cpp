#include "offer_reader.hpp"

#include <algorithm>

namespace loyal::format {

int minutes_of_day(const std::string& text, const std::string& place)
{
    const bool formed = text.size() == 5 && text[2] == ':' &&
                        std::ranges::all_of(text, [](char c) { return c >= '0' && c <= ':'; });
    const int hours = formed ? (text[0] - '0') * 10 + (text[1] - '0') : 24;
    const int minutes = formed ? (text[3] - '0') * 10 + (text[4] - '0') : 0;
    if (!formed || minutes > 59 || hours > 24 || (hours == 24 && minutes != 0)) {
        refuse(place, "must be a time of day as 05:00");
    }
    return hours * 60 + minutes;
}

namespace {

template <class Id>
std::vector<Id> ids(ObjectReader& object, const char* name)
{
    std::vector<Id> list;
    for (std::string& text : object.texts(name)) list.emplace_back(std::move(text));
    return list;
}

void read_match_members(ObjectReader& object, ItemMatch& match)
{
    match.sku = ids<Sku>(object, "sku");
    match.category = object.texts("category");
    match.brand = object.texts("brand");
    match.tag = object.texts("tag");
    if (const Json* price = object.find("price")) {
        ObjectReader range{*price, object.place_of("price")};
        match.price = PriceRange{range.maybe_money("from"), range.maybe_money("to")};
        range.done();
    }
}

}  // namespace

ItemMatch read_match(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    ItemMatch match;
    read_match_members(object, match);
    object.done();
    return match;
}

namespace {

ItemSelector read_selector(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    ItemSelector selector;
    read_match_members(object, selector.all);
    if (const Json* none = object.find("not")) {
        selector.none = read_match(*none, object.place_of("not"));
    }
    object.done();
    return selector;
}

}  // namespace

ItemSelector selector_or_all(ObjectReader& object, const char* name)
{
    const Json* value = object.find(name);
    return value == nullptr ? ItemSelector{} : read_selector(*value, object.place_of(name));
}

namespace {

DateRange read_dates(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    DateRange range{object.maybe_date("from"), object.maybe_date("to")};
    object.done();
    if (range.from && range.to && *range.to < *range.from) refuse(place, "ends before it begins");
    return range;
}

BirthdayCondition read_birthday(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    BirthdayCondition birthday;
    birthday.month = object.boolean_or("month", false);
    birthday.days_before = narrow(object.integer_or("days_before", 0, 0, 180));
    birthday.days_after = narrow(object.integer_or("days_after", 0, 0, 180));
    object.done();
    return birthday;
}

HourRange read_hours(const Json& value, const std::string& place)
{
    if (!value.is_array() || value.size() != 2) refuse(place, "must be a pair of times of day");
    return {minutes_of_day(as_text(value[0], place + "[0]", 5), place + "[0]"),
            minutes_of_day(as_text(value[1], place + "[1]", 5), place + "[1]")};
}

std::vector<std::int32_t> numbers(ObjectReader& object, const char* name, std::int64_t max)
{
    std::vector<std::int32_t> list;
    object.elements(name, [&](const Json& value, const std::string& place) {
        list.push_back(narrow(as_integer(value, place, 1, max)));
    });
    return list;
}

When read_when(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    When when;
    when.member = object.maybe_boolean("member");
    when.tiers = ids<TierCode>(object, "tiers");
    when.segments = object.texts("segments");
    when.lifecycle = object.texts("lifecycle");
    if (const Json* birthday = object.find("birthday")) {
        when.birthday = read_birthday(*birthday, object.place_of("birthday"));
    }
    if (const Json* days = object.find("enrolled_days")) {
        ObjectReader enrolled{*days, object.place_of("enrolled_days")};
        when.enrolled_days_most = narrow(enrolled.integer("most", 0, days_max));
        enrolled.done();
    }
    when.first_purchase = object.maybe_boolean("first_purchase");
    if (auto coupon = object.maybe_text("coupon")) when.coupon = CampaignId{std::move(*coupon)};
    when.stores = ids<StoreId>(object, "stores");
    when.channel = object.has("channel") && object.need("channel").is_array()
                       ? object.texts("channel")
                       : std::vector<std::string>{};
    if (when.channel.empty()) {
        if (auto channel = object.maybe_text("channel")) when.channel = {std::move(*channel)};
    }
    if (const Json* dates = object.find("dates")) {
        when.dates = read_dates(*dates, object.place_of("dates"));
    }
    when.weekdays = numbers(object, "weekdays", 7);
    when.days_of_month = numbers(object, "days_of_month", 31);
    object.elements("hours", [&](const Json& pair, const std::string& at) {
        when.hours.push_back(read_hours(pair, at));
    });
    when.min_spend = object.maybe_money("min_spend");
    if (object.has("min_quantity")) when.min_quantity = object.quantity("min_quantity");
    if (const Json* of = object.find("of")) {
        when.of = read_selector(*of, object.place_of("of"));
    }
    object.done();
    return when;
}

FixedReward read_fixed(ObjectReader& object)
{
    FixedReward reward;
    reward.price = object.maybe_money("price");
    if (const Json* prices = object.find("prices")) {
        const std::string place = object.place_of("prices");
        if (!prices->is_object() || prices->empty()) refuse(place, "must be an object");
        for (const auto& [sku, price] : prices->items()) {
            std::string place_of_price = place;
            place_of_price.append(".").append(sku);
            reward.prices.emplace(Sku{sku}, as_money(price, place_of_price));
        }
    }
    if (reward.price.has_value() == !reward.prices.empty()) {
        refuse(object.place(), "must have one of price and prices");
    }
    return reward;
}

NthReward read_nth(ObjectReader& object)
{
    NthReward reward;
    reward.buy = narrow(object.integer("buy", 0, 1000));
    reward.get = narrow(object.integer("get", 1, 1000));
    reward.bp = object.rate("bp");
    reward.repeat = object.boolean_or("repeat", true);
    if (object.has("same")) {
        object.choice<int>("same", {{"sku", 0}});
        reward.same_sku = true;
    }
    return reward;
}

BundleReward read_bundle(ObjectReader& object)
{
    BundleReward reward;
    object.elements(
        "slots",
        [&](const Json& value, const std::string& place) {
            ObjectReader slot{value, place};
            BundleSlot read{selector_or_all(slot, "items"), slot.quantity("quantity")};
            if (!read.quantity.is_whole()) refuse(place + ".quantity", "must be whole pieces");
            slot.done();
            reward.slots.push_back(std::move(read));
        },
        16);
    if (reward.slots.empty()) refuse(object.place_of("slots"), "must not be empty");
    reward.price = object.maybe_money("price");
    reward.off = object.maybe_money("off");
    if (reward.price.has_value() == reward.off.has_value()) {
        refuse(object.place(), "must have one of price and off");
    }
    return reward;
}

SpendReward read_spend(ObjectReader& object)
{
    SpendReward reward;
    object.elements("steps", [&](const Json& value, const std::string& place) {
        ObjectReader step{value, place};
        SpendStep read{step.money("from"), step.maybe_money("off"), std::nullopt};
        if (step.has("bp")) read.bp = step.rate("bp");
        if (read.off.has_value() == read.bp.has_value()) {
            refuse(place, "must have one of off and bp");
        }
        step.done();
        if (!reward.steps.empty() && read.from <= reward.steps.back().from) {
            refuse(place + ".from", "must be more than the step before");
        }
        reward.steps.push_back(read);
    });
    if (const Json* every = object.find("every")) {
        ObjectReader read{*every, object.place_of("every")};
        reward.every = SpendEvery{read.money("from", 1), read.money("off"),
                                  read.integer_or("most", 0, 1, pieces_max)};
        read.done();
    }
    if (reward.every.has_value() == !reward.steps.empty()) {
        refuse(object.place(), "must have one of steps and every");
    }
    return reward;
}

GiftReward read_gift(ObjectReader& object)
{
    GiftReward reward{Sku{object.text("sku")}, object.quantity("quantity"),
                      object.money_or("value", Money{}), std::nullopt};
    if (const Json* every = object.find("every")) {
        ObjectReader read{*every, object.place_of("every")};
        GiftEvery rule;
        rule.min_spend = read.maybe_money("min_spend", 1);
        if (read.has("min_quantity")) rule.min_quantity = read.quantity("min_quantity");
        rule.most = read.integer_or("most", 0, 1, pieces_max);
        read.done();
        if (rule.min_spend.has_value() == rule.min_quantity.has_value()) {
            refuse(read.place(), "must have one of min_spend and min_quantity");
        }
        reward.every = rule;
    }
    return reward;
}

PointsReward read_points_reward(ObjectReader& object)
{
    PointsReward reward;
    if (object.has("multiplier_bp")) {
        reward.multiplier = object.rate("multiplier_bp", 10'000'000);
        if (raw(*reward.multiplier) <= 10'000) {
            refuse(object.place_of("multiplier_bp"), "must be more than 10000");
        }
    }
    reward.bonus = object.maybe_points("bonus", 1);
    reward.per_piece = object.maybe_points("per_piece", 1);
    reward.most = object.maybe_points("most", 1);
    const int forms =
        (reward.multiplier ? 1 : 0) + (reward.bonus ? 1 : 0) + (reward.per_piece ? 1 : 0);
    if (forms != 1) refuse(object.place(), "must have one of multiplier_bp, bonus and per_piece");
    if (reward.most && !reward.multiplier) {
        refuse(object.place_of("most"), "stands only with multiplier_bp");
    }
    return reward;
}

Reward read_reward(const Json& value, const std::string& place)
{
    enum class Type { percent, amount, fixed, nth, bundle, spend, basket_percent, gift, points };
    ObjectReader object{value, place};
    const auto type = object.choice<Type>("type", {{"percent", Type::percent},
                                                   {"amount", Type::amount},
                                                   {"fixed", Type::fixed},
                                                   {"nth", Type::nth},
                                                   {"bundle", Type::bundle},
                                                   {"spend", Type::spend},
                                                   {"basket_percent", Type::basket_percent},
                                                   {"gift", Type::gift},
                                                   {"points", Type::points}});
    Reward reward;
    switch (type) {
        case Type::percent: reward = PercentReward{object.rate("bp")}; break;
        case Type::amount: reward = AmountReward{object.money("off")}; break;
        case Type::fixed: reward = read_fixed(object); break;
        case Type::nth: reward = read_nth(object); break;
        case Type::bundle: reward = read_bundle(object); break;
        case Type::spend: reward = read_spend(object); break;
        case Type::basket_percent:
            reward = BasketPercentReward{object.rate("bp"), object.maybe_money("most")};
            break;
        case Type::gift: reward = read_gift(object); break;
        case Type::points: reward = read_points_reward(object); break;
    }
    object.done();
    return reward;
}

OfferLimit read_limit(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    OfferLimit limit;
    limit.per_basket = object.maybe_integer("per_basket", 1, pieces_max);
    limit.per_member = object.maybe_integer("per_member", 1, pieces_max);
    limit.units = object.maybe_integer("units", 1, pieces_max);
    limit.units_per_member = object.maybe_integer("units_per_member", 1, pieces_max);
    if (const Json* window = object.find("window")) {
        limit.window = read_window(*window, object.place_of("window"));
    }
    object.done();
    return limit;
}

bool takes_single_units(const Reward& reward)
{
    return std::holds_alternative<PercentReward>(reward) ||
           std::holds_alternative<AmountReward>(reward) ||
           std::holds_alternative<FixedReward>(reward);
}

}  // namespace

Offer read_offer(const Json& value, const std::string& place, const Programme& programme)
{
    ObjectReader object{value, place};
    Offer offer;
    offer.id = OfferId{object.text("id")};
    offer.layer = object.text_or("layer", "promotion", id_bytes_max);
    if (std::ranges::find(programme.layers, offer.layer) == programme.layers.end()) {
        refuse(place + ".layer", "must be one of the programme's layers");
    }
    offer.name = read_text(object.need("name"), object.place_of("name"));
    if (const Json* when = object.find("when")) {
        offer.when = read_when(*when, object.place_of("when"));
    }
    for (std::size_t i = 0; i < offer.when.tiers.size(); ++i) {
        if (programme.find_tier(offer.when.tiers[i]) == nullptr) {
            refuse(place + ".when.tiers[" + std::to_string(i) + "]",
                   "must be one of the programme's tiers");
        }
    }
    offer.items = selector_or_all(object, "items");
    offer.reward = read_reward(object.need("reward"), object.place_of("reward"));
    if (const Json* limit = object.find("limit")) {
        offer.limit = read_limit(*limit, object.place_of("limit"));
    }
    if ((offer.limit.units || offer.limit.units_per_member) && !takes_single_units(offer.reward)) {
        refuse(place + ".limit", "units stand only with percent, amount and fixed");
    }
    if (const Json* cost = object.find("cost")) {
        ObjectReader read{*cost, object.place_of("cost")};
        offer.cost = Points::of(read.integer("points", 1, Points::limit));
        read.done();
    }
    offer.exclusive = object.boolean_or("exclusive", false);
    object.done();
    return offer;
}

}  // namespace loyal::format
