#include "accrual.hpp"
#include "discounts.hpp"
#include "offer_index.hpp"
#include "reasons.hpp"
#include "redemption.hpp"

#include <loyal/core/price.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace loyal {

struct PreparedProgramme::Parts {
    Programme programme;
    OfferIndex index;
};

namespace {

void sort_skus(ItemSelector& selector)
{
    std::ranges::sort(selector.all.sku);
    std::ranges::sort(selector.none.sku);
}

// selects() looks items up by binary search.
Programme with_sorted_skus(Programme programme)
{
    for (Offer& offer : programme.offers) {
        sort_skus(offer.items);
        if (offer.when.of) sort_skus(*offer.when.of);
        if (auto* bundle = std::get_if<BundleReward>(&offer.reward)) {
            for (BundleSlot& slot : bundle->slots) sort_skus(slot.items);
        }
    }
    std::ranges::sort(programme.points.earn.exclude.sku);
    if (programme.points.redeem) sort_skus(programme.points.redeem->items);
    return programme;
}

// The applicable offers of a basket, by what they give, and those that were refused.
struct Judged {
    std::vector<Candidate> money;
    std::vector<Candidate> gifts;
    std::vector<Candidate> points;
    std::vector<std::pair<std::uint32_t, DeclinedOffer>> declined;
};

Judged judge_all(const Basket& basket, const PreparedProgramme& prepared)
{
    const Programme& programme = prepared.programme();
    Judged judged;
    for (const std::uint32_t position : prepared.index().candidates(basket)) {
        const Offer& offer = programme.offers[position];
        Verdict verdict = judge(offer, position, basket, programme);
        if (auto* refused = std::get_if<Refused>(&verdict)) {
            judged.declined.emplace_back(
                position,
                DeclinedOffer{offer.id, std::move(refused->condition), std::move(refused->text)});
        }
        auto* candidate = std::get_if<Candidate>(&verdict);
        if (candidate == nullptr) continue;
        if (std::holds_alternative<PointsReward>(offer.reward)) {
            judged.points.push_back(std::move(*candidate));
        } else if (std::holds_alternative<GiftReward>(offer.reward)) {
            judged.gifts.push_back(std::move(*candidate));
        } else {
            judged.money.push_back(std::move(*candidate));
        }
    }
    return judged;
}

// Offers with a cost apply only as often as asked for and as the points reach. Returns the points
// that are left for the next ones.
Points pay_costs(const Basket& basket, std::vector<Candidate>& candidates, Points spendable)
{
    for (Candidate& candidate : candidates) {
        if (!candidate.offer->cost) continue;
        const Points cost = *candidate.offer->cost;
        const auto asked = std::ranges::count(basket.redeem.offers, candidate.offer->id);
        candidate.applications_left =
            std::min({candidate.applications_left, static_cast<std::int64_t>(asked),
                      spendable.count() / cost.count()});
        spendable -= Points::of(cost.count() * candidate.applications_left);
    }
    std::erase_if(candidates,
                  [](const Candidate& candidate) { return candidate.applications_left <= 0; });
    return spendable;
}

std::vector<PricedLine> undiscounted(const Basket& basket, Rounding rounding)
{
    std::vector<PricedLine> lines;
    for (const LineItem& item : basket.lines) {
        PricedLine line;
        line.line = item.line;
        line.sku = item.sku;
        line.quantity = item.quantity;
        line.gross = item.unit_price.times(item.quantity, rounding);
        line.net = line.gross;
        lines.push_back(std::move(line));
    }
    return lines;
}

void put_discounts(const Discounts& discounts, PricedBasket& priced)
{
    priced.optimal = discounts.optimal;
    for (const Discounts::Part& part : discounts.parts) {
        const Offer& offer = *part.candidate->offer;
        for (std::size_t i = 0; i < part.off_by_line.size(); ++i) {
            if (part.off_by_line[i] == 0) continue;
            const Money off = Money::minor(part.off_by_line[i]);
            PricedLine& line = priced.lines[i];
            line.discount += off;
            line.net -= off;
            line.why.push_back({offer.id, offer.layer, off});
        }
        AppliedOffer applied;
        applied.offer = offer.id;
        applied.layer = offer.layer;
        applied.applications = part.applications;
        applied.off = Money::minor(part.off);
        if (offer.limit.units || offer.limit.units_per_member) applied.units = part.units;
        if (offer.cost) {
            applied.cost =
                Points::of(scale(offer.cost->count(), part.applications, 1, Rounding::down));
        }
        priced.applied.push_back(std::move(applied));
    }
}

std::int64_t gift_times(const Candidate& candidate, const Basket& basket, Rounding rounding)
{
    const auto& gift = std::get<GiftReward>(candidate.offer->reward);
    std::int64_t times = 1;
    if (gift.every) {
        const Counted count = counted(*candidate.offer, basket, rounding);
        times = gift.every->min_spend
                    ? count.gross.minor_units() / gift.every->min_spend->minor_units()
                    : count.quantity.in_thousandths() / gift.every->min_quantity->in_thousandths();
        if (gift.every->most != 0) times = std::min(times, gift.every->most);
    }
    return std::min(times, candidate.applications_left);
}

void put_gifts(const std::vector<Candidate>& gifts,
               const Basket& basket,
               Rounding rounding,
               PricedBasket& priced)
{
    LineNumber last = 0;
    for (const LineItem& line : basket.lines) last = std::max(last, line.line);
    for (const Candidate& candidate : gifts) {
        const auto& gift = std::get<GiftReward>(candidate.offer->reward);
        const std::int64_t times = gift_times(candidate, basket, rounding);
        if (times <= 0) continue;
        PricedLine line;
        line.line = ++last;
        line.sku = gift.sku;
        line.quantity =
            Quantity::thousandths(scale(gift.quantity.in_thousandths(), times, 1, Rounding::down));
        line.gift = candidate.offer->id;
        priced.lines.push_back(std::move(line));
        AppliedOffer applied;
        applied.offer = candidate.offer->id;
        applied.layer = candidate.offer->layer;
        applied.applications = times;
        if (candidate.offer->cost) {
            applied.cost =
                Points::of(scale(candidate.offer->cost->count(), times, 1, Rounding::down));
        }
        priced.applied.push_back(std::move(applied));
    }
}

bool is_applied(const PricedBasket& priced, const OfferId& offer)
{
    return std::ranges::find(priced.applied, offer, &AppliedOffer::offer) != priced.applied.end();
}

// An applicable offer without an application gave way to a better one, or has a step to reach.
void put_declined(Judged& judged,
                  const Basket& basket,
                  const Programme& programme,
                  PricedBasket& priced)
{
    for (const Candidate& candidate : judged.money) {
        const Offer& offer = *candidate.offer;
        if (is_applied(priced, offer.id)) continue;
        if (alone(candidate, basket, programme) > 0) {
            judged.declined.emplace_back(
                candidate.position, DeclinedOffer{offer.id, "better", reasons::better_offer()});
            continue;
        }
        const auto* spend = std::get_if<SpendReward>(&offer.reward);
        if (spend == nullptr) continue;
        const Money from = spend->every ? spend->every->from : spend->steps.front().from;
        Money reached;
        for (const std::uint32_t line : candidate.lines) reached += priced.lines[line].gross;
        if (reached >= from) continue;
        judged.declined.emplace_back(
            candidate.position,
            DeclinedOffer{offer.id, "min_spend",
                          reasons::short_of(from - reached, from, programme.currency)});
    }
    std::ranges::stable_sort(judged.declined, {}, [](const auto& entry) { return entry.first; });
    for (auto& [position, declined] : judged.declined) {
        priced.declined.push_back(std::move(declined));
    }
}

void put_coupons(const Basket& basket, const Programme& programme, PricedBasket& priced)
{
    std::vector<CampaignId> served;
    for (const CouponInBasket& coupon : basket.coupons) {
        CouponOutcome outcome{coupon.code, coupon.campaign, false, reasons::coupon_unknown()};
        for (const Offer& offer : programme.offers) {
            if (offer.when.coupon != coupon.campaign) continue;
            const auto declined =
                std::ranges::find(priced.declined, offer.id, &DeclinedOffer::offer);
            if (is_applied(priced, offer.id)) {
                const bool is_second = std::ranges::find(served, coupon.campaign) != served.end();
                outcome.used = !is_second;
                outcome.text = is_second ? std::optional{reasons::coupon_second()} : std::nullopt;
                break;
            }
            outcome.text = declined == priced.declined.end() ? reasons::coupon_without_effect()
                                                             : declined->text;
        }
        if (outcome.used) served.push_back(coupon.campaign);
        priced.coupons.push_back(std::move(outcome));
    }
}

void put_sums(const Basket& basket, const Programme& programme, PricedBasket& priced)
{
    for (const PricedLine& line : priced.lines) {
        priced.gross += line.gross;
        priced.discount += line.discount;
    }
    const Money net = net_total(priced);
    priced.cash_rounding = cash_rounding(net, basket, programme);
    priced.total = net + priced.cash_rounding;
}

std::optional<InputError> refused(const Basket& basket, const Programme& programme)
{
    if (basket.currency && *basket.currency != programme.currency) {
        return InputError{"currency", "must be " + programme.currency + ", the programme's"};
    }
    if (basket.member && basket.member->tier &&
        programme.find_tier(*basket.member->tier) == nullptr) {
        return InputError{"member.tier", "must be one of the programme's tiers"};
    }
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        const LineItem& line = basket.lines[i];
        const std::string place = "lines[" + std::to_string(i) + "]";
        if (line.unit_price < Money{})
            return InputError{place + ".unit_price", "must not be negative"};
        if (line.quantity <= Quantity{}) return InputError{place + ".quantity", "must be positive"};
    }
    return std::nullopt;
}

PricedBasket price_checked(const Basket& basket, const PreparedProgramme& prepared)
{
    const Programme& programme = prepared.programme();
    PricedBasket priced;
    priced.programme = programme.id;
    priced.version = programme.version;
    priced.currency = programme.currency;
    priced.lines = undiscounted(basket, programme.rounding);

    Judged judged = judge_all(basket, prepared);
    const Points spendable =
        basket.member && basket.member->points ? basket.member->points->spendable : Points{};
    pay_costs(basket, judged.gifts, pay_costs(basket, judged.money, spendable));
    put_discounts(discount(judged.money, basket, programme), priced);
    put_gifts(judged.gifts, basket, programme.rounding, priced);
    redeem(basket, programme, priced);
    for (AppliedOffer& applied : accrue(judged.points, basket, programme, priced)) {
        priced.applied.push_back(std::move(applied));
    }
    const auto order = [&](const AppliedOffer& applied) {
        const auto layer = std::ranges::find(programme.layers, applied.layer);
        return layer - programme.layers.begin();
    };
    std::ranges::stable_sort(priced.applied, {}, order);
    put_declined(judged, basket, programme, priced);
    put_coupons(basket, programme, priced);
    put_sums(basket, programme, priced);
    if (basket.member && !programme.tiers.empty()) {
        priced.tier = tier_outcome(basket, programme, priced);
    }
    return priced;
}

}  // namespace

PreparedProgramme::PreparedProgramme(Programme programme)
{
    Programme sorted = with_sorted_skus(std::move(programme));
    OfferIndex index{sorted};
    parts_ = std::make_unique<const Parts>(Parts{std::move(sorted), std::move(index)});
}

PreparedProgramme::PreparedProgramme(PreparedProgramme&&) noexcept = default;
PreparedProgramme& PreparedProgramme::operator=(PreparedProgramme&&) noexcept = default;
PreparedProgramme::~PreparedProgramme() = default;

const Programme& PreparedProgramme::programme() const noexcept
{
    return parts_->programme;
}

const OfferIndex& PreparedProgramme::index() const noexcept
{
    return parts_->index;
}

Checked<PricedBasket> price(const Basket& basket, const PreparedProgramme& programme)
{
    if (auto error = refused(basket, programme.programme())) return *error;
    try {
        return price_checked(basket, programme);
    } catch (const std::overflow_error&) {
        return InputError{"lines", "add up to more than an amount may be"};
    }
}

}  // namespace loyal
