#include "samples.hpp"

#include <loyal/core/price.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;

namespace {

Offer costing(std::int64_t points, Offer it)
{
    it.cost = Points::of(points);
    return it;
}

Offer off_piece(const char* id, const char* sku, std::int64_t off)
{
    Offer it = offer(id, "promotion", AmountReward{fen(off)});
    it.items.all.sku = {Sku{sku}};
    return it;
}

Basket asking(std::vector<LineItem> lines, std::vector<const char*> offers)
{
    Basket it = basket(std::move(lines));
    it.member = member();
    for (const char* id : offers) it.redeem.offers.emplace_back(id);
    return it;
}

}  // namespace

TEST_CASE("What the points cannot pay is declined with what is missing", "[core][cost]")
{
    Programme it = programme();
    it.offers = {costing(300, off_piece("a", "A", 100))};
    Basket sale = asking({line(1, "A", 1'000)}, {"a"});
    sale.member->points->spendable = Points::of(299);
    const PricedBasket sold = priced(sale, it);
    REQUIRE(sold.declined.size() == 1);
    CHECK(sold.declined[0].condition == "cost");
    CHECK(sold.declined[0].text.en == "Needs 300 points; 299 can be used");
    sale.member.reset();
    CHECK(priced(sale, it).declined.at(0).text.en == "Scan the member card to use points");
}

TEST_CASE("Points that do not reach for all go to what takes most off", "[core][cost]")
{
    // 500 points for a (1.00 off), or b (5.00 off), or b and c (5.20).
    Programme it = programme();
    it.offers = {costing(300, off_piece("a", "A", 100)), costing(300, off_piece("b", "B", 500)),
                 costing(200, off_piece("c", "C", 20))};
    Basket sale =
        asking({line(1, "A", 1'000), line(2, "B", 1'000), line(3, "C", 1'000)}, {"a", "b", "c"});
    sale.member->points->spendable = Points::of(500);
    const PricedBasket sold = priced(sale, it);
    CHECK(sold.discount == fen(520));
    CHECK(sold.redeemed_points == Points::of(500));
    REQUIRE(sold.declined.size() == 1);
    CHECK(sold.declined[0].offer == OfferId{"a"});
    CHECK(sold.declined[0].condition == "cost");
    CHECK(sold.declined[0].text.en == "Needs 300 points; 0 can be used");
}

TEST_CASE("A reward for one use is paid once, however often it is asked for", "[core][cost]")
{
    Programme it = programme();
    it.offers = {costing(300, off_piece("a", "A", 100)), costing(300, off_piece("b", "B", 500))};
    Basket sale = asking({line(1, "A", 1'000), line(2, "B", 1'000)}, {"a", "a", "b"});
    sale.member->points->spendable = Points::of(600);
    const PricedBasket sold = priced(sale, it);
    CHECK(sold.discount == fen(600));
    CHECK(sold.redeemed_points == Points::of(600));
}

TEST_CASE("Points asked for as a discount are those that offers leave", "[core][cost]")
{
    Programme it = programme();
    it.points.redeem =
        RedeemRule{Points::of(100), fen(100), {}, Points::of(100), BasisPoints{10'000}, {}};
    it.offers = {costing(300, off_piece("a", "A", 100))};
    Basket sale = asking({line(1, "A", 2'000)}, {"a"});
    sale.redeem.points = Points::of(1'000);
    sale.member->points->spendable = Points::of(1'000);
    const PricedBasket sold = priced(sale, it);
    // 300 for the offer; 700 for 7.00 off the 19.00 that it leaves.
    CHECK(sold.redeemed_points == Points::of(1'000));
    CHECK(sold.redeemed_worth == fen(700));
    CHECK(sold.total == fen(1'200));
}

TEST_CASE("A gift for points is given as often as it is asked for and paid", "[core][cost]")
{
    Programme it = programme();
    GiftReward cup{Sku{"CUP"}, Quantity::pieces(1), fen(900), {}};
    cup.every = GiftEvery{{}, Quantity::pieces(1), 0};
    it.offers = {costing(300, offer("cup", "promotion", cup))};
    Basket sale = asking({line(1, "A", 1'000, 5)}, {"cup", "cup", "cup"});
    sale.member->points->spendable = Points::of(899);
    const PricedBasket sold = priced(sale, it);
    REQUIRE(sold.lines.size() == 2);
    CHECK(sold.lines[1].quantity == Quantity::pieces(2));
    CHECK(sold.applied.at(0).cost == Points::of(600));
    CHECK(sold.redeemed_points == Points::of(600));
}

TEST_CASE("More points for points: asked for, paid, and only if they are given", "[core][cost]")
{
    Programme it = programme();
    it.points.earn.most_per_day = Points::of(50);
    it.offers = {costing(30, offer("bonus", "member", PointsReward{{}, Points::of(20), {}, {}}))};
    Basket sale = asking({line(1, "A", 1'000)}, {});
    CHECK(priced(sale, it).points_earned == Points::of(10));
    sale.redeem.offers = {OfferId{"bonus"}};
    CHECK(priced(sale, it).points_earned == Points::of(30));
    CHECK(priced(sale, it).redeemed_points == Points::of(30));
    // 50 a day are earned without it.
    sale.lines[0].unit_price = fen(5'000);
    CHECK(priced(sale, it).points_earned == Points::of(50));
    CHECK(priced(sale, it).redeemed_points == Points{});
    CHECK(priced(sale, it).applied.empty());
}
