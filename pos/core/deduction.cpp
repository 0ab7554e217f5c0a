#include "lots.hpp"

#include <loyal/core/entry.hpp>
#include <loyal/core/proration.hpp>

#include <algorithm>

namespace loyal {
namespace {

// The points that a return takes back and no lot has any more.
Points missing(PointsAccount account,
               const TransactionId& of,
               const Refund& refund,
               BusinessDate day)
{
    give_back(account, of, refund.given_back);
    const Points debt = account.debt;
    take_back(account, of.value(), refund.taken_back, day);
    return account.debt - debt;
}

void take_off(std::vector<RefundedLine>& lines, Money off)
{
    std::vector<std::int64_t> weights;
    weights.reserve(lines.size());
    for (const RefundedLine& line : lines) weights.push_back(line.refund.minor_units());
    const std::vector<std::int64_t> shares = prorate(off.minor_units(), weights);
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].refund -= Money::minor(shares[i]);
}

}  // namespace

Refund deduct_points(Refund refund,
                     const TransactionId& of,
                     const PointsAccount& account,
                     const Programme& programme,
                     BusinessDate day)
{
    const auto& redeem = programme.points.redeem;
    if (programme.returns.points_debt != ReturnRules::Debt::deduct || !redeem) return refund;
    const std::int64_t affordable = scale(refund.amount.minor_units(), redeem->points.count(),
                                          redeem->worth.minor_units(), Rounding::down);
    const std::int64_t points = std::min(missing(account, of, refund, day).count(), affordable);
    const Money worth = Money::minor(
        scale(points, redeem->worth.minor_units(), redeem->points.count(), Rounding::down));
    if (worth == Money{}) return refund;
    refund.deducted_points = Points::of(points);
    refund.deducted = worth;
    refund.amount -= worth;
    take_off(refund.lines, worth);
    return refund;
}

}  // namespace loyal
