#include "accrual.hpp"

#include "selection.hpp"

#include <loyal/core/proration.hpp>

#include <algorithm>
#include <limits>

namespace loyal {
namespace {

__extension__ using Wide = __int128;

constexpr std::int64_t one = 10'000;  // basis points of a factor of 1

struct LinePoints {
    bool is_eligible = false;
    const Candidate* multiplier = nullptr;  // the best one on this line
};

std::vector<LinePoints> eligible_lines(const Basket& basket, const Programme& programme)
{
    std::vector<LinePoints> lines(basket.lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].is_eligible = !touches(programme.points.earn.exclude, basket.lines[i]);
    }
    return lines;
}

void choose_multipliers(const std::vector<Candidate>& offers, std::vector<LinePoints>& lines)
{
    const auto factor = [](const Candidate* candidate) {
        return raw(*std::get<PointsReward>(candidate->offer->reward).multiplier);
    };
    for (const Candidate& candidate : offers) {
        if (!std::get<PointsReward>(candidate.offer->reward).multiplier) continue;
        for (const std::uint32_t line : candidate.lines) {
            const Candidate*& best = lines[line].multiplier;
            if (best == nullptr || factor(&candidate) > factor(best)) best = &candidate;
        }
    }
}

Money base_of(const PricedBasket& priced,
              const std::vector<LinePoints>& lines,
              const Candidate* multiplier)
{
    Money base;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!lines[i].is_eligible) continue;
        if (multiplier == nullptr || lines[i].multiplier == multiplier) base += priced.lines[i].net;
    }
    return base;
}

// Earning steps, in basis points of a step, and the offers that gave some.
struct Earning {
    Wide n = 0;
    std::vector<AppliedOffer> applied;
};

// Adds what the multipliers give.
void multiply(const std::vector<Candidate>& offers,
              const std::vector<LinePoints>& lines,
              const EarnRule& earn,
              PricedBasket& priced,
              Earning& earning)
{
    std::int64_t best = one;
    for (const Candidate& candidate : offers) {
        const auto& reward = std::get<PointsReward>(candidate.offer->reward);
        if (!reward.multiplier) continue;
        const std::int64_t steps =
            base_of(priced, lines, &candidate).minor_units() / earn.per.minor_units();
        Wide extra = Wide{steps} * (raw(*reward.multiplier) - one);
        if (reward.most) extra = std::min(extra, Wide{reward.most->count()} * one);
        if (extra <= 0) continue;
        earning.n += extra;
        best = std::max<std::int64_t>(best, raw(*reward.multiplier));
        AppliedOffer offer;
        offer.offer = candidate.offer->id;
        offer.layer = candidate.offer->layer;
        offer.multiplier = reward.multiplier;
        earning.applied.push_back(std::move(offer));
    }
    priced.points_multiplier = BasisPoints{
        static_cast<std::int32_t>(scale(raw(priced.points_multiplier), best, one, Rounding::down))};
}

Points bonus_of(const Candidate& candidate, const Basket& basket)
{
    const auto& reward = std::get<PointsReward>(candidate.offer->reward);
    if (reward.bonus) return *reward.bonus;
    if (!reward.per_piece) return {};
    std::int64_t pieces = 0;
    for (const std::uint32_t line : candidate.lines) {
        pieces += basket.lines[line].quantity.in_thousandths() / 1000;
    }
    return Points::of(scale(reward.per_piece->count(), pieces, 1, Rounding::down));
}

void spread_points(const std::vector<LinePoints>& lines, PricedBasket& priced)
{
    std::vector<std::size_t> places;
    std::vector<std::int64_t> weights;
    const bool any = std::ranges::any_of(lines, &LinePoints::is_eligible);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (any && !lines[i].is_eligible) continue;
        places.push_back(i);
        weights.push_back(priced.lines[i].net.minor_units());
    }
    const std::vector<std::int64_t> shares = prorate(priced.points_earned.count(), weights);
    for (std::size_t i = 0; i < places.size(); ++i) {
        priced.lines[places[i]].points = Points::of(shares[i]);
    }
}

Points capped(Points points, const Basket& basket, const EarnRule& earn)
{
    if (earn.min && points < *earn.min) return {};
    if (!earn.most_per_day) return points;
    const Points today = basket.member->points ? basket.member->points->accrued_today : Points{};
    return std::clamp(*earn.most_per_day - today, Points{}, points);
}

}  // namespace

std::vector<AppliedOffer> accrue(const std::vector<Candidate>& offers,
                                 const Basket& basket,
                                 const Programme& programme,
                                 PricedBasket& priced)
{
    Earning earning;
    if (!basket.member) return earning.applied;
    const EarnRule& earn = programme.points.earn;
    std::vector<LinePoints> lines = eligible_lines(basket, programme);
    choose_multipliers(offers, lines);
    if (!programme.tiers.empty()) {
        priced.points_multiplier = tier_before(*basket.member, programme).points;
    }
    const std::int64_t tier_factor = raw(priced.points_multiplier);

    earning.n = Wide{base_of(priced, lines, nullptr).minor_units() / earn.per.minor_units()} * one;
    multiply(offers, lines, earn, priced, earning);
    const Wide n = earning.n;
    std::vector<AppliedOffer> applied = std::move(earning.applied);
    // Rounded down once, here. The product of three bounded numbers may pass the limit; that is
    // refused, never wrapped.
    const Wide exact = n * earn.points.count() / one * tier_factor;
    if (n > Wide{Points::limit} * one || exact / one > Points::limit) {
        throw std::overflow_error{"points: beyond limit"};
    }
    const Points points = Points::of(
        static_cast<std::int64_t>(n * earn.points.count() * tier_factor / (Wide{one} * one)));
    for (const Candidate& candidate : offers) {
        const Points bonus = bonus_of(candidate, basket);
        if (bonus == Points{}) continue;
        priced.points_bonus += bonus;
        AppliedOffer offer;
        offer.offer = candidate.offer->id;
        offer.layer = candidate.offer->layer;
        offer.bonus = bonus;
        applied.push_back(std::move(offer));
    }
    priced.points_earned = capped(points + priced.points_bonus, basket, earn);
    spread_points(lines, priced);
    std::ranges::stable_sort(applied, {}, [&](const AppliedOffer& offer) {
        return std::ranges::find_if(
                   offers,
                   [&](const Candidate& candidate) { return candidate.offer->id == offer.offer; })
            ->position;
    });
    return applied;
}

}  // namespace loyal
