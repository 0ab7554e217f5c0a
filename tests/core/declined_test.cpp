#include "samples.hpp"

#include <loyal/core/price.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;

namespace {

SpendReward steps(std::vector<SpendStep> list)
{
    SpendReward it;
    it.steps = std::move(list);
    return it;
}

Basket with_coupon(std::vector<LineItem> lines)
{
    Basket it = basket(std::move(lines));
    it.member = member();
    it.coupons = {{CouponCode{"C1"}, CampaignId{"autumn"}}};
    return it;
}

Offer for_coupon(Offer it)
{
    it.when.coupon = CampaignId{"autumn"};
    return it;
}

}  // namespace

TEST_CASE("A gift that the basket does not reach says what is missing", "[core][declined]")
{
    Programme it = programme();
    GiftReward cup{Sku{"CUP"}, Quantity::pieces(2), fen(900), {}};
    cup.every = GiftEvery{fen(10'000), {}, 2};
    it.offers = {offer("cup", "promotion", cup)};
    const PricedBasket sold = priced(basket({line(1, "A", 9'900)}), it);
    REQUIRE(sold.declined.size() == 1);
    CHECK(sold.declined[0].condition == "min_spend");
    CHECK(sold.declined[0].text.en == "¥1.00 short of ¥100.00");
    CHECK(sold.declined[0].text.zh_cn == "还差 ¥1.00 就满 ¥100.00");
    // Two for each full hundred, at most twice.
    CHECK(priced(basket({line(1, "A", 10'000)}), it).lines.at(1).quantity == Quantity::pieces(2));
    CHECK(priced(basket({line(1, "A", 50'000)}), it).lines.at(1).quantity == Quantity::pieces(4));

    cup.every = GiftEvery{{}, Quantity::pieces(3), 0};
    it.offers = {offer("cup", "promotion", cup)};
    CHECK(priced(basket({line(1, "A", 100, 2)}), it).declined.at(0).text.zh_cn ==
          "还差 1 件就满 3 件");
}

TEST_CASE("A spend offer that the layers before brought under its step says so", "[core][declined]")
{
    Programme it = programme();
    it.offers = {offer("ten", "member", PercentReward{BasisPoints{1'000}}),
                 offer("spend", "coupon", steps({{fen(10'000), fen(1'000), {}}}))};
    // 105.00 less a tenth is 94.50.
    const PricedBasket sold = priced(basket({line(1, "A", 10'500)}), it);
    CHECK(sold.discount == fen(1'050));
    REQUIRE(sold.declined.size() == 1);
    CHECK(sold.declined[0].condition == "min_spend");
    CHECK(sold.declined[0].text.en == "¥5.50 short of ¥100.00");
}

TEST_CASE("The next step of a spend offer says what it takes and gives", "[core][declined]")
{
    Programme it = programme();
    it.offers = {
        offer("spend", "promotion",
              steps({{fen(10'000), fen(1'000), {}}, {fen(20'000), {}, BasisPoints{1'250}}}))};
    const PricedBasket below = priced(basket({line(1, "A", 9'999)}), it);
    REQUIRE(below.next_steps.size() == 1);
    CHECK(below.next_steps[0].missing == fen(1));
    CHECK(below.next_steps[0].off == fen(1'000));
    CHECK(below.next_steps[0].text.zh_cn == "再买 ¥0.01 就满 ¥100.00，立减 ¥10.00");
    CHECK(below.next_steps[0].text.en == "¥0.01 more reaches ¥100.00: ¥10.00 off");

    const PricedBasket first = priced(basket({line(1, "A", 10'000)}), it);
    REQUIRE(first.next_steps.size() == 1);
    CHECK(first.next_steps[0].offer == OfferId{"spend"});
    CHECK(first.next_steps[0].missing == fen(10'000));
    CHECK_FALSE(first.next_steps[0].off);
    CHECK(first.next_steps[0].bp == BasisPoints{1'250});
    CHECK(first.next_steps[0].text.zh_cn == "再买 ¥100.00 就满 ¥200.00，打 8.75 折");
    CHECK(first.next_steps[0].text.en == "¥100.00 more reaches ¥200.00: 12.5% off");

    CHECK(priced(basket({line(1, "A", 20'000)}), it).next_steps.empty());
}

TEST_CASE("Another full amount is a next step until there are enough", "[core][declined]")
{
    Programme it = programme();
    SpendReward every;
    every.every = SpendEvery{fen(10'000), fen(1'000), 2};
    it.offers = {offer("ten", "price", PercentReward{BasisPoints{1'000}}),
                 offer("every", "promotion", every)};
    // 150.00 less a tenth is 135.00: 65.00 to the second hundred.
    const PricedBasket once = priced(basket({line(1, "A", 15'000)}), it);
    REQUIRE(once.next_steps.size() == 1);
    CHECK(once.next_steps[0].missing == fen(6'500));
    CHECK(once.next_steps[0].off == fen(1'000));
    CHECK(once.next_steps[0].text.zh_cn == "再买 ¥65.00，再减 ¥10.00");
    CHECK(once.next_steps[0].text.en == "¥65.00 more takes another ¥10.00 off");
    CHECK(priced(basket({line(1, "A", 30'000)}), it).next_steps.empty());
}

TEST_CASE("An offer that gave way to a better one has no next step", "[core][declined]")
{
    Programme it = programme();
    it.offers = {
        offer("half", "promotion", PercentReward{BasisPoints{5'000}}),
        offer("spend", "promotion", steps({{fen(100), fen(10), {}}, {fen(90'000), fen(20), {}}}))};
    const PricedBasket sold = priced(basket({line(1, "A", 1'000)}), it);
    CHECK(sold.declined.at(0).condition == "better");
    CHECK(sold.next_steps.empty());
}

TEST_CASE("A coupon is used up by a gift or by points that it brought", "[core][declined]")
{
    Programme it = programme();
    it.points.earn.most_per_day = Points::of(50);
    const bool of_points = GENERATE(true, false);
    if (of_points) {
        it.offers = {
            for_coupon(offer("bonus", "coupon", PointsReward{{}, Points::of(20), {}, {}}))};
    } else {
        it.offers = {for_coupon(
            offer("cup", "coupon", GiftReward{Sku{"CUP"}, Quantity::pieces(1), {}, {}}))};
    }
    CHECK(priced(with_coupon({line(1, "A", 1'000)}), it).coupons.at(0).used);
    // The day's fifty points are earned without the bonus: it gave nothing.
    const CouponOutcome late = priced(with_coupon({line(1, "A", 5'000)}), it).coupons.at(0);
    CHECK(late.used == !of_points);
    if (of_points) CHECK(late.text->en == "Gives nothing on this sale; the coupon is kept");
}

TEST_CASE("A coupon that stays says why", "[core][declined]")
{
    Programme it = programme();
    Offer ten = for_coupon(offer("ten", "coupon", PercentReward{BasisPoints{1'000}}));
    ten.when.min_quantity = Quantity::pieces(2);
    ten.items.all.sku = {Sku{"A"}};
    it.offers = {ten};
    const auto text = [&](const Basket& sale) {
        const CouponOutcome outcome = priced(sale, it).coupons.at(0);
        return outcome.used ? "used" : outcome.text->en;
    };
    CHECK(text(with_coupon({line(1, "A", 1'000, 2)})) == "used");
    CHECK(text(with_coupon({line(1, "A", 1'000)})) == "1 short of 2 pieces");
    CHECK(text(with_coupon({line(1, "B", 1'000, 2)})) ==
          "Gives nothing on this sale; the coupon is kept");
    Basket without = with_coupon({line(1, "A", 1'000, 2)});
    without.without = {OfferId{"ten"}};
    CHECK(text(without) == "The offer was left out of this sale; the coupon is kept");
    Basket other = with_coupon({line(1, "A", 1'000, 2)});
    other.coupons[0].campaign = CampaignId{"winter"};
    CHECK(text(other) == "No offer for this coupon; it is kept");
}

TEST_CASE("One coupon serves every group of its offer", "[core][declined]")
{
    Programme it = programme();
    it.offers = {
        for_coupon(offer("pair", "coupon", NthReward{1, 1, BasisPoints{10'000}, true, false}))};
    const PricedBasket sold = priced(with_coupon({line(1, "A", 100, 6)}), it);
    CHECK(sold.applied.at(0).applications == 3);
    CHECK(sold.coupons.at(0).used);
}

TEST_CASE("A redemption that is declined says which bound stopped it", "[core][declined]")
{
    Programme it = programme();
    it.points.redeem = RedeemRule{Points::of(100), fen(100),           Points::of(500),
                                  Points::of(100), BasisPoints{5'000}, {}};
    Basket sale = basket({line(1, "A", 3'000)});
    sale.member = member();
    sale.redeem.points = Points::of(400);
    CHECK(priced(sale, it).redeem_declined->en == "At least 500 points at a time");
    CHECK(priced(sale, it).redeem_declined->zh_cn == "一次至少用 500 分");
    sale.redeem.points = Points::of(500);
    CHECK_FALSE(priced(sale, it).redeem_declined);
    sale.lines[0].unit_price = fen(999);
    CHECK(priced(sale, it).redeem_declined->en == "At least 500 points; this sale can take 400");
}
