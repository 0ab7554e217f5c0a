#pragma once

#include <loyal/core/member_state.hpp>

#include <optional>

namespace loyal {

inline bool has_expired(const Lot& lot, BusinessDate day)
{
    return lot.until && *lot.until < day;
}

/// The last day of points that were accrued on `day`; none: they do not expire.
std::optional<BusinessDate> last_day(const ExpiryRule& expiry, BusinessDate day);

/// New points of an entry: they fill debt first, the rest becomes a lot.
void accrue_lot(MemberState& member,
                const std::string& id,
                Points points,
                BusinessDate day,
                const PointsRules& rules);

/// Spends points: the lots that expire first, then the older. What the lots do not have is debt.
void spend_lots(MemberState& member, const TransactionId& sale, Points points, BusinessDate day);

/// Takes back what a sale had earned: from its own lot, then from the others in the order of
/// redemption; the rest is debt.
void take_back(MemberState& member, const TransactionId& sale, Points points);

/// Puts points that a sale had redeemed back into their lots, the last taken first, with their old
/// expiry; they fill debt first.
void give_back(MemberState& member, const TransactionId& sale, Points points);

}  // namespace loyal
