#include "accrual.hpp"
#include "costs.hpp"
#include "declined.hpp"
#include "discounts.hpp"
#include "gifts.hpp"
#include "next_steps.hpp"
#include "reasons.hpp"
#include "redemption.hpp"

#include <loyal/core/price.hpp>

#include <algorithm>
#include <numeric>
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

std::vector<PricedLine> undiscounted(const Occasion& occasion)
{
    const std::vector<LineItem>& items = occasion.basket->lines;
    std::vector<PricedLine> lines(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        PricedLine& line = lines[i];
        line.line = items[i].line;
        line.sku = items[i].sku;
        line.quantity = items[i].quantity;
        line.gross = occasion.gross[i];
        line.net = line.gross;
    }
    return lines;
}

void put_discounts(const Discounts& discounts, PricedBasket& priced)
{
    priced.optimal = discounts.optimal;
    priced.applied.reserve(discounts.parts.size() + 2);
    for (const Discounts::Part& part : discounts.parts) {
        const Offer& offer = *part.candidate->offer;
        for (const Discounts::LineOff& on_line : part.off_by_line) {
            const Money off = Money::minor(on_line.off);
            PricedLine& line = priced.lines[on_line.line];
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
        if (offer.cost) applied.cost = cost_of(offer, part.applications);
        priced.applied.push_back(std::move(applied));
    }
}

Points costs_of(const std::vector<AppliedOffer>& applied)
{
    Points sum;
    for (const AppliedOffer& offer : applied) sum += offer.cost.value_or(Points{});
    return sum;
}

// Offers that give points are asked for like all others, and what they cost is kept for them.
Points reserve_costs(Judgement& judgement, Points spendable)
{
    std::erase_if(judgement.points, [&](const Candidate& candidate) {
        const auto& cost = candidate.offer->cost;
        if (!cost) return false;
        if (*cost > spendable) {
            judgement.decline(candidate, "cost", reasons::points_short(spendable, *cost));
            return true;
        }
        spendable -= *cost;
        return false;
    });
    return spendable;
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

void in_order_of_layers(std::vector<AppliedOffer>& applied, const Programme& programme)
{
    const auto layer = [&](const AppliedOffer& offer) {
        return std::ranges::find(programme.layers, offer.layer) - programme.layers.begin();
    };
    if (!std::ranges::is_sorted(applied, {}, layer)) std::ranges::stable_sort(applied, {}, layer);
}

// Everything that takes or gives: discounts, gifts, redemption, points.
void put_offers(Judgement& judgement, const Occasion& occasion, PricedBasket& priced)
{
    const Basket& basket = *occasion.basket;
    const Programme& programme = *occasion.programme;
    const Points spendable = spendable_points(basket);
    bound_by_request(judgement.money, spendable, basket, judgement);
    bound_by_request(judgement.gifts, spendable, basket, judgement);
    bound_by_request(judgement.points, spendable, basket, judgement);

    const Discounts discounts = discount(judgement.money, basket, programme);
    put_discounts(discounts, priced);
    priced.next_steps = next_steps(judgement, discounts, occasion);
    Points left = spendable - costs_of(priced.applied);
    decline_without_effect(judgement, discounts, left, occasion);
    left = put_gifts(judgement, left, occasion, priced);
    left = reserve_costs(judgement, left);
    redeem(occasion, left, priced);
    accrue(judgement.points, occasion, priced);
    priced.redeemed_points += costs_of(priced.applied);
    in_order_of_layers(priced.applied, programme);
}

PricedBasket price_in_order(const Basket& basket, const PreparedProgramme& prepared)
{
    const Programme& programme = prepared.programme();
    const Occasion occasion{basket, programme};
    PricedBasket priced;
    priced.programme = programme.id;
    priced.version = programme.version;
    priced.currency = programme.currency;
    priced.lines = undiscounted(occasion);

    Judgement judgement = judge_all(occasion, prepared.index());
    put_offers(judgement, occasion, priced);
    put_declined(judgement, priced);
    put_coupons(occasion, prepared.index(), priced);
    put_sums(basket, programme, priced);
    if (basket.member && !programme.tiers.empty()) {
        priced.tier = tier_outcome(basket, programme, priced);
    }
    return priced;
}

// Where a rule says "the earlier line" it means the line numbers, so the order in which the lines
// come changes nothing but the order of the answer's.
PricedBasket price_any_order(const Basket& basket, const PreparedProgramme& prepared)
{
    if (std::ranges::is_sorted(basket.lines, {}, &LineItem::line)) {
        return price_in_order(basket, prepared);
    }
    std::vector<std::size_t> order(basket.lines.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return basket.lines[i].line; });
    Basket in_order = basket;
    for (std::size_t i = 0; i < order.size(); ++i) in_order.lines[i] = basket.lines[order[i]];
    PricedBasket priced = price_in_order(in_order, prepared);
    std::vector<PricedLine> lines = priced.lines;
    for (std::size_t i = 0; i < order.size(); ++i) lines[order[i]] = std::move(priced.lines[i]);
    priced.lines = std::move(lines);
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
        return price_any_order(basket, programme);
    } catch (const std::overflow_error&) {
        return InputError{"lines", "add up to more than an amount may be"};
    }
}

}  // namespace loyal
