#pragma once

#include <loyal/core/entry.hpp>

namespace loyal {

/// `apply` in place: what an entry does to its member, whose points lie in `account`, the member's
/// own or a household's. What an entry adds up to may pass a limit: it throws std::overflow_error,
/// and the two are then half changed.
void apply_to(MemberState& member,
              PointsAccount& account,
              const SaleEntry& sale,
              const Programme& programme);
void apply_to(MemberState& member,
              PointsAccount& account,
              const ReturnEntry& entry,
              const Programme& programme);
void apply_to(MemberState& member,
              PointsAccount& account,
              const EnrolEntry& entry,
              const Programme& programme);
void apply_to(PointsAccount& account, const AdjustEntry& entry, const Programme& programme);

/// A referred member made the first qualifying purchase on that day: counts for the referrer.
void add_referral(MemberState& referrer, BusinessDate day, const Programme& programme);
/// That purchase came back.
void remove_referral(MemberState& referrer,
                     BusinessDate day,
                     BusinessDate today,
                     const Programme& programme);

}  // namespace loyal
