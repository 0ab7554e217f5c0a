#include "costs.hpp"

#include "reasons.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace loyal {
namespace {

// More ways to use the points than these are not weighed; the answer is then not called optimal.
constexpr std::size_t ways_weighed_max = 64;

// Offers that make one application per basket, however often they are asked for.
bool applies_once(const Reward& reward)
{
    if (const auto* nth = std::get_if<NthReward>(&reward)) return !nth->repeat;
    return !std::holds_alternative<BundleReward>(reward) &&
           !std::holds_alternative<GiftReward>(reward);
}

// How often each of the candidates with a cost applies at most.
using Way = std::vector<std::int64_t>;

class WaysToPay {
public:
    explicit WaysToPay(std::vector<const Candidate*> candidates)
        : candidates_{std::move(candidates)}
    {
    }

    /// The first serves the offers in programme order.
    const std::vector<Way>& within(Points spendable)
    {
        descend(spendable.count());
        return ways_;
    }
    bool is_complete() const { return complete_; }

private:
    void descend(std::int64_t left)
    {
        if (ways_.size() >= ways_weighed_max) {
            complete_ = false;
            return;
        }
        if (way_.size() == candidates_.size()) {
            ways_.push_back(way_);
            return;
        }
        const Candidate& candidate = *candidates_[way_.size()];
        const std::int64_t cost = candidate.offer->cost->count();
        for (std::int64_t times = std::min(candidate.applications_left, left / cost); times >= 0;
             --times) {
            way_.push_back(times);
            descend(left - cost * times);
            way_.pop_back();
        }
    }

    std::vector<const Candidate*> candidates_;
    Way way_;
    std::vector<Way> ways_;
    bool complete_ = true;
};

std::vector<const Candidate*> with_cost(const std::vector<Candidate>& candidates)
{
    std::vector<const Candidate*> costly;
    for (const Candidate& candidate : candidates) {
        if (candidate.offer->cost) costly.push_back(&candidate);
    }
    return costly;
}

bool reaches(Points spendable, const std::vector<const Candidate*>& costly)
{
    std::int64_t left = spendable.count();
    for (const Candidate* candidate : costly) {
        const std::int64_t cost = candidate->offer->cost->count();
        if (candidate->applications_left > left / cost) return false;
        left -= candidate->applications_left * cost;
    }
    return true;
}

// The candidates with the applications that this way leaves them.
std::vector<Candidate> bounded(const std::vector<Candidate>& candidates, const Way& way)
{
    std::vector<Candidate> trial;
    auto times = way.begin();
    for (const Candidate& candidate : candidates) {
        const std::int64_t most =
            candidate.offer->cost ? *times++ : candidate.applications_left;
        if (most == 0) continue;
        trial.push_back(candidate);
        trial.back().applications_left = most;
    }
    return trial;
}

// Points the parts to the originals of the candidates that a trial worked with.
void refer_to(const std::vector<Candidate>& candidates, Discounts& discounts)
{
    for (Discounts::Part& part : discounts.parts) {
        part.candidate = &*std::ranges::lower_bound(candidates, part.candidate->position, {},
                                                    &Candidate::position);
    }
}

// What each layer takes off; one sum where exclusive offers are weighed against all layers.
std::vector<std::int64_t> merit(const Discounts& discounts,
                                const std::vector<Candidate>& candidates,
                                const Programme& programme)
{
    const auto is_exclusive = [](const Candidate& it) { return it.offer->exclusive; };
    if (std::ranges::any_of(candidates, is_exclusive)) return {discounts.off};
    std::vector<std::int64_t> by_layer(programme.layers.size());
    for (const Discounts::Part& part : discounts.parts) {
        const auto layer = std::ranges::find(programme.layers, part.candidate->offer->layer);
        by_layer[static_cast<std::size_t>(layer - programme.layers.begin())] += part.off;
    }
    return by_layer;
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

Discounts discount_within(Points spendable,
                          const std::vector<Candidate>& candidates,
                          const Basket& basket,
                          const Programme& programme)
{
    const std::vector<const Candidate*> costly = with_cost(candidates);
    if (reaches(spendable, costly)) return discount(candidates, basket, programme);
    WaysToPay ways{costly};
    std::optional<Discounts> best;
    std::vector<std::int64_t> best_merit;
    for (const Way& way : ways.within(spendable)) {
        const std::vector<Candidate> trial = bounded(candidates, way);
        Discounts discounts = discount(trial, basket, programme);
        refer_to(candidates, discounts);
        std::vector<std::int64_t> its_merit = merit(discounts, candidates, programme);
        if (best && its_merit <= best_merit) continue;
        best = std::move(discounts);
        best_merit = std::move(its_merit);
    }
    best->optimal = best->optimal && ways.is_complete();
    return std::move(*best);
}

Points cost_of(const Offer& offer, std::int64_t applications)
{
    if (!offer.cost) return {};
    return Points::of(scale(offer.cost->count(), applications, 1, Rounding::down));
}

}  // namespace loyal
