#include <loyal/core/what_if.hpp>

#include <utility>

namespace loyal {

Trial::Trial(const PreparedProgramme& programme) : programme_{&programme}, ledger_{programme} {}

std::optional<InputError> Trial::take(const ledger::Entry& entry)
{
    const auto answer = ledger_.take(entry);
    if (!answer) {
        ++refused_;
        return answer.error();
    }
    if (const auto* sold = std::get_if<ledger::Sold>(&*answer)) add(*sold);
    if (const auto* returned = std::get_if<ledger::Returned>(&*answer)) {
        add(*returned, std::get<ledger::Return>(entry).of);
    }
    if (const auto* exchanged = std::get_if<ledger::Exchanged>(&*answer)) {
        add(exchanged->returned, std::get<ledger::Exchange>(entry).of);
        add(exchanged->sold);
    }
    return std::nullopt;
}

void Trial::add(const ledger::Sold& sold)
{
    std::optional<TierCode> tier;
    if (sold.tier) tier = sold.tier->before;
    TierTotals& sums = totals_[tier];
    ++sums.sales;
    sums.gross += sold.priced.gross.minor_units();
    sums.discount += sold.priced.discount.minor_units();
    sums.redeemed_worth += sold.priced.redeemed_worth.minor_units();
    sums.total += sold.priced.total.minor_units();
    sums.points_earned += sold.priced.points_earned.count();
    sums.points_redeemed += sold.priced.redeemed_points.count();
    tier_at_sale_[sold.id] = std::move(tier);
}

void Trial::add(const ledger::Returned& returned, const TransactionId& of)
{
    TierTotals& sums = totals_[tier_at_sale_.at(of)];
    sums.refunded += returned.refund.amount.minor_units();
    sums.points_taken_back += returned.refund.taken_back.count();
    sums.points_given_back += returned.refund.given_back.count();
}

Trial::Totals Trial::totals() const
{
    Totals totals = totals_;
    for (const Tier& tier : programme().tiers) totals[tier.id];
    for (const auto& [member, tier] : tiers()) ++totals[tier].members;
    return totals;
}

std::map<MemberId, TierCode> Trial::tiers() const
{
    std::map<MemberId, TierCode> tiers;
    for (const ledger::MemberOnDay& member : ledger_.members(BusinessDate{})) {
        tiers[member.id] = member.tier;
    }
    return tiers;
}

std::vector<TierDifference> tier_differences(const Trial& against, const Trial& programme)
{
    std::vector<TierDifference> differences;
    const auto after = programme.tiers();
    for (const auto& [member, tier] : against.tiers()) {
        const auto other = after.find(member);
        if (other == after.end() || other->second == tier) continue;
        differences.push_back({member, tier, other->second});
    }
    return differences;
}

}  // namespace loyal
