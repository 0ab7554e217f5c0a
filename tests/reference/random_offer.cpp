#include "random_offer.hpp"

namespace loyal::reference {
namespace {

BasisPoints any_rate(Dice& dice)
{
    return BasisPoints{
        dice.one_of<std::int32_t>({1, 500, 1'000, 3'333, 5'000, 5'000, 9'999, 10'000})};
}

Money any_off(Dice& dice)
{
    return Money::minor(dice.one_of<std::int64_t>({1, 2, 3, 10, 50, 100}));
}

FixedReward any_fixed(Dice& dice)
{
    FixedReward fixed;
    if (dice.chance(30))
        fixed.prices = {{Sku{"A"}, any_price(dice)}, {Sku{"B"}, any_price(dice)}};
    else
        fixed.price = any_price(dice);
    return fixed;
}

NthReward any_nth(Dice& dice)
{
    NthReward nth;
    nth.buy = dice.one_of<std::int32_t>({1, 1, 1, 2, 3});
    nth.get = dice.one_of<std::int32_t>({1, 1, 1, 2});
    nth.bp = any_rate(dice);
    nth.repeat = dice.chance(75);
    nth.same_sku = dice.chance(25);
    return nth;
}

BundleReward any_bundle(Dice& dice)
{
    BundleReward bundle;
    const std::size_t slots = 1 + dice.below(3);
    for (std::size_t i = 0; i < slots; ++i) {
        const std::int64_t quantity = dice.one_of<std::int64_t>({1'000, 1'000, 1'000, 2'000});
        bundle.slots.push_back({any_selector(dice), Quantity::thousandths(quantity)});
    }
    if (dice.chance(60))
        bundle.price = any_price(dice);
    else
        bundle.off = any_off(dice);
    return bundle;
}

SpendReward any_spend(Dice& dice)
{
    SpendReward spend;
    if (dice.chance(40)) {
        spend.every = SpendEvery{Money::minor(dice.one_of<std::int64_t>({3, 10, 100})),
                                 any_off(dice), dice.one_of<std::int64_t>({0, 1, 2})};
        return spend;
    }
    const std::int64_t from = dice.one_of<std::int64_t>({1, 10, 100, 200});
    for (std::int64_t step = 1; step <= (dice.chance(50) ? 1 : 2); ++step) {
        SpendStep one;
        one.from = Money::minor(from * step);
        if (dice.chance(50))
            one.off = any_off(dice);
        else
            one.bp = any_rate(dice);
        spend.steps.push_back(one);
    }
    return spend;
}

GiftReward any_gift(Dice& dice)
{
    GiftReward gift{Sku{"G"}, Quantity::pieces(1), Money::minor(100), {}};
    if (dice.chance(50)) return gift;
    GiftEvery every;
    if (dice.chance(50))
        every.min_spend = Money::minor(dice.one_of<std::int64_t>({10, 100}));
    else
        every.min_quantity = Quantity::pieces(2);
    every.most = dice.one_of<std::int64_t>({0, 2});
    gift.every = every;
    return gift;
}

PointsReward any_points(Dice& dice)
{
    PointsReward points;
    switch (dice.below(3)) {
        case 0:
            points.multiplier = BasisPoints{dice.one_of<std::int32_t>({15'000, 20'000, 20'000})};
            if (dice.chance(30)) points.most = Points::of(3);
            break;
        case 1: points.bonus = Points::of(5); break;
        default: points.per_piece = Points::of(2); break;
    }
    return points;
}

Reward any_reward(Dice& dice)
{
    switch (dice.below(16)) {
        case 0:
        case 1: return PercentReward{any_rate(dice)};
        case 2:
        case 3: return AmountReward{any_off(dice)};
        case 4:
        case 5: return any_fixed(dice);
        case 6:
        case 7:
        case 8: return any_nth(dice);
        case 9:
        case 10: return any_bundle(dice);
        case 11:
        case 12: return any_spend(dice);
        case 13:
            return BasketPercentReward{
                any_rate(dice), dice.chance(40) ? std::optional{any_off(dice)} : std::nullopt};
        case 14: return any_gift(dice);
        default: return any_points(dice);
    }
}

OfferLimit any_limit(Dice& dice, const Reward& reward)
{
    OfferLimit limit;
    const bool by_line = std::holds_alternative<PercentReward>(reward) ||
                         std::holds_alternative<AmountReward>(reward) ||
                         std::holds_alternative<FixedReward>(reward);
    if (dice.chance(15)) limit.per_basket = dice.one_of<std::int64_t>({1, 2});
    if (dice.chance(10)) limit.per_member = dice.one_of<std::int64_t>({1, 2, 3});
    if (by_line && dice.chance(45)) limit.units = dice.one_of<std::int64_t>({1, 2, 2, 3});
    if (by_line && dice.chance(8)) limit.units_per_member = dice.one_of<std::int64_t>({1, 2, 3});
    return limit;
}

void add_member_condition(Dice& dice, When& when)
{
    switch (dice.below(7)) {
        case 0: when.member = dice.chance(80); break;
        case 1: when.tiers = {TierCode{"gold"}}; break;
        case 2: when.segments = {"tea"}; break;
        case 3: when.lifecycle = {"new"}; break;
        case 4:
            when.birthday =
                dice.chance(30) ? BirthdayCondition{true, 0, 0} : BirthdayCondition{false, 8, 0};
            break;
        case 5: when.enrolled_days_most = 10; break;
        default: when.first_purchase = dice.chance(50); break;
    }
}

void add_basket_condition(Dice& dice, When& when)
{
    switch (dice.below(8)) {
        case 0: when.stores = {StoreId{"S1"}}; break;
        case 1: when.channel = {"till"}; break;
        case 2: when.dates = DateRange{{}, *parse_date("2026-11-22")}; break;
        case 3: when.weekdays = {7}; break;
        case 4: when.days_of_month = {22}; break;
        case 5: when.hours = {{18 * 60 + 30, 60}}; break;
        case 6: when.min_spend = Money::minor(dice.one_of<std::int64_t>({3, 100, 300})); break;
        default: when.min_quantity = Quantity::thousandths(dice.one_of({1'500, 2'000})); break;
    }
    if ((when.min_spend || when.min_quantity) && dice.chance(40)) when.of = any_selector(dice);
}

}  // namespace

Money any_price(Dice& dice)
{
    return Money::minor(
        dice.one_of<std::int64_t>({0, 1, 2, 3, 5, 10, 10, 33, 99, 100, 100, 101, 199, 333, 1'000}));
}

ItemSelector any_selector(Dice& dice)
{
    ItemSelector items;
    switch (dice.below(12)) {
        case 0:
        case 1:
        case 2: items.all.sku = {Sku{dice.one_of<std::string>({"A", "B", "C"})}}; break;
        case 3: items.all.sku = {Sku{"A"}, Sku{"C"}}; break;
        case 4: items.all.category = {dice.one_of<std::string>({"food", "food/tea"})}; break;
        case 5: items.all.tag = {"new"}; break;
        case 6: items.none.tag = {"old"}; break;
        case 7: items.all.price = PriceRange{Money::minor(10), {}}; break;
        case 8: items.all.brand = {"x"}; break;
        default: break;
    }
    return items;
}

Offer any_offer(Dice& dice, std::string id, std::string layer)
{
    Offer offer;
    offer.id = OfferId{std::move(id)};
    offer.layer = std::move(layer);
    offer.name = {"优惠", "Offer"};
    offer.reward = any_reward(dice);
    const bool for_points = std::holds_alternative<PointsReward>(offer.reward);
    const bool for_gift = std::holds_alternative<GiftReward>(offer.reward);
    const bool bundle = std::holds_alternative<BundleReward>(offer.reward);
    if (!bundle) offer.items = any_selector(dice);
    if (dice.chance(15)) add_member_condition(dice, offer.when);
    if (dice.chance(15)) add_basket_condition(dice, offer.when);
    if (for_points) return offer;
    offer.limit = any_limit(dice, offer.reward);
    if (dice.chance(10)) offer.when.coupon = CampaignId{dice.one_of<std::string>({"C1", "C2"})};
    if (for_gift) return offer;
    if (dice.chance(8)) offer.cost = Points::of(dice.one_of<std::int64_t>({5, 10, 50}));
    return offer;
}

}  // namespace loyal::reference
