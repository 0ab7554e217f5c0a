#pragma once

#include <loyal/core/ledger.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace loyal {

/// What members of one tier, at the time of each sale, bought and earned. Sums of amounts, which
/// may pass the limit of one.
struct TierTotals {
    std::int64_t members = 0;  ///< in the tier at the end
    std::int64_t sales = 0;
    std::int64_t gross = 0;     ///< minor units, as all amounts here
    std::int64_t discount = 0;  ///< without redemption
    std::int64_t redeemed_worth = 0;
    std::int64_t total = 0;
    std::int64_t refunded = 0;
    std::int64_t points_earned = 0;
    std::int64_t points_redeemed = 0;
    std::int64_t points_taken_back = 0;
    std::int64_t points_given_back = 0;

    friend bool operator==(const TierTotals&, const TierTotals&) = default;
};

/// One journal under one programme, summed by tier.
class Trial {
public:
    /// No tier: sales without a member.
    using Totals = std::map<std::optional<TierCode>, TierTotals>;

    /// @param programme must outlive the trial
    explicit Trial(const PreparedProgramme& programme);

    /// @return why the entry was refused, if it was
    std::optional<InputError> take(const ledger::Entry& entry);

    /// By tier, with the members of each tier as they are now.
    Totals totals() const;
    /// The tier of every member.
    std::map<MemberId, TierCode> tiers() const;
    const Programme& programme() const noexcept { return programme_->programme(); }
    std::int64_t refused() const noexcept { return refused_; }

private:
    void add(const ledger::Sold& sold);
    void add(const ledger::Returned& returned, const TransactionId& of);

    const PreparedProgramme* programme_;
    Ledger ledger_;
    Totals totals_;
    std::unordered_map<TransactionId, std::optional<TierCode>> tier_at_sale_;
    std::int64_t refused_ = 0;
};

/// A member whose tier the two programmes see differently at the end.
struct TierDifference {
    MemberId member;
    TierCode against;
    TierCode programme;
};

/// By member.
std::vector<TierDifference> tier_differences(const Trial& against, const Trial& programme);

}  // namespace loyal
