#include "samples.hpp"

#include <loyal/core/price.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;

namespace {

Offer multiplier(const char* id, std::int32_t bp)
{
    return offer(id, "member", PointsReward{BasisPoints{bp}, {}, {}, {}});
}

Basket bought(std::vector<LineItem> lines)
{
    Basket it = basket(std::move(lines));
    it.member = member();
    return it;
}

}  // namespace

TEST_CASE("Steps, multipliers and tier are rounded down together", "[core][points]")
{
    // 37 steps, and half of 16 more: 45 × 1.2 = 54. Apart it were 44 + 9.
    Programme it = programme();
    it.tiers[0].points = BasisPoints{12'000};
    Offer more = multiplier("more", 15'000);
    more.items.all.sku = {Sku{"A"}};
    it.offers = {more};
    CHECK(priced(bought({line(1, "A", 1'650), line(2, "B", 2'100)}), it).points_earned ==
          Points::of(54));
}

TEST_CASE("On each line the best multiplier counts, on its lines together", "[core][points]")
{
    Programme it = programme();
    Offer triple = multiplier("triple", 30'000);
    triple.items.all.sku = {Sku{"B"}};
    it.offers = {multiplier("double", 20'000), triple};
    // 3.60 earn 3. A's and C's 2.40 give 2 more, B's 1.20 gives 2 × 1 more.
    const PricedBasket sold =
        priced(bought({line(1, "A", 120), line(2, "B", 120), line(3, "C", 120)}), it);
    CHECK(sold.points_earned == Points::of(7));
    CHECK(sold.points_multiplier == BasisPoints{30'000});
    REQUIRE(sold.applied.size() == 2);
}

TEST_CASE("What a multiplier adds stops at its most", "[core][points]")
{
    Programme it = programme();
    it.tiers[0].points = BasisPoints{20'000};
    it.offers = {
        offer("double", "member", PointsReward{BasisPoints{20'000}, {}, {}, Points::of(4)})};
    // 10 steps and 4 more, each worth two points.
    CHECK(priced(bought({line(1, "A", 1'000)}), it).points_earned == Points::of(28));
}

TEST_CASE("What earns nothing neither counts nor carries points", "[core][points]")
{
    Programme it = programme();
    it.points.earn.exclude.category = {"gift_card"};
    it.offers = {offer("cup", "promotion", GiftReward{Sku{"CUP"}, Quantity::pieces(1), {}, {}})};
    Basket sale = bought({line(1, "CARD", 10'000), line(2, "A", 150), line(3, "B", 150)});
    sale.lines[0].category = "gift_card/shop";
    const PricedBasket sold = priced(sale, it);
    CHECK(sold.points_earned == Points::of(3));
    REQUIRE(sold.lines.size() == 4);
    CHECK(sold.lines[0].points == Points{});
    CHECK(sold.lines[1].points == Points::of(2));
    CHECK(sold.lines[2].points == Points::of(1));
    CHECK(sold.lines[3].points == Points{});
}

TEST_CASE("Points per piece go by weight on a line that is one unit", "[core][points]")
{
    Programme it = programme();
    it.offers = {offer("each", "member", PointsReward{{}, {}, Points::of(10), {}})};
    Basket sale = bought({line(1, "A", 0, 3), line(2, "APPLE", 0)});
    sale.lines[1].quantity = Quantity::thousandths(1'250);
    sale.lines[1].weighed = true;
    CHECK(priced(sale, it).points_earned == Points::of(42));  // 30 and 12.5, rounded down
}

TEST_CASE("A bonus may lift the sale over the least that is credited", "[core][points]")
{
    Programme it = programme();
    it.points.earn.min = Points::of(10);
    Basket sale = bought({line(1, "A", 500)});
    CHECK(priced(sale, it).points_earned == Points{});
    it.offers = {offer("bonus", "member", PointsReward{{}, Points::of(5), {}, {}})};
    CHECK(priced(sale, it).points_earned == Points::of(10));
    it.offers = {offer("bonus", "member", PointsReward{{}, Points::of(4), {}, {}})};
    CHECK(priced(sale, it).points_earned == Points{});
    CHECK(priced(sale, it).applied.empty());
}

TEST_CASE("Of two bonuses the day's most may leave room for one", "[core][points]")
{
    Programme it = programme();
    it.points.earn.most_per_day = Points::of(12);
    it.offers = {offer("one", "member", PointsReward{{}, Points::of(5), {}, {}}),
                 offer("two", "member", PointsReward{{}, Points::of(5), {}, {}})};
    const PricedBasket sold = priced(bought({line(1, "A", 700)}), it);
    CHECK(sold.points_earned == Points::of(12));
    REQUIRE(sold.applied.size() == 1);
    CHECK(sold.applied[0].offer == OfferId{"one"});
}

TEST_CASE("Points beyond every bound are refused, not wrapped", "[core][points]")
{
    Programme it = programme();
    it.points.earn.per = fen(1);
    it.points.earn.points = Points::of(Points::limit);
    it.tiers[0].points = BasisPoints{1'000'000};
    for (int i = 0; i < 3; ++i) {
        it.offers.push_back(multiplier(("m" + std::to_string(i)).c_str(), 10'000'000));
    }
    const PreparedProgramme rules{it};
    CHECK(price(bought({line(1, "A", Money::limit)}), rules).error().member == "lines");
    CHECK(price(bought({line(1, "A", 2)}), rules).error().member == "lines");
    it.points.earn.points = Points::of(1);
    it.tiers[0].points = BasisPoints{10'000};
    it.offers.clear();
    CHECK(price(bought({line(1, "A", Money::limit)}), PreparedProgramme{it})->points_earned ==
          Points::of(Points::limit));
}
