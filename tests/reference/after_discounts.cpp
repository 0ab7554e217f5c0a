#include "after_discounts.hpp"

#include "merchandise.hpp"

#include <algorithm>
#include <map>

namespace loyal::reference {
namespace {

Count net_of(const Answer& answer)
{
    Count sum = 0;
    for (const LineAnswer& line : answer.lines) sum += line.net.minor_units();
    return sum;
}

/// The most points that the rule lets this request take from `rest`.
Count points_within(const RedeemRule& rule, Count asked, Count rest)
{
    const Count step = std::max(rule.step, rule.points).count();
    const Count most_worth = rest * raw(rule.most) / 10'000;
    Count points = asked / step * step;
    const auto worth = [&] { return points / rule.points.count() * rule.worth.minor_units(); };
    while (points > 0 && worth() > most_worth) points -= step;
    return points;
}

/// The base of each multiplier that is the best one on some lines.
std::map<const Offer*, Count> multiplied_bases(const Basket& basket,
                                               const std::vector<const Offer*>& offers,
                                               const std::vector<Count>& bases)
{
    std::map<const Offer*, Count> found;
    for (std::size_t i = 0; i < bases.size(); ++i) {
        const Offer* best = nullptr;
        std::int32_t best_rate = 10'000;
        for (const Offer* offer : offers) {
            const auto& rate = std::get<PointsReward>(offer->reward).multiplier;
            if (!rate || !selects(offer->items, basket.lines[i]) || raw(*rate) <= best_rate)
                continue;
            best = offer;
            best_rate = raw(*rate);
        }
        if (best != nullptr) found[best] += bases[i];
    }
    return found;
}

Count bonus_of(const Offer& offer, const Basket& basket)
{
    const auto& reward = std::get<PointsReward>(offer.reward);
    Count bonus = reward.bonus ? reward.bonus->count() : 0;
    for (const LineItem& line : basket.lines) {
        if (!reward.per_piece || !selects(offer.items, line)) continue;
        bonus += extended(reward.per_piece->count(), line.quantity, Rounding::down);
    }
    return bonus;
}

Count tier_rate(const Basket& basket, const Programme& programme)
{
    if (!basket.member->tier) return 10'000;
    for (const Tier& tier : programme.tiers) {
        if (tier.id == *basket.member->tier) return raw(tier.points);
    }
    return 10'000;
}

/// Points of a sale before they are spread over its lines. @param bases net of the eligible lines
Count points_of(const Basket& basket,
                const Programme& programme,
                const std::vector<const Offer*>& offers,
                const std::vector<Count>& bases)
{
    const EarnRule& earn = programme.points.earn;
    const Count per = earn.per.minor_units();
    Count base = 0;
    for (const Count one : bases) base += one;
    WideCount n = WideCount{base / per} * 10'000;  // in ten-thousandths
    for (const auto& [offer, their_base] : multiplied_bases(basket, offers, bases)) {
        const auto& reward = std::get<PointsReward>(offer->reward);
        WideCount more = WideCount{their_base / per} * (raw(*reward.multiplier) - 10'000);
        if (reward.most) more = std::min(more, WideCount{reward.most->count()} * 10'000);
        n += more;
    }
    Count points = rounded(n * earn.points.count() * tier_rate(basket, programme),
                           WideCount{10'000} * 10'000, Rounding::down);
    for (const Offer* offer : offers) points += bonus_of(*offer, basket);
    if (earn.min && points < earn.min->count()) return 0;
    if (!earn.most_per_day) return points;
    const Count today = basket.member->points ? basket.member->points->accrued_today.count() : 0;
    return std::clamp(earn.most_per_day->count() - today, Count{0}, points);
}

}  // namespace

void redeem(const Basket& basket, const Programme& programme, Count redeemable, Answer& answer)
{
    if (!programme.points.redeem || !basket.member) return;
    const RedeemRule& rule = *programme.points.redeem;
    std::vector<std::size_t> lines;
    std::vector<Count> rests;
    Count rest = 0;
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        if (basket.lines[i].no_discount || !selects(rule.items, basket.lines[i])) continue;
        lines.push_back(i);
        rests.push_back(answer.lines[i].net.minor_units());
        rest += rests.back();
    }
    const Count asked = std::min(basket.redeem.points.count(), redeemable);
    const Count points = points_within(rule, asked, rest);
    if (points == 0 || points < rule.min.count()) return;
    const Count worth = points / rule.points.count() * rule.worth.minor_units();
    const std::vector<Count> parts = split(worth, rests);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        LineAnswer& line = answer.lines[lines[i]];
        line.redeemed = Money::minor(parts[i]);
        line.net -= line.redeemed;
    }
    answer.redeemed_points += Points::of(points);
    answer.redeemed = Money::minor(worth);
}

void total_up(const Basket& basket, const Programme& programme, Answer& answer)
{
    const Count net = net_of(answer);
    bool cash = basket.tender == TenderType::cash;
    Count rest = net;
    if (!basket.tenders.empty()) {
        cash = basket.tenders.back().type == TenderType::cash;
        for (std::size_t i = 0; i + 1 < basket.tenders.size(); ++i)
            rest -= basket.tenders[i].amount.minor_units();
    }
    Count rounding = 0;
    if (cash && rest > 0) {
        const Count multiple = programme.cash_rounding.minor_units();
        rounding = rounded(rest, multiple, programme.rounding) * multiple - rest;
    }
    answer.cash_rounding = Money::minor(rounding);
    answer.total = Money::minor(net + rounding);
}

void accrue(const Basket& basket,
            const Programme& programme,
            const std::vector<const Offer*>& offers,
            Answer& answer)
{
    if (!basket.member) return;
    std::vector<Count> bases;
    std::vector<std::size_t> eligible;
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        const bool earns = !holds_any(programme.points.earn.exclude, basket.lines[i]);
        bases.push_back(earns ? answer.lines[i].net.minor_units() : 0);
        if (earns) eligible.push_back(i);
    }
    if (eligible.empty()) {  // a bonus has to lie somewhere
        for (std::size_t i = 0; i < basket.lines.size(); ++i) eligible.push_back(i);
    }
    const Count points = points_of(basket, programme, offers, bases);
    std::vector<Count> weights;
    for (const std::size_t i : eligible) weights.push_back(answer.lines[i].net.minor_units());
    const std::vector<Count> parts = split(points, weights);
    for (std::size_t i = 0; i < eligible.size(); ++i)
        answer.lines[eligible[i]].points = Points::of(parts[i]);
    answer.earned = Points::of(points);
}

}  // namespace loyal::reference
