#include "costs.hpp"

#include "reasons.hpp"

#include <algorithm>

namespace loyal {
namespace {

// Offers that make one application per basket, however often they are asked for.
bool applies_once(const Reward& reward)
{
    if (const auto* nth = std::get_if<NthReward>(&reward)) return !nth->repeat;
    return !std::holds_alternative<BundleReward>(reward) &&
           !std::holds_alternative<GiftReward>(reward);
}

}  // namespace

Points spendable_points(const Basket& basket)
{
    return basket.member && basket.member->points ? basket.member->points->spendable : Points{};
}

void bound_by_request(std::vector<Candidate>& candidates,
                      Points spendable,
                      const Basket& basket,
                      Judgement& judgement)
{
    std::erase_if(candidates, [&](Candidate& candidate) {
        const Offer& offer = *candidate.offer;
        if (!offer.cost) return false;
        if (*offer.cost > spendable) {
            judgement.decline(candidate, "cost",
                              basket.member ? reasons::points_short(spendable, *offer.cost)
                                            : reasons::redeem_without_member());
            return true;
        }
        const std::int64_t asked = std::ranges::count(basket.redeem.offers, offer.id);
        candidate.applications_left =
            std::min({candidate.applications_left, applies_once(offer.reward) ? 1 : asked,
                      spendable.count() / offer.cost->count()});
        return false;
    });
}

Points cost_of(const Offer& offer, std::int64_t applications)
{
    if (!offer.cost) return {};
    return Points::of(scale(offer.cost->count(), applications, 1, Rounding::down));
}

}  // namespace loyal
