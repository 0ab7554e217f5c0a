#include "generated.hpp"

#include <loyal/core/price.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace loyal;
using namespace loyal::samples;
using namespace loyal::generated;

namespace {

// The sums of a basket whose lines come in another order and are numbered anew.
Basket rescanned(Basket basket)
{
    std::vector<LineItem> lines = std::move(basket.lines);
    basket.lines.clear();
    while (!lines.empty()) {
        const auto next = lines.begin() + number(0, std::ssize(lines) - 1);
        basket.lines.push_back(std::move(*next));
        basket.lines.back().line = static_cast<LineNumber>(basket.lines.size());
        lines.erase(next);
    }
    return basket;
}

Basket shuffled(Basket basket)
{
    std::vector<LineItem> lines = std::move(basket.lines);
    basket.lines.clear();
    while (!lines.empty()) {
        const auto next = lines.begin() + number(0, std::ssize(lines) - 1);
        basket.lines.push_back(std::move(*next));
        lines.erase(next);
    }
    return basket;
}

// Offers of one layer, none of them exclusive.
Programme single_layer()
{
    Programme it = any_programme();
    for (Offer& offer : it.offers) {
        offer.layer = "promotion";
        offer.exclusive = false;
    }
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

TEST_CASE("The order of the lines changes nothing, their numbers only who gets an odd fen",
          "[core][price][property]")
{
    rc::prop("the same lines in another order have the same price, line by line", [] {
        const PreparedProgramme rules{any_programme()};
        const Basket sale = any_basket();
        const Basket other = shuffled(sale);
        PricedBasket first = price(sale, rules).value();
        PricedBasket second = price(other, rules).value();
        std::ranges::sort(first.lines, {}, &PricedLine::line);
        std::ranges::sort(second.lines, {}, &PricedLine::line);
        RC_ASSERT(first == second);
    });
    rc::prop("numbered in another order, the offers of one layer take the same sum", [] {
        const PreparedProgramme rules{single_layer()};
        const Basket sale = any_basket();
        const PricedBasket first = price(sale, rules).value();
        const PricedBasket second = price(rescanned(sale), rules).value();
        RC_PRE(first.optimal && second.optimal);
        RC_ASSERT(first.discount == second.discount);
    });
}

TEST_CASE("More offers never make a basket dearer", "[core][price][property]")
{
    rc::prop("of one layer, none exclusive, before redemption", [] {
        Programme more = single_layer();
        Programme less = more;
        if (!less.offers.empty()) less.offers.erase(less.offers.begin());
        const Basket sale = any_basket();
        const PricedBasket with_more = priced(sale, more);
        RC_PRE(with_more.optimal);
        RC_ASSERT(with_more.discount >= priced(sale, less).discount);
    });
}

TEST_CASE("The same basket has the same price every time", "[core][price][property]")
{
    rc::prop("one programme, one basket, one answer", [] {
        const PreparedProgramme rules{any_programme()};
        const Basket sale = any_basket();
        RC_ASSERT(price(sale, rules).value() == price(sale, rules).value());
    });
}
