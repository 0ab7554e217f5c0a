#include "samples.hpp"

#include <loyal/core/price.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;

namespace {

std::vector<Money> nets(const PricedBasket& priced)
{
    std::vector<Money> list;
    for (const PricedLine& line : priced.lines) list.push_back(line.net);
    return list;
}

std::string declined_for(const PricedBasket& priced)
{
    return priced.declined.empty() ? "" : priced.declined.front().condition;
}

}  // namespace

TEST_CASE("A basket without offers costs its gross", "[core][price]")
{
    const PricedBasket sold =
        priced(basket({line(1, "A", 1'000, 2), line(2, "B", 50)}), programme());
    CHECK(sold.total == fen(2'050));
    CHECK(sold.gross == fen(2'050));
    CHECK(sold.points_earned == Points{});  // nobody to earn them
    CHECK_FALSE(sold.tier);
}

TEST_CASE("Percent takes a line's units together and rounds once", "[core][price]")
{
    // 3 × 0.05 together are 0.15; 10 % of it is 0.015, rounded to 0.02. One by one it were 0.03.
    Programme it = programme();
    it.offers = {offer("ten", "promotion", PercentReward{BasisPoints{1'000}})};
    CHECK(priced(basket({line(1, "A", 5, 3)}), it).discount == fen(2));
}

TEST_CASE("Per-piece rewards take their amount off every piece of every line", "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("off", "promotion", AmountReward{fen(500)})};
    // A piece never costs less than nothing.
    CHECK(nets(priced(basket({line(1, "A", 10'000), line(2, "B", 300, 2)}), it)) ==
          std::vector{fen(9'500), fen(0)});

    FixedReward fixed;
    fixed.prices = {{Sku{"A"}, fen(900)}, {Sku{"B"}, fen(900)}};
    it.offers = {offer("member-price", "price", fixed)};
    // Only where that is lower; C has no such price.
    CHECK(nets(priced(basket({line(1, "A", 1'000, 2), line(2, "B", 800), line(3, "C", 700)}),
                      it)) == std::vector{fen(1'800), fen(800), fen(700)});
}

TEST_CASE("A weighed line is one unit and its price goes by weight", "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("kilo", "price", FixedReward{fen(1'000), {}})};
    LineItem apples = line(1, "APPLE", 1'200);
    apples.quantity = Quantity::thousandths(350);
    // 0.350 kg: 12.00 → 4.20, at 10.00 a kilogram 3.50.
    CHECK(nets(priced(basket({apples}), it)) == std::vector{fen(350)});
}

TEST_CASE("Second at half price halves the cheaper of each pair", "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("pair", "promotion", NthReward{1, 1, BasisPoints{5'000}, true, false})};
    // Pairs (100, 80) and (60, 40): 40 + 20 off; the fifth piece stands alone.
    const PricedBasket sold =
        priced(basket({line(1, "A", 10'000), line(2, "B", 8'000), line(3, "C", 6'000),
                       line(4, "D", 4'000), line(5, "E", 1'000)}),
               it);
    CHECK(sold.discount == fen(6'000));
    CHECK(sold.applied.at(0).applications == 2);
}

TEST_CASE("Buy two get one free gives one in three, once where it does not repeat", "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("three", "promotion", NthReward{2, 1, BasisPoints{10'000}, true, false})};
    CHECK(priced(basket({line(1, "A", 500, 7)}), it).discount == fen(1'000));
    it.offers = {offer("three", "promotion", NthReward{2, 1, BasisPoints{10'000}, false, false})};
    CHECK(priced(basket({line(1, "A", 500, 7)}), it).discount == fen(500));
}

TEST_CASE("The same-item rule pairs pieces of one item only", "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("pair", "promotion", NthReward{1, 1, BasisPoints{5'000}, true, true})};
    CHECK(priced(basket({line(1, "A", 500), line(2, "B", 500)}), it).discount == fen(0));
    CHECK(priced(basket({line(1, "A", 500), line(2, "B", 400, 2)}), it).discount == fen(200));
}

TEST_CASE("Spend takes the highest step reached, on the lower bound too", "[core][price]")
{
    Programme it = programme();
    SpendReward steps;
    steps.steps = {{fen(10'000), fen(1'000), {}}, {fen(20'000), fen(3'000), {}}};
    it.offers = {offer("spend", "promotion", steps)};
    CHECK(priced(basket({line(1, "A", 20'000)}), it).discount == fen(3'000));
    CHECK(priced(basket({line(1, "A", 19'999)}), it).discount == fen(1'000));
    const PricedBasket below = priced(basket({line(1, "A", 8'800)}), it);
    CHECK(below.discount == fen(0));
    CHECK(below.declined.at(0).text.en == "¥12.00 short of ¥100.00");
    CHECK(below.declined.at(0).text.zh_cn == "还差 ¥12.00 就满 ¥100.00");
}

TEST_CASE("Every full hundred takes ten off, as often as allowed", "[core][price]")
{
    Programme it = programme();
    SpendReward every;
    every.every = SpendEvery{fen(10'000), fen(1'000), 2};
    it.offers = {offer("every", "promotion", every)};
    CHECK(priced(basket({line(1, "A", 19'900)}), it).discount == fen(1'000));
    CHECK(priced(basket({line(1, "A", 35'000)}), it).discount == fen(2'000));
}

TEST_CASE("Basket percent stops at its most", "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("all", "promotion", BasketPercentReward{BasisPoints{1'000}, fen(500)})};
    CHECK(priced(basket({line(1, "A", 3'000)}), it).discount == fen(300));
    CHECK(priced(basket({line(1, "A", 9'000)}), it).discount == fen(500));
}

TEST_CASE("Of two offers on one line the better is taken and the other is said to be worse",
          "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("five", "promotion", PercentReward{BasisPoints{500}}),
                 offer("ten", "promotion", PercentReward{BasisPoints{1'000}})};
    const PricedBasket sold = priced(basket({line(1, "A", 1'000)}), it);
    CHECK(sold.discount == fen(100));
    CHECK(sold.applied.at(0).offer.value() == "ten");
    CHECK(declined_for(sold) == "better");
}

TEST_CASE("A later layer works on what the one before left", "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("half", "promotion", PercentReward{BasisPoints{5'000}}),
                 offer("tenth", "member", PercentReward{BasisPoints{1'000}})};
    CHECK(priced(basket({line(1, "A", 1'000)}), it).total == fen(450));
}

TEST_CASE("A line that takes no discount earns points and nothing else", "[core][price]")
{
    Programme it = programme();
    it.points.redeem =
        RedeemRule{Points::of(100), fen(100), {}, Points::of(100), BasisPoints{10'000}, {}};
    it.offers = {offer("half", "promotion", PercentReward{BasisPoints{5'000}})};
    Basket sale = basket({line(1, "CARD", 10'000)});
    sale.lines[0].no_discount = true;
    sale.member = member();
    sale.redeem.points = Points::of(1'000);
    const PricedBasket sold = priced(sale, it);
    CHECK(sold.total == fen(10'000));
    CHECK(sold.redeemed_points == Points{});
    CHECK(sold.points_earned == Points::of(100));
}

TEST_CASE("Pieces limited per basket are those that gain most", "[core][price]")
{
    Programme it = programme();
    Offer two = offer("two", "promotion", PercentReward{BasisPoints{5'000}});
    two.limit.units = 2;
    it.offers = {two};
    // The two dearest of 100, 80, 80: 50 + 40.
    CHECK(priced(basket({line(1, "A", 8'000, 2), line(2, "B", 10'000)}), it).discount ==
          fen(9'000));
}

TEST_CASE("A limit per member counts what was used before", "[core][price]")
{
    Programme it = programme();
    Offer pair = offer("pair", "promotion", NthReward{1, 1, BasisPoints{5'000}, true, false});
    pair.limit.per_member = 2;
    it.offers = {pair};
    Basket sale = basket({line(1, "A", 100, 6)});
    sale.member = member();
    CHECK(priced(sale, it).applied.at(0).applications == 2);
    sale.member->used[OfferId{"pair"}] = 1;
    CHECK(priced(sale, it).discount == fen(50));
    sale.member->used[OfferId{"pair"}] = 2;
    CHECK(declined_for(priced(sale, it)) == "limit");
}

TEST_CASE("An exclusive offer takes part only where the basket is cheaper with it", "[core][price]")
{
    Programme it = programme();
    Offer alone = offer("alone", "promotion", PercentReward{BasisPoints{1'500}});
    alone.exclusive = true;
    alone.items.all.sku = {Sku{"A"}};
    it.offers = {offer("ten", "promotion", PercentReward{BasisPoints{1'000}}), alone,
                 offer("member", "member", PercentReward{BasisPoints{1'000}})};
    // Without it A costs 100 − 10 − 9 = 81; with it 85.
    CHECK(priced(basket({line(1, "A", 10'000)}), it).total == fen(8'100));
    it.offers[1].reward = PercentReward{BasisPoints{2'000}};
    // With it A costs 80, and B goes through the other layers: 81.
    CHECK(priced(basket({line(1, "A", 10'000), line(2, "B", 10'000)}), it).total == fen(16'100));
}

TEST_CASE("A gift is a line at price nothing, marked with its offer", "[core][price]")
{
    Programme it = programme();
    Offer gift =
        offer("cup", "promotion", GiftReward{Sku{"CUP"}, Quantity::pieces(1), fen(900), {}});
    gift.when.min_spend = fen(5'000);
    it.offers = {gift};
    const PricedBasket sold = priced(basket({line(1, "A", 5'000)}), it);
    REQUIRE(sold.lines.size() == 2);
    CHECK(sold.lines[1].gift == OfferId{"cup"});
    CHECK(sold.lines[1].net == fen(0));
    CHECK(sold.total == fen(5'000));
    CHECK(declined_for(priced(basket({line(1, "A", 4'999)}), it)) == "min_spend");
}

TEST_CASE("The first condition that failed is the reason", "[core][price]")
{
    Programme it = programme();
    Offer gold = offer("gold", "member", PercentReward{BasisPoints{1'000}});
    gold.when.member = true;
    gold.when.tiers = {TierCode{"gold"}};
    gold.when.min_spend = fen(1'000'000);
    it.offers = {gold};
    Basket sale = basket({line(1, "A", 100)});
    CHECK(declined_for(priced(sale, it)) == "member");
    sale.member = member();
    CHECK(declined_for(priced(sale, it)) == "tiers");
    sale.member->tier = TierCode{"gold"};
    CHECK(declined_for(priced(sale, it)) == "min_spend");
}

TEST_CASE("Offers of other stores, channels and days are not mentioned", "[core][price]")
{
    Programme it = programme();
    Offer other = offer("other", "promotion", PercentReward{BasisPoints{1'000}});
    const int which = GENERATE(0, 1, 2, 3, 4, 5);
    // The basket is sold in S1 on Sunday 22 November 2026 at 18:30.
    if (which == 0) other.when.stores = {StoreId{"S2"}};
    if (which == 1) other.when.channel = {"online"};
    if (which == 2) other.when.dates = DateRange{{}, parse_date("2026-11-21")};
    if (which == 3) other.when.weekdays = {1, 2, 3, 4, 5, 6};
    if (which == 4) other.when.days_of_month = {8, 18, 28};
    if (which == 5) other.when.hours = {{9 * 60, 18 * 60 + 30}};
    it.offers = {other};
    const PricedBasket sold = priced(basket({line(1, "A", 100)}), it);
    CHECK(sold.discount == fen(0));
    CHECK(sold.declined.empty());
}

TEST_CASE("Hours may pass midnight and a category matches whole segments", "[core][price]")
{
    Programme it = programme();
    Offer night = offer("night", "promotion", PercentReward{BasisPoints{1'000}});
    night.when.hours = {{18 * 60, 2 * 60}};
    night.items.all.category = {"food/fruit"};
    it.offers = {night};
    Basket sale = basket({line(1, "A", 100), line(2, "B", 100), line(3, "C", 100)});
    sale.lines[0].category = "food/fruit/apple";
    sale.lines[1].category = "food/fruits";
    sale.lines[2].category = "food";
    CHECK(nets(priced(sale, it)) == std::vector{fen(90), fen(100), fen(100)});
}

TEST_CASE("A birthday on 29 February is kept on the 28th, across New Year too", "[core][price]")
{
    Programme it = programme();
    Offer birthday = offer("birthday", "member", PercentReward{BasisPoints{1'000}});
    birthday.when.birthday = BirthdayCondition{false, 1, 2};
    it.offers = {birthday};
    Basket sale = basket({line(1, "A", 100)});
    sale.member = member();
    const auto off = [&](const char* at, const char* born) {
        sale.at = *parse_instant(at);
        sale.member->birthday = parse_date(born);
        return priced(sale, it).discount;
    };
    CHECK(off("2026-02-28T12:00:00+08:00", "2000-02-29") == fen(10));
    CHECK(off("2026-02-27T12:00:00+08:00", "2000-02-29") == fen(10));
    CHECK(off("2026-02-26T12:00:00+08:00", "2000-02-29") == fen(0));
    CHECK(off("2026-01-01T12:00:00+08:00", "1990-12-31") == fen(10));
    CHECK(off("2025-12-31T12:00:00+08:00", "1990-01-01") == fen(10));
    CHECK(off("2026-01-03T12:00:00+08:00", "1990-12-31") == fen(0));
}

TEST_CASE("A coupon is used up only by an offer that gave something", "[core][price]")
{
    Programme it = programme();
    SpendReward steps;
    steps.steps = {{fen(20'000), fen(3'000), {}}};
    Offer offer_of_coupon = offer("autumn", "coupon", steps);
    offer_of_coupon.when.coupon = CampaignId{"autumn"};
    it.offers = {offer_of_coupon};
    Basket sale = basket({line(1, "A", 20'000)});
    CHECK(declined_for(priced(sale, it)) == "coupon");
    sale.coupons = {{CouponCode{"C1"}, CampaignId{"autumn"}},
                    {CouponCode{"C2"}, CampaignId{"autumn"}},
                    {CouponCode{"C3"}, CampaignId{"winter"}}};
    const PricedBasket sold = priced(sale, it);
    CHECK(sold.discount == fen(3'000));
    CHECK(sold.coupons[0].used);
    CHECK_FALSE(sold.coupons[1].used);
    CHECK_FALSE(sold.coupons[2].used);
    sale.lines[0].unit_price = fen(19'000);
    const PricedBasket kept = priced(sale, it);
    CHECK_FALSE(kept.coupons[0].used);
    CHECK(kept.coupons[0].text->en == "¥10.00 short of ¥200.00");
}

TEST_CASE("Redemption is cut to balance, share of the basket and step, and has a minimum",
          "[core][price]")
{
    Programme it = programme();
    it.points.redeem = RedeemRule{Points::of(100), fen(100),           Points::of(500),
                                  Points::of(200), BasisPoints{5'000}, {}};
    Basket sale = basket({line(1, "A", 3'000)});
    sale.member = member();
    sale.redeem.points = Points::of(5'000);
    // Half of 30.00 is 1,500 points; the step of 200 leaves 1,400.
    CHECK(priced(sale, it).redeemed_points == Points::of(1'400));
    CHECK(priced(sale, it).total == fen(1'600));
    // Nobody earns points on points: 16 on the 16.00 that are paid.
    CHECK(priced(sale, it).points_earned == Points::of(16));
    sale.member->points->spendable = Points::of(700);
    CHECK(priced(sale, it).redeemed_points == Points::of(600));
    sale.member->points->spendable = Points::of(499);
    const PricedBasket declined = priced(sale, it);
    CHECK(declined.redeemed_points == Points{});
    // In steps of 200 the least that reaches 500 is 600.
    CHECK(declined.redeem_declined->en == "Needs 600 points; 499 can be used");
}

TEST_CASE("Cash is rounded to the smallest coin, only the rest that is paid in cash",
          "[core][price]")
{
    Programme it = programme();
    it.cash_rounding = fen(10);
    Basket sale = basket({line(1, "A", 1'234)});
    CHECK(priced(sale, it).total == fen(1'234));
    sale.tender = TenderType::cash;
    CHECK(priced(sale, it).total == fen(1'230));
    sale.tenders = {{TenderType::mobile, fen(1'000), {}, {}}, {TenderType::cash, fen(235), {}, {}}};
    CHECK(priced(sale, it).total == fen(1'230));
    sale.lines[0].unit_price = fen(1'235);
    CHECK(priced(sale, it).cash_rounding == fen(5));
    sale.tenders = {{TenderType::cash, fen(1'000), {}, {}}, {TenderType::mobile, fen(235), {}, {}}};
    CHECK(priced(sale, it).total == fen(1'235));
}

TEST_CASE("Points multiply by the best multiplier and the tier, rounded down once", "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("double", "member", PointsReward{BasisPoints{20'000}, {}, {}, {}}),
                 offer("half-more", "member", PointsReward{BasisPoints{15'000}, {}, {}, {}}),
                 offer("bonus", "member", PointsReward{{}, Points::of(7), {}, {}}),
                 offer("each", "member", PointsReward{{}, {}, Points::of(2), {}})};
    Basket sale = basket({line(1, "A", 1'350, 1), line(2, "B", 1'000, 2)});
    sale.member = member();
    sale.member->tier = TierCode{"gold"};
    // Base 33.50: 33, doubled 66, × 1.5 = 99; bonus 7; 2 for each of 3 pieces.
    const PricedBasket sold = priced(sale, it);
    CHECK(sold.points_earned == Points::of(112));
    CHECK(sold.points_bonus == Points::of(13));
    // 112 over 13.50 and 20.00: 45.13 and 66.87.
    CHECK(sold.lines[0].points == Points::of(45));
    CHECK(sold.lines[1].points == Points::of(67));
}

TEST_CASE("Points stop at the day's most and start at the least", "[core][price]")
{
    Programme it = programme();
    it.points.earn.most_per_day = Points::of(100);
    it.points.earn.min = Points::of(10);
    Basket sale = basket({line(1, "A", 7'000)});
    sale.member = member();
    sale.member->points->accrued_today = Points::of(60);
    CHECK(priced(sale, it).points_earned == Points::of(40));
    sale.lines[0].unit_price = fen(999);
    CHECK(priced(sale, it).points_earned == Points{});
}

TEST_CASE("A sale lifts the tier on the inclusive bound, and tells how far it is", "[core][price]")
{
    Basket sale = basket({line(1, "A", 40'000)});
    sale.member = member();
    const Window month{Window::Kind::calendar_month, 1, false};
    sale.member->metrics = {{Metric::spend, month, 59'999}};
    const PricedBasket short_of = priced(sale, programme());
    CHECK(short_of.tier->id == TierCode{"basic"});
    CHECK(short_of.tier->next->missing.at(0).missing == 1);
    sale.member->metrics[0].value = 60'000;
    const PricedBasket reached = priced(sale, programme());
    CHECK(reached.tier->id == TierCode{"gold"});
    CHECK(reached.tier->before == TierCode{"basic"});
    CHECK_FALSE(reached.tier->next);
    // What was earned is earned in the tier before the sale.
    CHECK(reached.points_earned == Points::of(400));
}

TEST_CASE("A reward for points applies only on request, as often as the points reach",
          "[core][price]")
{
    Programme it = programme();
    Offer half = offer("half", "member", NthReward{0, 1, BasisPoints{5'000}, true, false});
    half.cost = Points::of(300);
    it.offers = {half};
    Basket sale = basket({line(1, "A", 1'000, 3)});
    sale.member = member();
    CHECK(priced(sale, it).discount == fen(0));
    sale.redeem.offers = {OfferId{"half"}, OfferId{"half"}};
    const PricedBasket sold = priced(sale, it);
    CHECK(sold.discount == fen(1'000));
    CHECK(sold.redeemed_points == Points::of(600));
    sale.member->points->spendable = Points::of(599);
    CHECK(priced(sale, it).discount == fen(500));
}

TEST_CASE("A basket with another currency, an unknown tier or too much money is refused",
          "[core][price]")
{
    const PreparedProgramme prepared{programme()};
    Basket sale = basket({line(1, "A", 100)});
    sale.currency = "USD";
    CHECK(price(sale, prepared).error().member == "currency");
    sale.currency = "CNY";
    sale.member = member();
    sale.member->tier = TierCode{"platinum"};
    CHECK(price(sale, prepared).error().member == "member.tier");
    sale.member.reset();
    sale.lines = {line(1, "A", Money::limit), line(2, "B", 1)};
    CHECK(price(sale, prepared).error().member == "lines");
}

TEST_CASE("Six thousand pieces in a line are priced as one class of units", "[core][price]")
{
    Programme it = programme();
    it.offers = {offer("pair", "promotion", NthReward{1, 1, BasisPoints{5'000}, true, false}),
                 offer("ten", "member", PercentReward{BasisPoints{1'000}})};
    // 3,000 pairs of 19.90: 9.95 off each; then a tenth of 89,550.00.
    const PricedBasket sold = priced(basket({line(1, "A", 1'990, 6'000)}), it);
    CHECK(sold.optimal);
    CHECK(sold.applied.at(0).applications == 3'000);
    CHECK(sold.total == fen(8'059'500));
}
