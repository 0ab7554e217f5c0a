#pragma once

#include "samples.hpp"

#include <rapidcheck/catch.h>

#include <algorithm>
#include <map>
#include <utility>

/// Random programmes and baskets for laws: small numbers, zeros and equal prices, where rounding
/// and competition go wrong.
namespace loyal::generated {

using samples::fen;

template <class T>
T one_of(std::vector<T> values)
{
    return *rc::gen::elementOf(std::move(values));
}

inline bool one_in(int count)
{
    return *rc::gen::inRange(0, count) == 0;
}

inline std::int64_t number(std::int64_t from, std::int64_t to)
{
    return *rc::gen::inRange(from, to + 1);
}

inline ItemSelector any_items()
{
    ItemSelector items;
    if (!one_in(2)) items.all.sku = {Sku{one_of<std::string>({"A", "B"})}};
    if (one_in(6)) items.none.sku = {Sku{one_of<std::string>({"B", "C"})}};
    return items;
}

inline SpendReward any_spend()
{
    SpendReward spend;
    const Money from = fen(one_of<std::int64_t>({1, 100, 200, 1'000}));
    if (one_in(3)) {
        spend.every = SpendEvery{from, fen(one_of<std::int64_t>({1, 30})), number(0, 2)};
        return spend;
    }
    spend.steps = {{from, fen(one_of<std::int64_t>({1, 30, 900})), {}}};
    if (one_in(2)) spend.steps.push_back({from + from, {}, BasisPoints{3'333}});
    return spend;
}

inline BundleReward any_bundle()
{
    BundleReward bundle;
    bundle.slots = {{any_items(), Quantity::pieces(number(1, 2))}};
    if (one_in(2)) bundle.slots.push_back({any_items(), Quantity::pieces(1)});
    if (one_in(2)) {
        bundle.price = fen(one_of<std::int64_t>({0, 100, 150}));
    } else {
        bundle.off = fen(one_of<std::int64_t>({1, 50, 400}));
    }
    return bundle;
}

inline GiftReward any_gift()
{
    GiftReward gift{Sku{"GIFT"}, Quantity::pieces(1), fen(one_of<std::int64_t>({0, 1, 90})), {}};
    if (one_in(2)) return gift;
    gift.every = GiftEvery{{}, {}, number(0, 2)};
    if (one_in(2)) {
        gift.every->min_spend = fen(one_of<std::int64_t>({1, 100, 300}));
    } else {
        gift.every->min_quantity = Quantity::pieces(number(1, 3));
    }
    return gift;
}

inline PointsReward any_points()
{
    switch (number(0, 2)) {
        case 0: return {BasisPoints{one_of<std::int32_t>({15'000, 20'000})}, {}, {}, {}};
        case 1: return {{}, Points::of(number(1, 3)), {}, {}};
        default: return {{}, {}, Points::of(number(1, 2)), {}};
    }
}

inline Reward any_money_reward()
{
    switch (number(0, 6)) {
        case 0: return PercentReward{BasisPoints{one_of<std::int32_t>({0, 500, 3'333, 10'000})}};
        case 1: return AmountReward{fen(one_of<std::int64_t>({0, 1, 50, 1'000}))};
        case 2: return FixedReward{fen(one_of<std::int64_t>({0, 1, 99, 700})), {}};
        case 3:
            return NthReward{one_of<std::int32_t>({0, 1, 2}), 1,
                             BasisPoints{one_of<std::int32_t>({5'000, 10'000})}, one_in(2),
                             one_in(2)};
        case 4: return any_spend();
        case 5: return BasketPercentReward{BasisPoints{1'000}, fen(one_of<std::int64_t>({1, 500}))};
        default: return any_bundle();
    }
}

inline bool takes_single_units(const Reward& reward)
{
    return std::holds_alternative<PercentReward>(reward) ||
           std::holds_alternative<AmountReward>(reward) ||
           std::holds_alternative<FixedReward>(reward);
}

inline Offer any_offer(std::string id)
{
    const std::int64_t kind = number(0, 5);
    Reward reward = any_money_reward();
    if (kind == 0) reward = any_gift();
    if (kind == 1) reward = any_points();
    Offer offer = samples::offer(std::move(id),
                                 one_of<std::string>({"price", "promotion", "member", "coupon"}),
                                 std::move(reward));
    offer.items = any_items();
    offer.exclusive = one_in(5);
    if (one_in(4)) offer.when.coupon = CampaignId{one_of<std::string>({"autumn", "winter"})};
    if (one_in(5)) offer.when.min_spend = fen(one_of<std::int64_t>({1, 100, 300}));
    if (one_in(6)) offer.when.min_quantity = Quantity::pieces(number(1, 3));
    if (one_in(6)) offer.cost = Points::of(number(1, 3));
    if (one_in(6)) offer.limit.per_basket = number(1, 2);
    if (one_in(8)) offer.limit.per_member = number(1, 2);
    if (takes_single_units(offer.reward) && one_in(4)) offer.limit.units = number(1, 2);
    return offer;
}

inline Programme any_programme()
{
    Programme it = samples::programme();
    it.rounding = one_of<Rounding>({Rounding::half_up, Rounding::half_even, Rounding::down});
    it.cash_rounding = fen(one_of<std::int64_t>({1, 5, 10}));
    it.points.earn.per = fen(one_of<std::int64_t>({1, 10, 100}));
    if (one_in(4)) it.points.earn.most_per_day = Points::of(number(0, 5));
    it.points.redeem = RedeemRule{Points::of(10),
                                  fen(one_of<std::int64_t>({1, 10})),
                                  Points::of(one_of<std::int64_t>({0, 20})),
                                  Points::of(10),
                                  BasisPoints{one_of<std::int32_t>({5'000, 10'000})},
                                  any_items()};
    const std::int64_t count = number(0, 5);
    for (std::int64_t i = 0; i < count; ++i)
        it.offers.push_back(any_offer("O" + std::to_string(i)));
    return it;
}

inline std::vector<LineItem> any_lines()
{
    std::vector<LineItem> lines;
    const std::int64_t count = number(1, 4);
    for (std::int64_t i = 0; i < count; ++i) {
        LineItem line =
            samples::line(static_cast<LineNumber>(i + 1), one_of<std::string>({"A", "B", "C"}),
                          one_of<std::int64_t>({0, 1, 1, 99, 100, 100, 199}),
                          one_of<std::int64_t>({1, 1, 2, 3, 7}));
        line.no_discount = one_in(6);
        if (one_in(6)) {
            line.weighed = true;
            line.quantity = Quantity::thousandths(one_of<std::int64_t>({1, 350, 1'005}));
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

inline Basket any_basket()
{
    Basket it = samples::basket(any_lines());
    it.member = samples::member();
    if (one_in(6)) it.member.reset();
    if (it.member) it.member->points->spendable = Points::of(one_of<std::int64_t>({0, 3, 25, 500}));
    it.redeem.points = Points::of(one_of<std::int64_t>({0, 0, 30, 100'000}));
    const std::int64_t asked = number(0, 3);
    for (std::int64_t i = 0; i < asked; ++i) {
        it.redeem.offers.emplace_back("O" + std::to_string(number(0, 4)));
    }
    if (one_in(2)) it.coupons = {{CouponCode{"C1"}, CampaignId{"autumn"}}};
    if (one_in(4)) it.coupons.push_back({CouponCode{"C2"}, CampaignId{"autumn"}});
    if (one_in(4)) it.coupons.push_back({CouponCode{"C3"}, CampaignId{"winter"}});
    if (one_in(2)) it.tender = one_of<TenderType>({TenderType::cash, TenderType::mobile});
    if (one_in(4)) {
        it.tenders = {{TenderType::card, fen(number(0, 150)), {}, {}},
                      {TenderType::cash, fen(500), {}, {}}};
    }
    return it;
}

}  // namespace loyal::generated
