#include "declined.hpp"

#include "next_steps.hpp"
#include "reasons.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace loyal {
namespace {

// Whether the offer alone would take something off; answered without a search where one line shows
// it.
bool gives_something(const Candidate& candidate, const Occasion& occasion)
{
    if (const auto* percent = std::get_if<PercentReward>(&candidate.offer->reward)) {
        const auto shows = [&](std::uint32_t line) {
            return occasion.gross[line].share(percent->bp, Rounding::down) > Money{};
        };
        const bool limited = candidate.units_left != unlimited;
        if (!limited && std::ranges::any_of(candidate.lines, shows)) return true;
    }
    return alone(candidate, *occasion.basket, *occasion.programme) > 0;
}

void decline(const Candidate& candidate,
             const Discounts& discounts,
             Points points_left,
             const Occasion& occasion,
             Judgement& judgement)
{
    const Offer& offer = *candidate.offer;
    if (const auto* spend = std::get_if<SpendReward>(&offer.reward)) {
        const auto sum = sum_reached(candidate, discounts, occasion);
        const Money from = first_step(*spend);
        if (sum && *sum < from) {
            judgement.decline(candidate, "min_spend",
                              reasons::short_of(from - *sum, from, occasion.programme->currency));
            return;
        }
    }
    if (!gives_something(candidate, occasion)) return;
    if (offer.cost && *offer.cost > points_left) {
        judgement.decline(candidate, "cost", reasons::points_short(points_left, *offer.cost));
    } else {
        judgement.decline(candidate, "better", reasons::better_offer());
    }
}

bool contains(const std::vector<OfferId>& offers, const OfferId& offer)
{
    return std::ranges::find(offers, offer) != offers.end();
}

bool is_applied(const PricedBasket& priced, const OfferId& offer)
{
    return std::ranges::find(priced.applied, offer, &AppliedOffer::offer) != priced.applied.end();
}

// Why no offer used the first coupon of a campaign.
Text why_kept(std::span<const std::uint32_t> offers,
              const Occasion& occasion,
              const PricedBasket& priced)
{
    if (offers.empty()) return reasons::coupon_unknown();
    for (const std::uint32_t position : offers) {
        const OfferId& offer = occasion.programme->offers[position].id;
        const auto declined = std::ranges::find(priced.declined, offer, &DeclinedOffer::offer);
        if (declined != priced.declined.end()) return declined->text;
    }
    const bool left_out = std::ranges::all_of(offers, [&](std::uint32_t position) {
        return contains(occasion.basket->without, occasion.programme->offers[position].id);
    });
    return left_out ? reasons::coupon_left_out() : reasons::coupon_without_effect();
}

}  // namespace

void decline_without_effect(Judgement& judgement,
                            const Discounts& discounts,
                            Points points_left,
                            const Occasion& occasion)
{
    std::vector<bool> gave(judgement.money.size());
    for (const Discounts::Part& part : discounts.parts) {
        gave[static_cast<std::size_t>(part.candidate - judgement.money.data())] = true;
    }
    for (std::size_t i = 0; i < judgement.money.size(); ++i) {
        if (gave[i]) continue;
        decline(judgement.money[i], discounts, points_left, occasion, judgement);
    }
}

void put_declined(Judgement& judgement, PricedBasket& priced)
{
    std::ranges::sort(judgement.declined, {}, &Judgement::Declined::position);
    priced.declined.reserve(judgement.declined.size());
    for (Judgement::Declined& declined : judgement.declined) {
        priced.declined.push_back(std::move(declined.offer));
    }
}

void put_coupons(const Occasion& occasion, const OfferIndex& index, PricedBasket& priced)
{
    std::vector<CampaignId> served;
    for (const CouponInBasket& coupon : occasion.basket->coupons) {
        const std::span<const std::uint32_t> offers = index.of_campaign(coupon.campaign);
        const bool is_used = std::ranges::any_of(offers, [&](std::uint32_t position) {
            return is_applied(priced, occasion.programme->offers[position].id);
        });
        const bool is_second = std::ranges::find(served, coupon.campaign) != served.end();
        CouponOutcome outcome{coupon.code, coupon.campaign, is_used && !is_second, std::nullopt};
        if (outcome.used) {
            served.push_back(coupon.campaign);
        } else {
            outcome.text = is_used ? reasons::coupon_second() : why_kept(offers, occasion, priced);
        }
        priced.coupons.push_back(std::move(outcome));
    }
}

}  // namespace loyal
