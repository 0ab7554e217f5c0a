#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/strong_id.hpp>

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace loyal {

/// What a person reads, in both languages of the product.
struct Text {
    std::string zh_cn;
    std::string en;

    friend bool operator==(const Text&, const Text&) = default;
};

/// What a tier is decided on.
enum class Metric {
    spend,      ///< paid less returned, minor units
    visits,     ///< business dates with a sale
    points,     ///< points accrued
    referrals,  ///< referred members with a qualifying purchase
    score,      ///< the programme's weighted sum of the others
};

/// The days that a metric or a limit counts.
struct Window {
    enum class Kind {
        calendar_month,
        calendar_quarter,
        calendar_year,
        rolling_days,     ///< `count` days that end with and include the day
        rolling_months,   ///< from the day after the same day `count` months back
        membership_year,  ///< from the enrolment's last anniversary
        birthday,         ///< from one birthday window to the next; limits only
        lifetime,
    };
    Kind kind = Kind::lifetime;
    std::int32_t count = 1;  ///< of rolling windows; 1 for all others
    bool previous = false;   ///< the window before the one that holds the day

    friend auto operator<=>(const Window&, const Window&) = default;
};

/// "This metric over this window is at least `min`."
struct Requirement {
    Metric metric = Metric::spend;
    Window window;
    std::int64_t min = 0;  ///< inclusive; minor units for spend

    friend bool operator==(const Requirement&, const Requirement&) = default;
};

/// One of these lists must hold, with all of its requirements.
using Alternatives = std::vector<std::vector<Requirement>>;

struct Tier {
    TierCode id;
    std::int32_t rank = 0;
    Text name;
    Alternatives enter;
    Alternatives keep;
    BasisPoints points{10'000};  ///< multiplies what a sale earns
};

/// What one metric adds to the score: ⌊value / per⌋ × weight, at most `most`.
struct ScorePart {
    static constexpr std::int64_t weight_max = 1'000'000;

    std::int64_t per = 1;
    std::int64_t weight = 1;
    std::optional<std::int64_t> most;

    friend bool operator==(const ScorePart&, const ScorePart&) = default;
};
/// The parts of Metric::score, each over the window of the requirement that asks for the score.
using ScoreRule = std::map<Metric, ScorePart>;

struct TierPolicy {
    enum class Review { none, monthly, yearly, rolling };
    enum class StepDown { one, actual };
    Review review = Review::none;
    std::int32_t grace_days = 0;
    std::int32_t hold_days = 0;
    StepDown step_down = StepDown::one;
    ScoreRule score;  ///< not empty if a tier asks for the metric score
};

struct PriceRange {
    std::optional<Money> from;  ///< inclusive, unit price
    std::optional<Money> to;    ///< inclusive
};

/// Lists that describe a line; an empty list says nothing.
struct ItemMatch {
    std::vector<Sku> sku;
    std::vector<std::string> category;  ///< matches whole leading segments of the line's path
    std::vector<std::string> brand;
    std::vector<std::string> tag;
    std::optional<PriceRange> price;

    bool empty() const
    {
        return sku.empty() && category.empty() && brand.empty() && tag.empty() && !price;
    }
};

/// Which lines an offer is about: one of each list of `all`, and no member of `none`.
struct ItemSelector {
    ItemMatch all;
    ItemMatch none;

    bool selects_every_line() const { return all.empty() && none.empty(); }
};

struct PercentReward {
    BasisPoints bp{};
};
struct AmountReward {
    Money off;  ///< per piece
};
struct FixedReward {
    std::optional<Money> price;  ///< per piece
    std::map<Sku, Money> prices;
};
struct NthReward {
    std::int32_t buy = 1;
    std::int32_t get = 1;
    BasisPoints bp{10'000};
    bool repeat = true;
    bool same_sku = false;
};
struct BundleSlot {
    ItemSelector items;
    Quantity quantity;
};
struct BundleReward {
    std::vector<BundleSlot> slots;
    std::optional<Money> price;  ///< exactly one of price and off
    std::optional<Money> off;
};
struct SpendStep {
    Money from;
    std::optional<Money> off;  ///< exactly one of off and bp
    std::optional<BasisPoints> bp;
};
struct SpendEvery {
    Money from;
    Money off;
    std::int64_t most = 0;  ///< 0: no bound
};
struct SpendReward {
    std::vector<SpendStep> steps;  ///< ascending `from`; empty when `every` is set
    std::optional<SpendEvery> every;
};
struct BasketPercentReward {
    BasisPoints bp{};
    std::optional<Money> most;
};
struct GiftEvery {
    std::optional<Money> min_spend;  ///< exactly one of the two
    std::optional<Quantity> min_quantity;
    std::int64_t most = 0;  ///< 0: no bound
};
struct GiftReward {
    Sku sku;
    Quantity quantity;
    Money value;  ///< deducted from a refund if the gift does not come back
    std::optional<GiftEvery> every;
};
struct PointsReward {
    std::optional<BasisPoints> multiplier;  ///< exactly one of the three
    std::optional<Points> bonus;
    std::optional<Points> per_piece;
    std::optional<Points> most;  ///< bounds what the multiplier adds
};

using Reward = std::variant<PercentReward,
                            AmountReward,
                            FixedReward,
                            NthReward,
                            BundleReward,
                            SpendReward,
                            BasketPercentReward,
                            GiftReward,
                            PointsReward>;

struct BirthdayCondition {
    bool month = false;  ///< the whole calendar month; else the days around the birthday
    std::int32_t days_before = 0;
    std::int32_t days_after = 0;
};
struct DateRange {
    std::optional<Date> from;  ///< inclusive
    std::optional<Date> to;    ///< inclusive
};
struct HourRange {
    std::int32_t from = 0;  ///< minutes after midnight, inclusive
    std::int32_t to = 0;    ///< exclusive; at or before `from`: passes midnight
};

/// All members must hold; the first that fails, in this order, is the reason that is told.
struct When {
    std::optional<bool> member;
    std::vector<TierCode> tiers;
    std::vector<std::string> segments;
    std::vector<std::string> lifecycle;
    std::optional<BirthdayCondition> birthday;
    std::optional<std::int32_t> enrolled_days_most;
    std::optional<bool> first_purchase;
    std::optional<CampaignId> coupon;
    std::vector<StoreId> stores;
    std::vector<std::string> channel;
    std::optional<DateRange> dates;
    std::vector<std::int32_t> weekdays;  ///< 1 is Monday
    std::vector<std::int32_t> days_of_month;
    std::vector<HourRange> hours;
    std::optional<Money> min_spend;
    std::optional<Quantity> min_quantity;
    std::optional<ItemSelector>
        of;  ///< what min_spend and min_quantity count; else the offer's items
};

struct OfferLimit {
    std::optional<std::int64_t> per_basket;  ///< applications
    std::optional<std::int64_t> per_member;  ///< applications over the window
    Window window;
    std::optional<std::int64_t> units;             ///< pieces per basket
    std::optional<std::int64_t> units_per_member;  ///< pieces over the window
};

struct Offer {
    OfferId id;
    std::string layer;
    Text name;
    When when;
    ItemSelector items;
    Reward reward;
    OfferLimit limit;
    std::optional<Points> cost;  ///< applies only on request, for so many points an application
    bool exclusive = false;
};

struct EarnRule {
    Money per = Money::minor(100);
    Points points = Points::of(1);
    ItemMatch exclude;
    std::optional<Points> min;
    std::optional<Points> most_per_day;
};

struct RedeemRule {
    Points points = Points::of(100);
    Money worth = Money::minor(100);
    Points min;
    Points step;  ///< a multiple of `points`
    BasisPoints most{10'000};
    ItemSelector items;
};

/// After which day points are gone, counted from their accrual's business date.
struct ExpiryRule {
    struct Days {
        std::int32_t count = 0;
    };
    struct Months {
        std::int32_t count = 0;
        bool month_end = false;
    };
    struct YearEnd {
        std::int32_t after_years = 0;
    };
    std::variant<std::monostate, Days, Months, YearEnd> rule;
};

struct PointsRules {
    EarnRule earn;
    std::optional<RedeemRule> redeem;  ///< none: points cannot be redeemed
    std::int32_t pending_days = 0;
    ExpiryRule expiry;
    Points enrol_bonus;
};

struct ReturnRules {
    enum class Method { reprice, line };
    enum class Debt { carry, deduct };
    Method method = Method::reprice;
    Debt points_debt = Debt::carry;
    std::optional<std::int32_t> window_days;
};

struct RechargeBonus {
    Money from;
    Money bonus;
};
struct StoredValueRules {
    std::vector<RechargeBonus> recharge;
};
struct ReferralRules {
    Points referrer;
    Points referred;
    Money min_spend;
    std::optional<std::int64_t> most;
};

/// Value classes (ABC): who makes the first `high_share` of spend is high, who makes the next
/// `mid_share` is mid, the others are low.
struct ClassRules {
    BasisPoints high_share{8000};
    BasisPoints mid_share{1500};  ///< with high_share at most 10 000
};

/// The name of each cell of recency and frequency quintiles.
struct RfmRules {
    static constexpr std::size_t quintiles = 5;
    using Grid = std::array<std::array<std::string, quintiles>, quintiles>;

    /// Rows from recency 5 (bought last) down to 1, columns from frequency 1 up to 5.
    Grid grid{{
        {"new", "promising", "potential_loyal", "champions", "champions"},
        {"promising", "potential_loyal", "potential_loyal", "loyal", "champions"},
        {"about_to_sleep", "needs_attention", "needs_attention", "loyal", "loyal"},
        {"hibernating", "about_to_sleep", "at_risk", "at_risk", "cannot_lose"},
        {"hibernating", "hibernating", "hibernating", "at_risk", "cannot_lose"},
    }};
};

/// Days since the last purchase.
struct LifecycleDays {
    std::int32_t at_risk = 90;
    std::int32_t lost = 180;  ///< more than at_risk
};

/// The member's own rhythm: the probability that it still buys is below this.
struct LifecycleRhythm {
    BasisPoints at_risk{5000};
    BasisPoints lost{2000};  ///< less than at_risk
};

/// When a member changes between prospect, new, repeat, loyal, at_risk and lost.
struct LifecycleRules {
    std::int32_t loyal_purchases = 5;  ///< purchase days from which on; before it repeat, new at 1
    std::variant<LifecycleDays, LifecycleRhythm> limits;
};

/// Everything that head office decides, as one versioned document. Only format::parse_programme
/// and tests make one; what it promises is checked there.
struct Programme {
    ProgrammeId id;
    std::int64_t version = 1;
    std::string currency;  ///< ISO 4217
    std::string timezone;  ///< IANA name; pricing never looks it up
    std::int32_t day_starts_minutes = 0;
    Rounding rounding = Rounding::half_up;
    Money cash_rounding = Money::minor(1);
    std::vector<std::string> layers{"price", "promotion", "member", "coupon"};
    std::int64_t search_limit = 20'000;
    std::vector<Tier> tiers;  ///< ascending rank, unique ids and ranks
    TierPolicy tier_policy;
    PointsRules points;
    ReturnRules returns;
    std::vector<Offer> offers;  ///< unique ids
    std::optional<StoredValueRules> stored_value;
    std::optional<ReferralRules> referral;
    ClassRules classes;
    RfmRules rfm;
    LifecycleRules lifecycle;

    const Tier* find_tier(const TierCode& code) const noexcept;
    const Offer* find_offer(const OfferId& offer) const noexcept;
};

}  // namespace loyal
