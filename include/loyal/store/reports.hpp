#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/strong_id.hpp>
#include <loyal/store/journal.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Figures from the journal's projections; every function only reads.
namespace loyal::store {

/// Inclusive business dates.
struct DateSpan {
    BusinessDate from{};
    BusinessDate to{};
};

struct TierTotals {
    std::optional<TierCode> tier{};  ///< at the sale, before it; none: sold without a card
    std::int64_t sales = 0;
    std::int64_t members = 0;  ///< different ones
    Money net{};               ///< paid for goods, before returns and cash rounding
    Money discount{};          ///< offers and redeemed points
    Points points_issued{};
    Points points_redeemed;
    Money returns;  ///< paid back
    Points points_taken_back;
    Points points_given_back;

    friend bool operator==(const TierTotals&, const TierTotals&) = default;
};

/// One row for each tier that had any, by tier.
std::vector<TierTotals> totals_by_tier(Database& database, DateSpan span);

struct DayTierTotals {
    BusinessDate date{};
    std::vector<TierTotals> rows;
};
std::vector<DayTierTotals> totals_by_day(Database& database, DateSpan span);

struct ItemTotals {
    Sku sku;
    std::string name;
    Quantity quantity;
    Money net;
};
/// What sold most by net in the span, at most `limit`; returns are not deducted.
std::vector<ItemTotals> top_items(Database& database, DateSpan span, std::int64_t limit);

}  // namespace loyal::store
