#pragma once

#include <loyal/core/member_state.hpp>

#include <optional>

namespace loyal {

/// A member whom a review moves down, and why.
struct TierMove {
    MemberId member;
    TierCode from;
    TierCode to;
    Text why;

    friend bool operator==(const TierMove&, const TierMove&) = default;
};

/// What a review finds for one member.
struct ReviewFinding {
    std::optional<BusinessDate> failing_since;  ///< the first of failing reviews in a row
    std::optional<TierMove> move;

    friend bool operator==(const ReviewFinding&, const ReviewFinding&) = default;
};

/// Whether the programme's policy holds a review on that day: the 1st of a month, the 1st of
/// January or every day.
bool is_review_day(const TierPolicy& policy, BusinessDate day);

/// Reviews a member on `day`, whatever the policy's days are; changes nothing, so that it can be
/// run dry.
///
/// Windows are looked at as they stood at the end of the day before. A tier is kept while its
/// `keep`, its `enter` or a floor holds; one that was reached on the day itself is not judged. A
/// tier that is not kept is left `grace_days` after the first failing review in a row and
/// `hold_days` after it was reached.
ReviewFinding review(const MemberState& member, const Programme& programme, BusinessDate day);

/// Applies what a review of that day found.
void apply_review(MemberState& member, const ReviewFinding& finding, BusinessDate day);

}  // namespace loyal
