#include "samples.hpp"

#include <loyal/core/entry.hpp>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>

using namespace loyal;
using namespace loyal::samples;

namespace {

// Small numbers, zeros and equal prices: where rounding and competition go wrong.
template <class T>
T one_of(std::vector<T> values)
{
    return *rc::gen::elementOf(std::move(values));
}

Reward any_reward()
{
    switch (one_of<int>({0, 1, 2, 3, 4, 5, 6})) {
        case 0: return PercentReward{BasisPoints{one_of<std::int32_t>({0, 500, 3'333, 10'000})}};
        case 1: return AmountReward{fen(one_of<std::int64_t>({0, 1, 50, 1'000}))};
        case 2: return FixedReward{fen(one_of<std::int64_t>({0, 1, 99, 700})), {}};
        case 3:
            return NthReward{one_of<std::int32_t>({1, 2}), 1,
                             BasisPoints{one_of<std::int32_t>({5'000, 10'000})},
                             one_of<int>({0, 1}) == 1, one_of<int>({0, 1}) == 1};
        case 4: {
            SpendReward spend;
            spend.steps = {{fen(one_of<std::int64_t>({1, 100, 1'000})),
                            fen(one_of<std::int64_t>({1, 30, 900})),
                            {}}};
            return spend;
        }
        case 5: return BasketPercentReward{BasisPoints{1'000}, fen(one_of<std::int64_t>({1, 500}))};
        default: {
            BundleReward bundle;
            bundle.slots = {{{}, Quantity::pieces(2)}};
            bundle.price = fen(one_of<std::int64_t>({0, 100, 1'000}));
            return bundle;
        }
    }
}

Programme any_programme()
{
    Programme it = programme();
    it.points.redeem =
        RedeemRule{Points::of(10), fen(1), {}, Points::of(10), BasisPoints{5'000}, {}};
    const int count = one_of<int>({0, 1, 2, 3, 4});
    for (int i = 0; i < count; ++i) {
        Offer any =
            offer("O" + std::to_string(i),
                  one_of<std::string>({"price", "promotion", "member", "coupon"}), any_reward());
        if (one_of<int>({0, 1}) == 1) any.items.all.sku = {Sku{one_of<std::string>({"A", "B"})}};
        any.exclusive = one_of<int>({0, 0, 0, 1}) == 1;
        it.offers.push_back(std::move(any));
    }
    return it;
}

Basket any_basket()
{
    std::vector<LineItem> lines;
    const int count = one_of<int>({1, 2, 3, 4});
    for (int i = 0; i < count; ++i) {
        lines.push_back(line(i + 1, one_of<std::string>({"A", "B", "C"}),
                             one_of<std::int64_t>({0, 1, 1, 99, 100, 100, 1'999}),
                             one_of<std::int64_t>({1, 1, 2, 3, 7})));
        if (one_of<int>({0, 0, 0, 1}) == 1) lines.back().no_discount = true;
    }
    Basket it = basket(std::move(lines));
    it.member = member();
    it.redeem.points = Points::of(one_of<std::int64_t>({0, 0, 50, 100'000}));
    return it;
}

}  // namespace

TEST_CASE("Every amount of a priced basket adds up, by line and in all", "[core][price][property]")
{
    rc::prop("parts add up and nothing is negative", [] {
        const Programme rules = any_programme();
        const Basket sale = any_basket();
        const PricedBasket sold = priced(sale, rules);
        Money gross;
        Money discount;
        Money redeemed;
        Points points;
        for (const PricedLine& part : sold.lines) {
            Money whys;
            for (const Why& why : part.why) whys += why.off;
            RC_ASSERT(part.gross - part.net == whys);
            RC_ASSERT(part.net == part.gross - part.discount - part.redeemed);
            RC_ASSERT(part.net >= Money{});
            gross += part.gross;
            discount += part.discount;
            redeemed += part.redeemed;
            points += part.points;
        }
        RC_ASSERT(gross == sold.gross);
        RC_ASSERT(discount == sold.discount);
        RC_ASSERT(redeemed == sold.redeemed_worth);
        RC_ASSERT(points == sold.points_earned);
        RC_ASSERT(sold.total == net_total(sold) + sold.cash_rounding);
        Money applied;
        for (const AppliedOffer& offer : sold.applied) applied += offer.off.value_or(Money{});
        RC_ASSERT(applied == sold.discount);
    });
}

TEST_CASE("Buying and returning in any two parts ends where it began", "[core][refund][property]")
{
    rc::prop("money, points and spend return to nothing", [] {
        const PreparedProgramme rules{any_programme()};
        SaleEntry sale;
        sale.id = TransactionId{"T1"};
        sale.basket = any_basket();
        sale.priced = price(sale.basket, rules).value();

        const LineItem& first = sale.basket.lines.front();
        const auto pieces =
            *rc::gen::inRange<std::int64_t>(1, first.quantity.in_thousandths() / 1000 + 1);
        const std::vector<ReturnedLine> some{{first.line, Quantity::pieces(pieces)}};
        std::vector<Refund> refunds;
        refunds.push_back(refund_of(sale, refunds, some, rules).value());
        if (!refunds.front().whole || sale.priced.lines.size() > 1) {
            const auto rest = refund_of(sale, refunds, {}, rules);
            if (rest) refunds.push_back(*rest);
        }
        Money amount;
        Money spend;
        Points taken;
        Points given;
        for (const Refund& refund : refunds) {
            RC_ASSERT(refund.amount >= Money{});
            amount += refund.amount;
            spend += refund.spend;
            taken += refund.taken_back;
            given += refund.given_back;
        }
        RC_ASSERT(refunds.back().whole);
        RC_ASSERT(amount == sale.priced.total);
        RC_ASSERT(spend == net_total(sale.priced));
        RC_ASSERT(taken == sale.priced.points_earned);
        RC_ASSERT(given == sale.priced.redeemed_points);
        RC_ASSERT(refund_of(sale, refunds, {}, rules).error() == Errc::already_returned);
    });
}
