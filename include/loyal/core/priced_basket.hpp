#pragma once

#include <loyal/core/basket.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loyal {

/// One reason for a line's net: what an offer or the redemption of points took off it.
struct Why {
    std::optional<OfferId> offer;  ///< none: redemption of points
    std::string layer;
    Money off;

    friend bool operator==(const Why&, const Why&) = default;
};

/// net = gross − discount − redeemed; the offs of `why` add up to gross − net.
struct PricedLine {
    LineNumber line = 1;
    Sku sku;
    Quantity quantity;
    Money gross;
    Money discount;
    Money redeemed;
    Money net;
    Points points;
    std::vector<Why> why;
    std::optional<OfferId> gift;  ///< the offer that gave this line; it is not merchandise

    friend bool operator==(const PricedLine&, const PricedLine&) = default;
};

struct AppliedOffer {
    OfferId offer;
    std::string layer;
    std::int64_t applications = 1;
    std::optional<Money> off;               ///< of offers that take money off
    std::optional<BasisPoints> multiplier;  ///< of points offers
    std::optional<Points> bonus;            ///< points given, of bonus and per_piece
    std::optional<Points> cost;             ///< points taken for it
    std::int64_t units = 0;                 ///< pieces used, of offers with limit.units

    friend bool operator==(const AppliedOffer&, const AppliedOffer&) = default;
};

/// Why an offer for something in this basket did not apply.
struct DeclinedOffer {
    OfferId offer;
    std::string condition;  ///< the first that failed: a member of `when`, a limit, "better"
    Text text;              ///< what a cashier reads out

    friend bool operator==(const DeclinedOffer&, const DeclinedOffer&) = default;
};

struct CouponOutcome {
    CouponCode code;
    CampaignId campaign;
    bool used = false;
    std::optional<Text> text;  ///< why it stays the member's

    friend bool operator==(const CouponOutcome&, const CouponOutcome&) = default;
};

/// What a spend offer would give for more merchandise: at least `missing` more to pay for, and then
/// `off` (for every full amount: another `off`) or the rate `bp`.
struct NextStep {
    OfferId offer;
    Money missing;
    std::optional<Money> off;  ///< exactly one of off and bp
    std::optional<BasisPoints> bp;
    Text text;  ///< what a cashier reads out

    friend bool operator==(const NextStep&, const NextStep&) = default;
};

/// What is still missing for a requirement of the next tier.
struct MissingForTier {
    Requirement requirement;
    std::int64_t missing = 0;

    friend bool operator==(const MissingForTier&, const MissingForTier&) = default;
};
struct NextTier {
    TierCode id;
    std::vector<MissingForTier> missing;  ///< of the nearest alternative

    friend bool operator==(const NextTier&, const NextTier&) = default;
};
struct TierOutcome {
    TierCode id;                     ///< with this sale
    std::optional<TierCode> before;  ///< when this sale lifted it
    std::optional<NextTier> next;    ///< none at the top

    friend bool operator==(const TierOutcome&, const TierOutcome&) = default;
};

/// The answer of `price`: every amount and why. Parts add up: Σ line gross = gross, Σ discount,
/// Σ redeemed = redeemed_worth, Σ net + cash_rounding = total, Σ points = earned.
struct PricedBasket {
    ProgrammeId programme;
    std::int64_t version = 1;
    std::int32_t engine = 1;  ///< raised by every change that alters any answer
    std::string currency;
    bool optimal = true;  ///< false: a search stopped at its limit
    std::vector<PricedLine> lines;
    Money gross;
    Money discount;
    Points redeemed_points;               ///< by offers with a cost and as a discount
    Money redeemed_worth;                 ///< of those as a discount
    std::optional<Text> redeem_declined;  ///< why none of the points asked for were redeemed
    Money cash_rounding;                  ///< total − Σ net
    Money total;
    BasisPoints points_multiplier{10'000};  ///< tier × best multiplier
    Points points_bonus;
    Points points_earned;
    std::vector<AppliedOffer> applied;
    std::vector<DeclinedOffer> declined;
    std::vector<CouponOutcome> coupons;
    std::vector<NextStep> next_steps;  ///< of spend offers, in programme order
    std::optional<TierOutcome> tier;   ///< none without a member

    friend bool operator==(const PricedBasket&, const PricedBasket&) = default;
};

/// Σ net of the lines: what counts as spend and earns points.
Money net_total(const PricedBasket& priced);

}  // namespace loyal
