#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/programme.hpp>
#include <loyal/core/strong_id.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace loyal {

/// A metric's value over one window, before the sale that is being priced.
struct MetricValue {
    Metric metric = Metric::spend;
    Window window;
    std::int64_t value = 0;

    friend bool operator==(const MetricValue&, const MetricValue&) = default;
};

struct PointsSnapshot {
    Points balance;
    Points spendable;      ///< what may be redeemed here and now
    Points accrued_today;  ///< on this business date
};

/// What the terminal knew of a member when the basket was priced. What it lacks makes a condition
/// false.
struct MemberSnapshot {
    MemberId id;
    std::optional<TierCode> tier;
    std::optional<Date> birthday;
    std::optional<Date> enrolled;
    std::optional<PointsSnapshot> points;
    std::vector<MetricValue> metrics;
    std::vector<std::string> segments;
    std::optional<std::string> lifecycle;
    std::optional<std::int64_t> transactions;  ///< purchases so far
    bool visited_today = false;                ///< has a purchase on this business date
    std::map<OfferId, std::int64_t> used;      ///< applications in that offer's window
    /// Pieces in that offer's window, of offers with units_per_member; where it is not known, the
    /// applications count as one piece each.
    std::map<OfferId, std::int64_t> used_units;
    std::optional<HouseholdId> household;
};

using LineNumber = std::int32_t;  ///< from 1, unique in a basket

/// One line of what is about to be sold.
struct LineItem {
    LineNumber line = 1;
    Sku sku;
    std::string name;
    std::string category;  ///< path with '/', broad to narrow
    std::string brand;
    std::vector<std::string> tags;
    Quantity quantity;         ///< positive
    Money unit_price;          ///< for one piece (quantity 1000), not negative
    bool weighed = false;      ///< the line is one unit, whatever its quantity
    bool no_discount = false;  ///< takes part in nothing but points
};

struct CouponInBasket {
    CouponCode code;
    CampaignId campaign;
};

struct RedeemRequest {
    Points points;                ///< at most these as a discount
    std::vector<OfferId> offers;  ///< offers with a cost, one application for each mention
};

enum class TenderType { cash, card, mobile, stored_value, other };

struct Tender {
    TenderType type = TenderType::cash;
    Money amount;           ///< what this tender pays
    std::string card;       ///< of stored value
    std::string reference;  ///< the payment's own reference, never a card number
};

/// What is about to be sold, to whom, where and when: every input of its price.
struct Basket {
    static constexpr std::size_t lines_max = 1000;

    StoreId store;
    TerminalId terminal;
    Instant at;
    std::optional<std::string> channel;
    std::optional<MemberSnapshot> member;
    std::vector<LineItem> lines;
    std::vector<CouponInBasket> coupons;
    RedeemRequest redeem;
    std::vector<OfferId> without;
    std::optional<TenderType> tender;  ///< what will pay, while `tenders` is empty
    std::vector<Tender> tenders;
    std::optional<std::string> currency;  ///< if given, it must be the programme's
};

}  // namespace loyal
