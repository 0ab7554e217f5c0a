#include "accrual.hpp"

#include "selection.hpp"

#include <loyal/core/proration.hpp>

#include <algorithm>
#include <stdexcept>

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

// What a sale earns before the caps: steps of money, in basis points of a step so that a multiplier
// of 1.5 stays exact, and bonuses. The steps become points all together, rounded down once.
class Earning {
public:
    Earning(Points points_of_step, BasisPoints tier) : points_{points_of_step}, tier_{tier} {}

    void add_steps(Wide steps)
    {
        // 10^16 with 10^12 points a step and a tier of 10^9 stays within 128 bits.
        constexpr Wide steps_max = Wide{Points::limit} * one;
        if (steps > steps_max || steps_ + steps > steps_max) beyond_limit();
        steps_ += steps;
    }
    void add_bonus(Points bonus) { bonus_ += bonus; }

    Points sum() const
    {
        const Wide whole = steps_ * points_.count() * raw(tier_) / (Wide{one} * one);
        if (whole > Points::limit) beyond_limit();
        return Points::of(static_cast<std::int64_t>(whole)) + bonus_;
    }

private:
    [[noreturn]] static void beyond_limit() { throw std::overflow_error{"points: beyond limit"}; }

    Points points_;
    BasisPoints tier_;
    Wide steps_ = 0;
    Points bonus_;
};

// The steps that a multiplier adds on the lines where it is the best.
Wide extra_steps(const Candidate& candidate, Money base, const EarnRule& earn)
{
    const auto& reward = std::get<PointsReward>(candidate.offer->reward);
    const std::int64_t steps = base.minor_units() / earn.per.minor_units();
    const Wide extra = Wide{steps} * (raw(*reward.multiplier) - one);
    return reward.most ? std::min(extra, Wide{reward.most->count()} * one) : extra;
}

// A line that is one unit has as many pieces as its quantity says, rounded down in points.
Points bonus_of(const Candidate& candidate, const Basket& basket)
{
    const auto& reward = std::get<PointsReward>(candidate.offer->reward);
    if (reward.bonus) return *reward.bonus;
    Points sum;
    for (const std::uint32_t line : candidate.lines) {
        sum +=
            Points::of(scale(reward.per_piece->count(),
                             basket.lines[line].quantity.in_thousandths(), 1000, Rounding::down));
    }
    return sum;
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

// What of the points the day's most still lets through.
Points capped(Points points, const Occasion& occasion)
{
    const EarnRule& earn = occasion.programme->points.earn;
    if (!earn.most_per_day) return points;
    const auto& known = occasion.member->points;
    const Points today = known ? known->accrued_today : Points{};
    return std::min(points, std::max(*earn.most_per_day - today, Points{}));
}

AppliedOffer applied(const Candidate& candidate, const Basket& basket)
{
    AppliedOffer applied;
    applied.offer = candidate.offer->id;
    applied.layer = candidate.offer->layer;
    applied.multiplier = std::get<PointsReward>(candidate.offer->reward).multiplier;
    if (!applied.multiplier) applied.bonus = bonus_of(candidate, basket);
    applied.cost = candidate.offer->cost;
    return applied;
}

bool is_multiplier(const Candidate& candidate)
{
    return std::get<PointsReward>(candidate.offer->reward).multiplier.has_value();
}

// Adds the offers one by one, the multipliers first. One that changes nothing, because the day's
// most is reached or its part is lost in rounding, gave nothing.
std::vector<bool> add_offers(const std::vector<Candidate>& offers,
                             const std::vector<LinePoints>& lines,
                             const PricedBasket& priced,
                             const Occasion& occasion,
                             Earning& earning)
{
    std::vector<bool> gave(offers.size());
    for (const bool multipliers : {true, false}) {
        for (std::size_t i = 0; i < offers.size(); ++i) {
            if (is_multiplier(offers[i]) != multipliers) continue;
            const Points before = capped(earning.sum(), occasion);
            if (multipliers) {
                earning.add_steps(extra_steps(offers[i], base_of(priced, lines, &offers[i]),
                                              occasion.programme->points.earn));
            } else {
                earning.add_bonus(bonus_of(offers[i], *occasion.basket));
            }
            gave[i] = capped(earning.sum(), occasion) > before;
        }
    }
    return gave;
}

void put_applied(const std::vector<Candidate>& offers,
                 const std::vector<bool>& gave,
                 const Basket& basket,
                 PricedBasket& priced)
{
    std::int64_t best = one;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        if (!gave[i]) continue;
        AppliedOffer offer = applied(offers[i], basket);
        if (offer.multiplier) best = std::max<std::int64_t>(best, raw(*offer.multiplier));
        priced.points_bonus += offer.bonus.value_or(Points{});
        priced.applied.push_back(std::move(offer));
    }
    const std::int64_t both = scale(raw(priced.points_multiplier), best, one, Rounding::down);
    priced.points_multiplier = BasisPoints{static_cast<std::int32_t>(both)};
}

}  // namespace

void accrue(const std::vector<Candidate>& offers, const Occasion& occasion, PricedBasket& priced)
{
    if (occasion.member == nullptr) return;
    const Programme& programme = *occasion.programme;
    const EarnRule& earn = programme.points.earn;
    if (!programme.tiers.empty()) {
        priced.points_multiplier = tier_before(*occasion.member, programme).points;
    }
    std::vector<LinePoints> lines = eligible_lines(*occasion.basket, programme);
    choose_multipliers(offers, lines);
    Earning earning{earn.points, priced.points_multiplier};
    const Money base = base_of(priced, lines, nullptr);
    earning.add_steps(Wide{base.minor_units() / earn.per.minor_units()} * one);
    const std::vector<bool> gave = add_offers(offers, lines, priced, occasion, earning);
    if (earn.min && earning.sum() < *earn.min) return;
    put_applied(offers, gave, *occasion.basket, priced);
    priced.points_earned = capped(earning.sum(), occasion);
    spread_points(lines, priced);
}

}  // namespace loyal
