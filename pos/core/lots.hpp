#pragma once

#include <loyal/core/member_state.hpp>

#include <optional>
#include <vector>

namespace loyal {

inline bool has_expired(const Lot& lot, BusinessDate day)
{
    return lot.until && *lot.until < day;
}

/// Earliest expiry first, then the older, then by id so that the order never depends on history.
bool is_redeemed_before(const Lot& a, const Lot& b);

/// The last day of points that were accrued on `day`; none: they do not expire.
std::optional<BusinessDate> last_day(const ExpiryRule& expiry, BusinessDate day);

/// Puts a lot into the account as it is.
/// @throws std::overflow_error if the account then holds more than an amount of points may be
void put(PointsAccount& account, const Lot& lot);

/// New points of an entry: they fill debt first, the rest becomes a lot.
void accrue_lot(PointsAccount& account,
                const std::string& id,
                Points points,
                BusinessDate day,
                const PointsRules& rules);

/// Spends points: the lots that expire first, then the older. What the lots do not have is debt.
void spend_lots(PointsAccount& account, const TransactionId& sale, Points points, BusinessDate day);

/// Takes back what the entry `id` had given: from its own lot, expired or not, then from those that
/// live on `day` in the order of redemption; the rest is debt.
void take_back(PointsAccount& account, const std::string& id, Points points, BusinessDate day);

/// Puts points that a sale had redeemed back into their lots, the last taken first, with their old
/// expiry; they fill debt first.
void give_back(PointsAccount& account, const TransactionId& sale, Points points);

}  // namespace loyal
