#include "reader.hpp"

#include <loyal/format/json.hpp>

#include <array>
#include <cstdio>

namespace loyal::format {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

Json amount(Money money)
{
    return money.minor_units();
}

template <class T>
void put(Json& object, const char* name, const std::optional<T>& value, auto write)
{
    if (value) object[name] = write(*value);
}

void put_list(Json& object, const char* name, const std::vector<std::string>& list)
{
    if (!list.empty()) object[name] = list;
}

template <class Tag>
void put_ids(Json& object, const char* name, const std::vector<StrongId<Tag>>& list)
{
    for (const auto& id : list) object[name].push_back(id.value());
}

std::string time_of_day(int minutes)
{
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d", minutes / 60, minutes % 60);
    return text.data();
}

Json write(const Alternatives& alternatives)
{
    Json list = Json::array();
    for (const auto& requirements : alternatives) {
        Json all = Json::array();
        for (const Requirement& requirement : requirements) {
            all.push_back({{"metric", to_text(requirement.metric)},
                           {"window", to_value(requirement.window)},
                           {"min", requirement.min}});
        }
        list.push_back(std::move(all));
    }
    return list;
}

Json write(const Tier& tier)
{
    return {{"id", tier.id.value()},       {"rank", tier.rank},
            {"name", to_value(tier.name)}, {"enter", write(tier.enter)},
            {"keep", write(tier.keep)},    {"points_bp", raw(tier.points)}};
}

Json write(const ItemMatch& match)
{
    Json object = Json::object();
    put_ids(object, "sku", match.sku);
    put_list(object, "category", match.category);
    put_list(object, "brand", match.brand);
    put_list(object, "tag", match.tag);
    if (match.price) {
        object["price"] = Json::object();
        put(object["price"], "from", match.price->from, amount);
        put(object["price"], "to", match.price->to, amount);
    }
    return object;
}

Json write(const ItemSelector& selector)
{
    Json object = write(selector.all);
    if (!selector.none.empty()) object["not"] = write(selector.none);
    return object;
}

Json write(const When& when)
{
    Json object = Json::object();
    if (when.member) object["member"] = *when.member;
    put_ids(object, "tiers", when.tiers);
    put_list(object, "segments", when.segments);
    put_list(object, "lifecycle", when.lifecycle);
    if (when.birthday && when.birthday->month) object["birthday"] = {{"month", true}};
    if (when.birthday && !when.birthday->month) {
        object["birthday"] = {{"days_before", when.birthday->days_before},
                              {"days_after", when.birthday->days_after}};
    }
    if (when.enrolled_days_most) object["enrolled_days"] = {{"most", *when.enrolled_days_most}};
    if (when.first_purchase) object["first_purchase"] = *when.first_purchase;
    if (when.coupon) object["coupon"] = when.coupon->value();
    put_ids(object, "stores", when.stores);
    put_list(object, "channel", when.channel);
    if (when.dates) {
        const auto day = [](Date date) { return to_string(date); };
        object["dates"] = Json::object();
        put(object["dates"], "from", when.dates->from, day);
        put(object["dates"], "to", when.dates->to, day);
    }
    if (!when.weekdays.empty()) object["weekdays"] = when.weekdays;
    if (!when.days_of_month.empty()) object["days_of_month"] = when.days_of_month;
    for (const HourRange& range : when.hours) {
        object["hours"].push_back({time_of_day(range.from), time_of_day(range.to)});
    }
    put(object, "min_spend", when.min_spend, amount);
    put(object, "min_quantity", when.min_quantity,
        [](Quantity quantity) { return quantity.in_thousandths(); });
    put(object, "of", when.of, [](const ItemSelector& of) { return write(of); });
    return object;
}

Json write(const SpendReward& reward)
{
    Json object{{"type", "spend"}};
    for (const SpendStep& step : reward.steps) {
        Json value{{"from", amount(step.from)}};
        put(value, "off", step.off, amount);
        put(value, "bp", step.bp, raw);
        object["steps"].push_back(std::move(value));
    }
    if (reward.every) {
        object["every"] = {{"from", amount(reward.every->from)},
                           {"off", amount(reward.every->off)}};
        if (reward.every->most != 0) object["every"]["most"] = reward.every->most;
    }
    return object;
}

Json write(const GiftReward& reward)
{
    Json object{{"type", "gift"},
                {"sku", reward.sku.value()},
                {"quantity", reward.quantity.in_thousandths()},
                {"value", amount(reward.value)}};
    if (!reward.every) return object;
    Json every = Json::object();
    put(every, "min_spend", reward.every->min_spend, amount);
    put(every, "min_quantity", reward.every->min_quantity,
        [](Quantity quantity) { return quantity.in_thousandths(); });
    if (reward.every->most != 0) every["most"] = reward.every->most;
    object["every"] = std::move(every);
    return object;
}

Json write(const BundleReward& reward)
{
    Json object{{"type", "bundle"}};
    for (const BundleSlot& slot : reward.slots) {
        object["slots"].push_back(
            {{"items", write(slot.items)}, {"quantity", slot.quantity.in_thousandths()}});
    }
    put(object, "price", reward.price, amount);
    put(object, "off", reward.off, amount);
    return object;
}

Json write(const FixedReward& reward)
{
    Json object{{"type", "fixed"}};
    put(object, "price", reward.price, amount);
    for (const auto& [sku, price] : reward.prices) object["prices"][sku.value()] = amount(price);
    return object;
}

Json write(const NthReward& reward)
{
    Json object{{"type", "nth"},
                {"buy", reward.buy},
                {"get", reward.get},
                {"bp", raw(reward.bp)},
                {"repeat", reward.repeat}};
    if (reward.same_sku) object["same"] = "sku";
    return object;
}

Json write(const PointsReward& reward)
{
    const auto count = [](Points points) { return points.count(); };
    Json object{{"type", "points"}};
    put(object, "multiplier_bp", reward.multiplier, raw);
    put(object, "bonus", reward.bonus, count);
    put(object, "per_piece", reward.per_piece, count);
    put(object, "most", reward.most, count);
    return object;
}

Json write(const Reward& reward)
{
    return std::visit(Overloaded{[](const PercentReward& it) -> Json {
                                     return {{"type", "percent"}, {"bp", raw(it.bp)}};
                                 },
                                 [](const AmountReward& it) -> Json {
                                     return {{"type", "amount"}, {"off", amount(it.off)}};
                                 },
                                 [](const BasketPercentReward& it) -> Json {
                                     Json object{{"type", "basket_percent"}, {"bp", raw(it.bp)}};
                                     put(object, "most", it.most, amount);
                                     return object;
                                 },
                                 [](const auto& it) -> Json { return write(it); }},
                      reward);
}

Json write(const OfferLimit& limit)
{
    const auto same = [](std::int64_t count) { return count; };
    Json object = Json::object();
    put(object, "per_basket", limit.per_basket, same);
    put(object, "per_member", limit.per_member, same);
    put(object, "units", limit.units, same);
    put(object, "units_per_member", limit.units_per_member, same);
    if (!object.empty()) object["window"] = to_value(limit.window);
    return object;
}

Json write(const Offer& offer)
{
    Json object{{"id", offer.id.value()},       {"layer", offer.layer},
                {"name", to_value(offer.name)}, {"when", write(offer.when)},
                {"items", write(offer.items)},  {"reward", write(offer.reward)},
                {"exclusive", offer.exclusive}};
    if (Json limit = write(offer.limit); !limit.empty()) object["limit"] = std::move(limit);
    if (offer.cost) object["cost"] = {{"points", offer.cost->count()}};
    return object;
}

Json write(const ExpiryRule& expiry)
{
    return std::visit(Overloaded{[](std::monostate) -> Json { return nullptr; },
                                 [](const ExpiryRule::Days& it) -> Json {
                                     return {{"days", it.count}};
                                 },
                                 [](const ExpiryRule::Months& it) -> Json {
                                     return {{"months", it.count}, {"month_end", it.month_end}};
                                 },
                                 [](const ExpiryRule::YearEnd& it) -> Json {
                                     return {{"year_end_after_years", it.after_years}};
                                 }},
                      expiry.rule);
}

Json write(const PointsRules& points)
{
    const auto count = [](Points number) { return number.count(); };
    Json earn{{"per", amount(points.earn.per)},
              {"points", points.earn.points.count()},
              {"exclude", write(points.earn.exclude)}};
    put(earn, "min", points.earn.min, count);
    put(earn, "most_per_day", points.earn.most_per_day, count);
    Json object{{"earn", std::move(earn)},
                {"pending_days", points.pending_days},
                {"expiry", write(points.expiry)},
                {"enrol_bonus", points.enrol_bonus.count()}};
    if (points.redeem) {
        object["redeem"] = {
            {"points", points.redeem->points.count()}, {"worth", amount(points.redeem->worth)},
            {"min", points.redeem->min.count()},       {"step", points.redeem->step.count()},
            {"most_bp", raw(points.redeem->most)},     {"items", write(points.redeem->items)}};
    }
    return object;
}

Json write(const TierPolicy& policy)
{
    constexpr std::array reviews{"none", "monthly", "yearly", "rolling"};
    Json object{{"review", reviews[static_cast<std::size_t>(policy.review)]},
                {"grace_days", policy.grace_days},
                {"hold_days", policy.hold_days},
                {"step_down", policy.step_down == TierPolicy::StepDown::one ? "one" : "actual"}};
    for (const auto& [metric, part] : policy.score) {
        Json value{{"per", part.per}, {"weight", part.weight}};
        if (part.most) value["most"] = *part.most;
        object["score"][to_text(metric)] = std::move(value);
    }
    return object;
}

Json write(const LifecycleRules& rules)
{
    Json object{{"loyal_purchases", rules.loyal_purchases}};
    std::visit(
        Overloaded{
            [&](const LifecycleDays& days) {
                object["at_risk_days"] = days.at_risk;
                object["lost_days"] = days.lost;
            },
            [&](const LifecycleRhythm& alive) {
                object["alive_bp"] = {{"at_risk", raw(alive.at_risk)}, {"lost", raw(alive.lost)}};
            }},
        rules.limits);
    return object;
}

Json write(const ReturnRules& returns)
{
    Json object{
        {"method", returns.method == ReturnRules::Method::reprice ? "reprice" : "line"},
        {"points_debt", returns.points_debt == ReturnRules::Debt::carry ? "carry" : "deduct"}};
    if (returns.window_days) object["window_days"] = *returns.window_days;
    return object;
}

}  // namespace

Json to_value(const Programme& programme)
{
    constexpr std::array roundings{"half_up", "half_even", "down"};
    Json object{{"programme", programme.id.value()},
                {"version", programme.version},
                {"currency", programme.currency},
                {"timezone", programme.timezone},
                {"business_day_starts", time_of_day(programme.day_starts_minutes)},
                {"rounding", roundings[static_cast<std::size_t>(programme.rounding)]},
                {"cash_rounding", amount(programme.cash_rounding)},
                {"layers", programme.layers},
                {"search_limit", programme.search_limit},
                {"tiers", Json::array()},
                {"tier_policy", write(programme.tier_policy)},
                {"points", write(programme.points)},
                {"returns", write(programme.returns)},
                {"classes",
                 {{"high_share_bp", raw(programme.classes.high_share)},
                  {"mid_share_bp", raw(programme.classes.mid_share)}}},
                {"rfm", {{"grid", programme.rfm.grid}}},
                {"lifecycle", write(programme.lifecycle)},
                {"offers", Json::array()}};
    for (const Tier& tier : programme.tiers) object["tiers"].push_back(write(tier));
    for (const Offer& offer : programme.offers) object["offers"].push_back(write(offer));
    if (programme.stored_value) {
        Json recharge = Json::array();
        for (const RechargeBonus& rule : programme.stored_value->recharge) {
            recharge.push_back({{"from", amount(rule.from)}, {"bonus", amount(rule.bonus)}});
        }
        object["stored_value"] = {{"recharge", std::move(recharge)}};
    }
    if (programme.referral) {
        object["referral"] = {{"referrer", programme.referral->referrer.count()},
                              {"referred", programme.referral->referred.count()},
                              {"min_spend", amount(programme.referral->min_spend)}};
        if (programme.referral->most) object["referral"]["most"] = *programme.referral->most;
    }
    return object;
}

std::string to_json(const Programme& programme)
{
    return to_value(programme).dump();
}

}  // namespace loyal::format
