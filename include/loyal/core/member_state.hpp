#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/calendar.hpp>
#include <loyal/core/programme.hpp>
#include <loyal/core/strong_id.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace loyal {

/// The points of one accrual, with the days on which they can be spent.
struct Lot {
    std::string id;     ///< the entry that made it: a transaction id, or "adjust:…"
    Points points;      ///< what is left of it
    BusinessDate from;  ///< first day on which it can be spent
    std::optional<BusinessDate> until;  ///< last day; none: never expires

    friend bool operator==(const Lot&, const Lot&) = default;
};

/// What a member did on one business date, less what was returned of it.
struct DayTotals {
    BusinessDate date;
    Money spend;
    Points accrued;
    std::int32_t sales = 0;      ///< sales not returned or voided entirely
    std::int32_t referrals = 0;  ///< referred members whose first qualifying purchase this was

    friend bool operator==(const DayTotals&, const DayTotals&) = default;
};

/// Uses of an offer that has a limit per member.
struct OfferUse {
    OfferId offer;
    BusinessDate date;
    std::int64_t applications = 0;
    std::int64_t units = 0;

    friend bool operator==(const OfferUse&, const OfferUse&) = default;
};

/// A tier given by hand: nothing goes below it until the day ends.
struct TierFloor {
    TierCode tier;
    std::optional<BusinessDate> until;  ///< inclusive
    std::string reason;
    std::string by;

    friend bool operator==(const TierFloor&, const TierFloor&) = default;
};

/// Points that a sale took from a lot, so that its return can put them back.
struct LotSpend {
    TransactionId sale;
    Lot lot;  ///< with the points that were taken and still stand

    friend bool operator==(const LotSpend&, const LotSpend&) = default;
};

/// Debt that arose because the points of a lot, which had to be taken back, were spent already.
struct OwedPoints {
    std::string lot;
    Points points;

    friend bool operator==(const OwedPoints&, const OwedPoints&) = default;
};

/// Points of one lot that were taken in the place of another lot's, which were spent already. When
/// the other's come back, they go to this one.
struct StandIn {
    std::string in_place_of;
    Lot lot;

    friend bool operator==(const StandIn&, const StandIn&) = default;
};

/// The points of a member, or of all members of a household. Changed only by `apply`.
struct PointsAccount {
    std::vector<Lot> lots;  ///< by id
    Points debt;            ///< not negative; new points fill it first
    std::vector<LotSpend> spends;
    std::vector<OwedPoints> owed;  ///< of the debt, the part whose lot may still come back
    std::vector<StandIn> stand_ins;

    friend bool operator==(const PointsAccount&, const PointsAccount&) = default;
};

/// A tier, the day on which it was reached and, if reviews fail, the first of them in a row.
struct TierStanding {
    TierCode tier;  ///< empty: the programme's lowest
    BusinessDate since{};
    std::optional<BusinessDate> failing_since;

    friend bool operator==(const TierStanding&, const TierStanding&) = default;
};

/// A day whose purchases lifted the tier, so that their return can undo that.
struct TierLift {
    BusinessDate date;
    TierStanding before;

    friend bool operator==(const TierLift&, const TierLift&) = default;
};

/// Everything that pricing, tiers and points need of one member. Changed only by `apply`; the same
/// at a till (from head office's row and the till's own entries) and at head office (from all).
struct MemberState {
    MemberId id;
    TierStanding standing;
    std::optional<TierFloor> floor;
    std::optional<Date> birthday;
    std::optional<Date> enrolled;
    PointsAccount account;        ///< without a household; a household has one of its own
    std::vector<DayTotals> days;  ///< ascending dates
    std::vector<OfferUse> used;
    std::vector<TierLift> lifts;  ///< ascending dates
    std::int64_t transactions = 0;
    std::vector<std::string> segments;
    std::optional<std::string> lifecycle;
    std::optional<HouseholdId> household;

    friend bool operator==(const MemberState&, const MemberState&) = default;
};

/// Σ lots that have not expired on `day`, less debt: negative while there is more debt than points.
Points balance(const PointsAccount& account, BusinessDate day);
/// Σ lots that can be spent on `day`; 0 while there is debt.
Points spendable(const PointsAccount& account, BusinessDate day);
/// The same of a member without a household.
Points balance(const MemberState& member, BusinessDate day);
Points spendable(const MemberState& member, BusinessDate day);

/// The metric over the window that holds `day`, as it stood at the end of that day; `score` is what
/// Metric::score adds up.
std::int64_t metric_value(const MemberState& member,
                          Metric metric,
                          const Window& window,
                          BusinessDate day,
                          const ScoreRule& score = {});

/// The first and last day of the window that holds `day`.
struct DaySpan {
    BusinessDate first;
    BusinessDate last;
};
DaySpan days_of(const Window& window, BusinessDate day, std::optional<Date> anchor);
/// The day from whose anniversaries a member's window counts: birthday or enrolment.
std::optional<Date> anchor_of(const Window& window, const MemberState& member);

/// What a basket needs to know: the state as of `day`, with every metric that the programme's tiers
/// ask for and the uses of every offer that has a limit per member.
MemberSnapshot snapshot(const MemberState& member, const Programme& programme, BusinessDate day);

}  // namespace loyal
