#include "offer_reader.hpp"

#include <loyal/format/json.hpp>

#include <algorithm>
#include <unordered_set>

namespace loyal::format {
namespace {

constexpr std::size_t tiers_max = 64;
constexpr std::size_t offers_max = 1'000'000;

Alternatives read_alternatives(ObjectReader& tier, const char* name, bool has_score)
{
    Alternatives alternatives;
    tier.elements(name, [&](const Json& list, const std::string& place) {
        if (!list.is_array() || list.empty()) refuse(place, "must be a list of requirements");
        auto& requirements = alternatives.emplace_back();
        for (std::size_t i = 0; i < list.size(); ++i) {
            ObjectReader object{list[i], place + "[" + std::to_string(i) + "]"};
            Requirement requirement;
            requirement.metric = read_metric(object);
            requirement.window = read_window(object.need("window"), object.place_of("window"));
            requirement.min = object.integer("min", 0, Money::limit);
            if (requirement.window.kind == Window::Kind::birthday) {
                refuse(object.place_of("window"), "must not be birthday in a tier");
            }
            if (requirement.metric == Metric::score && !has_score) {
                refuse(object.place_of("metric"), "score needs tier_policy.score");
            }
            object.done();
            requirements.push_back(requirement);
        }
    });
    return alternatives;
}

Tier read_tier(const Json& value, const std::string& place, bool has_score)
{
    ObjectReader object{value, place};
    Tier tier;
    tier.id = TierCode{object.text("id")};
    tier.rank = narrow(object.integer("rank", 0, 1000));
    tier.name = read_text(object.need("name"), object.place_of("name"));
    tier.enter = read_alternatives(object, "enter", has_score);
    tier.keep = read_alternatives(object, "keep", has_score);
    tier.points = object.rate_or("points_bp", BasisPoints{10'000}, 1'000'000);
    object.done();
    return tier;
}

void read_tiers(ObjectReader& root, Programme& programme)
{
    root.elements(
        "tiers",
        [&](const Json& value, const std::string& place) {
            Tier tier = read_tier(value, place, !programme.tier_policy.score.empty());
            if (programme.find_tier(tier.id) != nullptr) refuse(place + ".id", "is there twice");
            if (std::ranges::find(programme.tiers, tier.rank, &Tier::rank) !=
                programme.tiers.end()) {
                refuse(place + ".rank", "is there twice");
            }
            programme.tiers.push_back(std::move(tier));
        },
        tiers_max);
    std::ranges::sort(programme.tiers, {}, &Tier::rank);
}

ScoreRule read_score(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    ScoreRule score;
    for (const Metric metric : {Metric::spend, Metric::visits, Metric::points, Metric::referrals}) {
        const Json* part = object.find(to_text(metric));
        if (part == nullptr) continue;
        ObjectReader read{*part, object.place_of(to_text(metric))};
        score[metric] = {read.integer("per", 1, Money::limit),
                         read.integer("weight", 0, ScorePart::weight_max),
                         read.maybe_integer("most", 0, Money::limit)};
        read.done();
    }
    object.done();
    if (score.empty()) refuse(place, "must have one of spend, visits, points and referrals");
    return score;
}

TierPolicy read_tier_policy(const Json& value, const std::string& place)
{
    using Review = TierPolicy::Review;
    using StepDown = TierPolicy::StepDown;
    ObjectReader object{value, place};
    TierPolicy policy;
    policy.review = object.choice_or<Review>("review", Review::none,
                                             {{"none", Review::none},
                                              {"monthly", Review::monthly},
                                              {"yearly", Review::yearly},
                                              {"rolling", Review::rolling}});
    policy.grace_days = narrow(object.integer_or("grace_days", 0, 0, days_max));
    policy.hold_days = narrow(object.integer_or("hold_days", 0, 0, days_max));
    policy.step_down = object.choice_or<StepDown>(
        "step_down", StepDown::one, {{"one", StepDown::one}, {"actual", StepDown::actual}});
    if (const Json* score = object.find("score")) {
        policy.score = read_score(*score, object.place_of("score"));
    }
    object.done();
    return policy;
}

EarnRule read_earn(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    EarnRule earn;
    earn.per = object.money_or("per", earn.per, 1);
    earn.points = object.points_or("points", earn.points);
    if (const Json* exclude = object.find("exclude")) {
        earn.exclude = read_match(*exclude, object.place_of("exclude"));
    }
    earn.min = object.maybe_points("min");
    earn.most_per_day = object.maybe_points("most_per_day");
    object.done();
    return earn;
}

RedeemRule read_redeem(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    RedeemRule redeem;
    redeem.points = object.points_or("points", redeem.points, 1);
    redeem.worth = object.money_or("worth", redeem.worth, 1);
    redeem.min = object.points_or("min", redeem.min);
    redeem.step = object.points_or("step", redeem.points, 1);
    if (redeem.step.count() % redeem.points.count() != 0) {
        refuse(place + ".step", "must be a multiple of points");
    }
    redeem.most = object.rate_or("most_bp", redeem.most);
    redeem.items = selector_or_all(object, "items");
    object.done();
    return redeem;
}

ExpiryRule read_expiry(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    ExpiryRule expiry;
    const int forms = (object.has("days") ? 1 : 0) + (object.has("months") ? 1 : 0) +
                      (object.has("year_end_after_years") ? 1 : 0);
    if (forms != 1) {
        refuse(place, "must have one of days, months and year_end_after_years");
    }
    if (object.has("days")) {
        expiry.rule = ExpiryRule::Days{narrow(object.integer("days", 1, days_max))};
    } else if (object.has("months")) {
        ExpiryRule::Months months;
        months.count = narrow(object.integer("months", 1, 1200));
        months.month_end = object.boolean_or("month_end", false);
        expiry.rule = months;
    } else {
        expiry.rule = ExpiryRule::YearEnd{narrow(object.integer("year_end_after_years", 0, 100))};
    }
    object.done();
    return expiry;
}

PointsRules read_points_rules(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    PointsRules rules;
    if (const Json* earn = object.find("earn")) {
        rules.earn = read_earn(*earn, object.place_of("earn"));
    }
    if (const Json* redeem = object.find("redeem")) {
        rules.redeem = read_redeem(*redeem, object.place_of("redeem"));
    }
    rules.pending_days = narrow(object.integer_or("pending_days", 0, 0, days_max));
    if (const Json* expiry = object.find("expiry"); expiry != nullptr && !expiry->is_null()) {
        rules.expiry = read_expiry(*expiry, object.place_of("expiry"));
    }
    rules.enrol_bonus = object.points_or("enrol_bonus", Points{});
    object.done();
    return rules;
}

ReturnRules read_returns(const Json& value, const std::string& place)
{
    using Method = ReturnRules::Method;
    using Debt = ReturnRules::Debt;
    ObjectReader object{value, place};
    ReturnRules rules;
    rules.method = object.choice_or<Method>("method", Method::reprice,
                                            {{"reprice", Method::reprice}, {"line", Method::line}});
    rules.points_debt = object.choice_or<Debt>("points_debt", Debt::carry,
                                               {{"carry", Debt::carry}, {"deduct", Debt::deduct}});
    if (auto days = object.maybe_integer("window_days", 0, days_max)) {
        rules.window_days = narrow(*days);
    }
    object.done();
    return rules;
}

StoredValueRules read_stored_value(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    StoredValueRules rules;
    object.elements("recharge", [&](const Json& element, const std::string& at) {
        ObjectReader bonus{element, at};
        rules.recharge.push_back({bonus.money("from", 1), bonus.money("bonus")});
        bonus.done();
    });
    object.done();
    return rules;
}

ReferralRules read_referral(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    ReferralRules rules{
        object.points_or("referrer", Points{}), object.points_or("referred", Points{}),
        object.money_or("min_spend", Money{}), object.maybe_integer("most", 0, pieces_max)};
    object.done();
    return rules;
}

ClassRules read_classes(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    ClassRules classes;
    classes.high_share = object.rate_or("high_share_bp", classes.high_share);
    classes.mid_share = object.rate_or("mid_share_bp", classes.mid_share);
    object.done();
    if (raw(classes.high_share) + raw(classes.mid_share) > 10'000) {
        refuse(place, "must have shares of at most 10000 together");
    }
    return classes;
}

RfmRules read_rfm(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    RfmRules rfm;
    const Json& grid = object.need("grid");
    const std::string at = object.place_of("grid");
    if (!grid.is_array() || grid.size() != RfmRules::quintiles) refuse(at, "must be 5 rows");
    for (std::size_t row = 0; row < RfmRules::quintiles; ++row) {
        const std::string at_row = at + "[" + std::to_string(row) + "]";
        if (!grid[row].is_array() || grid[row].size() != RfmRules::quintiles) {
            refuse(at_row, "must be 5 names");
        }
        for (std::size_t column = 0; column < RfmRules::quintiles; ++column) {
            const std::string at_name = at_row + "[" + std::to_string(column) + "]";
            rfm.grid[row][column] = as_text(grid[row][column], at_name, id_bytes_max);
            if (rfm.grid[row][column].empty()) refuse(at_name, "must not be empty");
        }
    }
    object.done();
    return rfm;
}

LifecycleRules read_lifecycle(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    LifecycleRules rules;
    rules.loyal_purchases =
        narrow(object.integer_or("loyal_purchases", rules.loyal_purchases, 2, 10'000));
    if (const Json* alive = object.find("alive_bp")) {
        ObjectReader read{*alive, object.place_of("alive_bp")};
        const LifecycleRhythm limits{read.rate("at_risk"), read.rate("lost")};
        read.done();
        if (limits.lost >= limits.at_risk) refuse(read.place(), "must have lost below at_risk");
        rules.limits = limits;
    } else {
        LifecycleDays limits;
        limits.at_risk = narrow(object.integer_or("at_risk_days", limits.at_risk, 1, days_max));
        limits.lost = narrow(object.integer_or("lost_days", limits.lost, 1, days_max));
        if (limits.lost <= limits.at_risk) {
            refuse(object.place_of("lost_days"), "must be more than at_risk_days");
        }
        rules.limits = limits;
    }
    object.done();
    return rules;
}

std::string read_currency(ObjectReader& root)
{
    std::string currency = root.text("currency");
    const bool formed = currency.size() == 3 &&
                        std::ranges::all_of(currency, [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!formed) refuse("currency", "must be an ISO 4217 code as CNY");
    return currency;
}

void read_head(ObjectReader& root, Programme& programme)
{
    programme.id = ProgrammeId{root.text("programme")};
    programme.version = root.integer("version", 1);
    programme.currency = read_currency(root);
    programme.timezone = root.text_or("timezone", "", id_bytes_max);
    programme.day_starts_minutes =
        minutes_of_day(root.text_or("business_day_starts", "00:00", 5), "business_day_starts");
    programme.rounding = root.choice_or<Rounding>("rounding", Rounding::half_up,
                                                  {{"half_up", Rounding::half_up},
                                                   {"half_even", Rounding::half_even},
                                                   {"down", Rounding::down}});
    programme.cash_rounding = root.money_or("cash_rounding", programme.cash_rounding, 1);
    if (root.has("layers")) {
        programme.layers = root.texts("layers");
        const std::set<std::string> distinct(programme.layers.begin(), programme.layers.end());
        if (distinct.size() != programme.layers.size()) refuse("layers", "has a layer twice");
        if (programme.layers.empty()) refuse("layers", "must not be empty");
    }
    programme.search_limit = root.integer_or("search_limit", 20'000, 1, 100'000'000);
}

void read_offers(ObjectReader& root, Programme& programme)
{
    std::unordered_set<std::string> seen;
    root.elements(
        "offers",
        [&](const Json& value, const std::string& place) {
            Offer offer = read_offer(value, place, programme);
            if (!seen.insert(offer.id.value()).second) refuse(place + ".id", "is there twice");
            programme.offers.push_back(std::move(offer));
        },
        offers_max);
}

Programme read_programme(const Json& document)
{
    ObjectReader root{document, ""};
    Programme programme;
    read_head(root, programme);
    if (const Json* policy = root.find("tier_policy")) {
        programme.tier_policy = read_tier_policy(*policy, "tier_policy");
    }
    read_tiers(root, programme);
    if (const Json* points = root.find("points")) {
        programme.points = read_points_rules(*points, "points");
    }
    if (const Json* returns = root.find("returns")) {
        programme.returns = read_returns(*returns, "returns");
    }
    read_offers(root, programme);
    if (const Json* stored_value = root.find("stored_value")) {
        programme.stored_value = read_stored_value(*stored_value, "stored_value");
    }
    if (const Json* referral = root.find("referral")) {
        programme.referral = read_referral(*referral, "referral");
    }
    if (const Json* classes = root.find("classes")) {
        programme.classes = read_classes(*classes, "classes");
    }
    if (const Json* rfm = root.find("rfm")) programme.rfm = read_rfm(*rfm, "rfm");
    if (const Json* lifecycle = root.find("lifecycle")) {
        programme.lifecycle = read_lifecycle(*lifecycle, "lifecycle");
    }
    root.done();
    return programme;
}

}  // namespace

Checked<Programme> parse_programme(std::string_view json)
{
    const auto document = parse_document(json);
    if (!document) return document.error();
    return checked([&] { return read_programme(*document); });
}

}  // namespace loyal::format
