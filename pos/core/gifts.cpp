#include "gifts.hpp"

#include "costs.hpp"
#include "reasons.hpp"

#include <algorithm>

namespace loyal {
namespace {

const GiftReward& gift_of(const Candidate& candidate)
{
    return std::get<GiftReward>(candidate.offer->reward);
}

// How often what the gift asks for is in the basket.
std::int64_t times_reached(const GiftEvery& every, const Counted& count)
{
    const std::int64_t times =
        every.min_spend ? count.gross.minor_units() / every.min_spend->minor_units()
                        : count.quantity.in_thousandths() / every.min_quantity->in_thousandths();
    return every.most == 0 ? times : std::min(times, every.most);
}

void decline_unreached(const Candidate& candidate,
                       const Counted& count,
                       const std::string& currency,
                       Judgement& judgement)
{
    const GiftEvery& every = *gift_of(candidate).every;
    if (every.min_spend) {
        judgement.decline(
            candidate, "min_spend",
            reasons::short_of(*every.min_spend - count.gross, *every.min_spend, currency));
    } else {
        judgement.decline(
            candidate, "min_quantity",
            reasons::pieces_short(*every.min_quantity - count.quantity, *every.min_quantity));
    }
}

// How often the gift is given, before its cost; declines a gift that the basket does not reach.
std::int64_t times_given(const Candidate& candidate, const Occasion& occasion, Judgement& judgement)
{
    const GiftReward& gift = gift_of(candidate);
    if (!gift.every) return 1;
    const Counted count = counted(*candidate.offer, candidate.lines, occasion);
    const std::int64_t times = times_reached(*gift.every, count);
    if (times == 0) {
        decline_unreached(candidate, count, occasion.programme->currency, judgement);
    }
    return std::min(times, candidate.applications_left);
}

void put_gift(const Candidate& candidate,
              std::int64_t times,
              LineNumber number,
              PricedBasket& priced)
{
    const GiftReward& gift = gift_of(candidate);
    PricedLine line;
    line.line = number;
    line.sku = gift.sku;
    line.quantity =
        Quantity::thousandths(scale(gift.quantity.in_thousandths(), times, 1, Rounding::down));
    line.gift = candidate.offer->id;
    priced.lines.push_back(std::move(line));
    AppliedOffer applied;
    applied.offer = candidate.offer->id;
    applied.layer = candidate.offer->layer;
    applied.applications = times;
    if (candidate.offer->cost) applied.cost = cost_of(*candidate.offer, times);
    priced.applied.push_back(std::move(applied));
}

}  // namespace

Points put_gifts(Judgement& judgement,
                 Points spendable,
                 const Occasion& occasion,
                 PricedBasket& priced)
{
    LineNumber last = 0;
    for (const LineItem& line : occasion.basket->lines) last = std::max(last, line.line);
    for (const Candidate& candidate : judgement.gifts) {
        std::int64_t times = times_given(candidate, occasion, judgement);
        if (times == 0) continue;
        if (const auto& cost = candidate.offer->cost) {
            times = std::min(times, spendable.count() / cost->count());
            if (times == 0) {
                judgement.decline(candidate, "cost", reasons::points_short(spendable, *cost));
                continue;
            }
            spendable -= cost_of(*candidate.offer, times);
        }
        put_gift(candidate, times, ++last, priced);
    }
    return spendable;
}

}  // namespace loyal
