#include "redemption.hpp"

#include "reasons.hpp"
#include "selection.hpp"

#include <loyal/core/proration.hpp>

#include <algorithm>
#include <vector>

namespace loyal {
namespace {

// The points that offers with a cost already take.
Points spent_on_offers(const PricedBasket& priced)
{
    Points spent;
    for (const AppliedOffer& applied : priced.applied) {
        if (applied.cost) spent += *applied.cost;
    }
    return spent;
}

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

// The request, cut to what is redeemable, to the share of what is left to pay, and to the step.
Points cut(Points wanted, Points spendable, Money left, const RedeemRule& rule)
{
    const Money worth_most = left.share(rule.most, Rounding::down);
    const std::int64_t by_amount = scale(worth_most.minor_units(), rule.points.count(),
                                         rule.worth.minor_units(), Rounding::down);
    const std::int64_t points = std::min({wanted.count(), spendable.count(), by_amount});
    return Points::of(points - points % rule.step.count());
}

}  // namespace

void redeem(const Basket& basket, const Programme& programme, PricedBasket& priced)
{
    priced.redeemed_points = spent_on_offers(priced);
    const Points wanted = basket.redeem.points;
    if (wanted <= Points{}) return;
    if (!programme.points.redeem) {
        priced.redeem_declined = reasons::no_redemption();
        return;
    }
    if (!basket.member) {
        priced.redeem_declined = reasons::redeem_without_member();
        return;
    }
    const RedeemRule& rule = *programme.points.redeem;
    const Points spendable = (basket.member->points ? basket.member->points->spendable : Points{}) -
                             priced.redeemed_points;
    const std::vector<std::size_t> lines = redeemable_lines(basket, rule);
    std::vector<std::int64_t> weights;
    Money left;
    for (const std::size_t i : lines) {
        weights.push_back(priced.lines[i].net.minor_units());
        left += priced.lines[i].net;
    }
    const Points points = cut(wanted, std::max(spendable, Points{}), left, rule);
    if (points < rule.min || points <= Points{}) {
        const Points least = std::max(rule.min, rule.step);
        priced.redeem_declined = spendable < least ? reasons::points_short(spendable, least)
                                                   : reasons::redeem_at_least(least, points);
        return;
    }
    const Money worth = Money::minor(
        scale(points.count(), rule.worth.minor_units(), rule.points.count(), Rounding::down));
    const std::vector<std::int64_t> shares = prorate(worth.minor_units(), weights);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (shares[i] == 0) continue;
        PricedLine& line = priced.lines[lines[i]];
        const Money off = Money::minor(shares[i]);
        line.redeemed = off;
        line.net -= off;
        line.why.push_back({std::nullopt, {}, off});
    }
    priced.redeemed_points += points;
    priced.redeemed_worth = worth;
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
