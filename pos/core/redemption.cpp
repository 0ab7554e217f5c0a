#include "redemption.hpp"

#include "reasons.hpp"
#include "selection.hpp"

#include <loyal/core/proration.hpp>

#include <algorithm>
#include <vector>

namespace loyal {
namespace {

// Indexes of the lines on which points may be used.
std::vector<std::size_t> redeemable_lines(const Basket& basket, const RedeemRule& rule)
{
    std::vector<std::size_t> lines;
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        if (!basket.lines[i].no_discount && selects(rule.items, basket.lines[i])) {
            lines.push_back(i);
        }
    }
    return lines;
}

// The most points that `left` can take, before the step.
Points most_for(Money left, const RedeemRule& rule)
{
    const Money worth = left.share(rule.most, Rounding::down);
    return Points::of(std::min(Points::limit, scale(worth.minor_units(), rule.points.count(),
                                                    rule.worth.minor_units(), Rounding::down)));
}

Points down_to_step(Points points, const RedeemRule& rule)
{
    return Points::of(points.count() - points.count() % rule.step.count());
}

// Why nothing is redeemed: too few points, too few asked for, or too little to pay.
Text why_declined(Points wanted, Points spendable, Points most, const RedeemRule& rule)
{
    const std::int64_t step = rule.step.count();
    const std::int64_t steps = std::max<std::int64_t>(1, (rule.min.count() + step - 1) / step);
    const Points least = Points::of(steps * step);
    if (spendable < least) return reasons::points_short(spendable, least);
    if (wanted < least) return reasons::redeem_at_least(least);
    return reasons::redeem_at_most(least, down_to_step(most, rule));
}

void take(Points points,
          const RedeemRule& rule,
          const std::vector<std::size_t>& lines,
          PricedBasket& priced)
{
    const Money worth = Money::minor(
        scale(points.count(), rule.worth.minor_units(), rule.points.count(), Rounding::down));
    std::vector<std::int64_t> weights;
    weights.reserve(lines.size());
    for (const std::size_t i : lines) weights.push_back(priced.lines[i].net.minor_units());
    const std::vector<std::int64_t> shares = prorate(worth.minor_units(), weights);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (shares[i] == 0) continue;
        PricedLine& line = priced.lines[lines[i]];
        const Money off = Money::minor(shares[i]);
        line.redeemed = off;
        line.net -= off;
        line.why.push_back({std::nullopt, {}, off});
    }
    priced.redeemed_points = points;
    priced.redeemed_worth = worth;
}

}  // namespace

void redeem(const Occasion& occasion, Points spendable, PricedBasket& priced)
{
    const Points wanted = occasion.basket->redeem.points;
    const auto& rule = occasion.programme->points.redeem;
    if (wanted <= Points{}) return;
    if (!rule) {
        priced.redeem_declined = reasons::no_redemption();
        return;
    }
    if (occasion.member == nullptr) {
        priced.redeem_declined = reasons::redeem_without_member();
        return;
    }
    const std::vector<std::size_t> lines = redeemable_lines(*occasion.basket, *rule);
    Money left;
    for (const std::size_t i : lines) left += priced.lines[i].net;
    const Points most = most_for(left, *rule);
    const Points points = down_to_step(std::min({wanted, spendable, most}), *rule);
    if (points < rule->min || points <= Points{}) {
        priced.redeem_declined = why_declined(wanted, spendable, most, *rule);
        return;
    }
    take(points, *rule, lines, priced);
}

Money cash_rounding(Money net, const Basket& basket, const Programme& programme)
{
    Money rest = net;
    bool in_cash = basket.tenders.empty() && basket.tender == TenderType::cash;
    if (!basket.tenders.empty()) {
        in_cash = basket.tenders.back().type == TenderType::cash;
        for (std::size_t i = 0; i + 1 < basket.tenders.size(); ++i) {
            rest -= basket.tenders[i].amount;
        }
    }
    const std::int64_t coin = programme.cash_rounding.minor_units();
    if (!in_cash || rest <= Money{} || coin <= 1) return {};
    const std::int64_t coins = scale(rest.minor_units(), 1, coin, programme.rounding);
    return Money::minor(scale(coins, coin, 1, Rounding::down)) - rest;
}

}  // namespace loyal
