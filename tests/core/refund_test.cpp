#include "samples.hpp"

#include <loyal/core/entry.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;

namespace {

SaleEntry sold(Basket sale, const PreparedProgramme& rules)
{
    SaleEntry entry;
    entry.id = TransactionId{"T1"};
    entry.date = business_date(sale.at, 0);
    entry.priced = price(sale, rules).value();
    entry.basket = std::move(sale);
    return entry;
}

Refund refunded(const SaleEntry& sale,
                std::vector<ReturnedLine> lines,
                const PreparedProgramme& rules)
{
    return refund_of(sale, {}, lines, rules).value();
}

}  // namespace

TEST_CASE("A return pays back what the rest no longer costs", "[core][refund]")
{
    // Spend 200 take 30 off: 150 + 80 cost 200. The rest alone costs 150, so 80 gives back 50.
    Programme it = programme();
    SpendReward steps;
    steps.steps = {{fen(20'000), fen(3'000), {}}};
    it.offers = {offer("spend", "promotion", steps)};
    const PreparedProgramme rules{it};
    Basket sale = basket({line(1, "A", 15'000), line(2, "B", 8'000)});
    sale.member = member();
    const SaleEntry entry = sold(sale, rules);
    CHECK(entry.priced.total == fen(20'000));
    const Refund refund = refunded(entry, {{2, Quantity::pieces(1)}}, rules);
    CHECK(refund.amount == fen(5'000));
    CHECK(refund.taken_back == Points::of(50));
    CHECK(refund.spend == fen(5'000));
    CHECK_FALSE(refund.whole);
}

TEST_CASE("A return by line pays each piece's share, the last piece the rest", "[core][refund]")
{
    Programme it = programme();
    it.returns.method = ReturnRules::Method::line;
    it.offers = {offer("off", "promotion", BasketPercentReward{BasisPoints{1'000}, {}})};
    const PreparedProgramme rules{it};
    // 3 × 3.35 less a tenth: 9.04; thirds of it: 3.01, 6.02, 9.04.
    const SaleEntry entry = sold(basket({line(1, "A", 335, 3)}), rules);
    CHECK(entry.priced.total == fen(904));
    std::vector<Refund> refunds;
    const std::vector<ReturnedLine> one{{1, Quantity::pieces(1)}};
    for (const std::int64_t amount : {301, 301, 302}) {
        refunds.push_back(refund_of(entry, refunds, one, rules).value());
        CHECK(refunds.back().amount == fen(amount));
    }
}

TEST_CASE("More than was bought and not yet returned is refused", "[core][refund]")
{
    const PreparedProgramme rules{programme()};
    const SaleEntry entry = sold(basket({line(1, "A", 100, 2)}), rules);
    const std::vector<ReturnedLine> three{{1, Quantity::pieces(3)}};
    const std::vector<ReturnedLine> unknown{{9, Quantity::pieces(1)}};
    CHECK(refund_of(entry, {}, three, rules).error() == Errc::already_returned);
    CHECK(refund_of(entry, {}, unknown, rules).error() == Errc::already_returned);
    const std::vector<Refund> all{refunded(entry, {}, rules)};
    CHECK(refund_of(entry, all, {}, rules).error() == Errc::already_returned);
}

TEST_CASE("A gift that the rest no longer earns is deducted unless it comes back", "[core][refund]")
{
    Programme it = programme();
    Offer gift =
        offer("cup", "promotion", GiftReward{Sku{"CUP"}, Quantity::pieces(1), fen(900), {}});
    gift.when.min_spend = fen(5'000);
    it.offers = {gift};
    const PreparedProgramme rules{it};
    const SaleEntry entry = sold(basket({line(1, "A", 4'000), line(2, "B", 2'000)}), rules);
    CHECK(refunded(entry, {{2, Quantity::pieces(1)}}, rules).amount == fen(1'100));
    CHECK(refunded(entry, {{2, Quantity::pieces(1)}, {3, Quantity::pieces(1)}}, rules).amount ==
          fen(2'000));
}

TEST_CASE("A return gives a coupon back when the rest no longer uses it", "[core][refund]")
{
    Programme it = programme();
    SpendReward steps;
    steps.steps = {{fen(10'000), fen(1'000), {}}};
    Offer coupon = offer("autumn", "coupon", steps);
    coupon.when.coupon = CampaignId{"autumn"};
    it.offers = {coupon};
    const PreparedProgramme rules{it};
    Basket sale = basket({line(1, "A", 10'000), line(2, "B", 500)});
    sale.coupons = {{CouponCode{"C1"}, CampaignId{"autumn"}}};
    const SaleEntry entry = sold(sale, rules);
    CHECK(refunded(entry, {{2, Quantity::pieces(1)}}, rules).coupons.empty());
    CHECK(refunded(entry, {{1, Quantity::pieces(1)}}, rules).coupons ==
          std::vector{CouponCode{"C1"}});
}

TEST_CASE("A return that makes the rest dearer pays nothing, the last one everything",
          "[core][refund]")
{
    // 190 + 20 cost 180 with 30 off 200; the 190 alone cost 190.
    Programme it = programme();
    SpendReward steps;
    steps.steps = {{fen(20'000), fen(3'000), {}}};
    it.offers = {offer("spend", "promotion", steps)};
    const PreparedProgramme rules{it};
    const SaleEntry entry = sold(basket({line(1, "A", 19'000), line(2, "B", 2'000)}), rules);
    std::vector<Refund> refunds{refunded(entry, {{2, Quantity::pieces(1)}}, rules)};
    CHECK(refunds[0].amount == fen(0));
    CHECK(refunds[0].spend == fen(0));
    refunds.push_back(refund_of(entry, refunds, {}, rules).value());
    CHECK(refunds[1].amount == fen(18'000));
    CHECK(refunds[1].spend == fen(18'000));
    CHECK(refunds[1].whole);
}

TEST_CASE("A return asks for the points that were redeemed, never for more", "[core][refund]")
{
    // With B in the basket A costs 5.00 instead of 15.00, half of which is paid with 250 of the
    // 5,000 points asked for. Without B, A could take 750 points, but asks for 250: it costs 12.50.
    Programme it = programme();
    it.points.redeem =
        RedeemRule{Points::of(1), fen(1), {}, Points::of(50), BasisPoints{5'000}, {}};
    it.points.redeem->items.all.sku = {Sku{"A"}};
    Offer off = offer("off", "promotion", AmountReward{fen(1'000)});
    off.items.all.sku = {Sku{"A"}};
    off.when.min_spend = fen(3'500);
    off.when.of = ItemSelector{};
    it.offers = {off};
    const PreparedProgramme rules{it};
    Basket sale = basket({line(1, "A", 1'500), line(2, "B", 2'000)});
    sale.member = member();
    sale.redeem.points = Points::of(5'000);
    const SaleEntry entry = sold(sale, rules);
    REQUIRE(entry.priced.redeemed_points == Points::of(250));
    REQUIRE(entry.priced.total == fen(2'250));
    const Refund refund = refunded(entry, {{2, Quantity::pieces(1)}}, rules);
    CHECK(refund.amount == fen(1'000));
    CHECK(refund.given_back == Points{});
}

TEST_CASE("Points that a reward cost come back when the rest no longer uses it", "[core][refund]")
{
    Programme it = programme();
    Offer half = offer("half", "member", NthReward{0, 1, BasisPoints{5'000}, true, false});
    half.cost = Points::of(300);
    half.items.all.sku = {Sku{"A"}};
    Offer other = half;
    other.id = OfferId{"other"};
    other.items.all.sku = {Sku{"B"}};
    it.offers = {half, other};
    const PreparedProgramme rules{it};
    Basket sale = basket({line(1, "A", 1'000, 2), line(2, "B", 100)});
    sale.member = member();
    sale.member->points->spendable = Points::of(600);
    sale.redeem.offers = {OfferId{"half"}, OfferId{"half"}, OfferId{"other"}};
    const SaleEntry entry = sold(sale, rules);
    REQUIRE(entry.priced.redeemed_points == Points::of(600));
    REQUIRE(entry.priced.total == fen(1'100));
    // One A comes back: 5.00 and 300 points. They are not spent on B, which took none before.
    const Refund refund = refunded(entry, {{1, Quantity::pieces(1)}}, rules);
    CHECK(refund.amount == fen(500));
    CHECK(refund.given_back == Points::of(300));
    REQUIRE(refund.uses.size() == 1);
    CHECK(refund.uses[0].applications == 1);
}

TEST_CASE("A gift that comes back after everything else ends the sale no second time",
          "[core][refund]")
{
    Programme it = programme();
    it.offers = {
        offer("cup", "promotion", GiftReward{Sku{"CUP"}, Quantity::pieces(1), fen(900), {}})};
    const PreparedProgramme rules{it};
    const SaleEntry entry = sold(basket({line(1, "A", 4'000)}), rules);
    std::vector<Refund> refunds{refunded(entry, {{1, Quantity::pieces(1)}}, rules)};
    CHECK(refunds[0].amount == fen(3'100));
    CHECK(refunds[0].whole);
    refunds.push_back(refund_of(entry, refunds, {}, rules).value());
    CHECK(refunds[1].amount == fen(900));
    CHECK(refunds[1].lines == std::vector{RefundedLine{2, Quantity::pieces(1), fen(900)}});
    CHECK_FALSE(refunds[1].whole);
}

TEST_CASE("A gift that the rest still earns stays without deduction", "[core][refund]")
{
    Programme it = programme();
    GiftReward cup{Sku{"CUP"}, Quantity::pieces(1), fen(900), {}};
    cup.every = GiftEvery{fen(2'000), {}, 0};
    it.offers = {offer("cup", "promotion", cup)};
    const PreparedProgramme rules{it};
    const SaleEntry entry = sold(basket({line(1, "A", 1'000, 5)}), rules);
    REQUIRE(entry.priced.lines.at(1).quantity == Quantity::pieces(2));
    // Four pieces still earn two cups; three earn one.
    CHECK(refunded(entry, {{1, Quantity::pieces(1)}}, rules).amount == fen(1'000));
    CHECK(refunded(entry, {{1, Quantity::pieces(2)}}, rules).amount == fen(1'100));
}

TEST_CASE("Returned cash was rounded once and is paid out once", "[core][refund]")
{
    // 12.34 were paid as 12.30. Without B, 10.00; the last return pays the rest of what was paid.
    Programme it = programme();
    it.cash_rounding = fen(10);
    it.returns.method = GENERATE(ReturnRules::Method::reprice, ReturnRules::Method::line);
    const PreparedProgramme rules{it};
    Basket sale = basket({line(1, "A", 1'234), line(2, "B", 0)});
    sale.tender = TenderType::cash;
    const SaleEntry entry = sold(sale, rules);
    REQUIRE(entry.priced.total == fen(1'230));
    std::vector<Refund> refunds{refunded(entry, {{1, Quantity::pieces(1)}}, rules)};
    CHECK(refunds[0].amount == fen(1'230));
    refunds.push_back(refund_of(entry, refunds, {}, rules).value());
    CHECK(refunds[1].amount == fen(0));
}

TEST_CASE("The rest is paid in the same tenders as the sale", "[core][refund]")
{
    // 10.03 by card and 2.32 in cash, rounded to 2.30. Without B 10.85 are left: 10.03 by card and
    // 0.82 in cash, rounded to 0.80.
    Programme it = programme();
    it.cash_rounding = fen(10);
    const PreparedProgramme rules{it};
    Basket sale = basket({line(1, "A", 1'085), line(2, "B", 150)});
    sale.tenders = {{TenderType::card, fen(1'003), {}, {}}, {TenderType::cash, fen(230), {}, {}}};
    const SaleEntry entry = sold(sale, rules);
    REQUIRE(entry.priced.total == fen(1'233));
    CHECK(refunded(entry, {{2, Quantity::pieces(1)}}, rules).amount == fen(150));
}

TEST_CASE("Half of a weighed line is priced again by its weight", "[core][refund]")
{
    Programme it = programme();
    it.offers = {offer("kilo", "price", FixedReward{fen(1'000), {}})};
    const PreparedProgramme rules{it};
    Basket sale = basket({line(1, "APPLE", 1'200)});
    sale.lines[0].quantity = Quantity::thousandths(355);
    sale.lines[0].weighed = true;
    const SaleEntry entry = sold(sale, rules);
    REQUIRE(entry.priced.total == fen(355));
    const Refund refund = refunded(entry, {{1, Quantity::thousandths(155)}}, rules);
    CHECK(refund.amount == fen(155));
}

TEST_CASE("A limited offer goes to the pieces that stay", "[core][refund]")
{
    // The two dearest at half price: 100 and 80. Without the dear one: 80 and 60.
    Programme it = programme();
    Offer two = offer("two", "promotion", PercentReward{BasisPoints{5'000}});
    two.limit.units = 2;
    it.offers = {two};
    const PreparedProgramme rules{it};
    const SaleEntry entry =
        sold(basket({line(1, "A", 100), line(2, "B", 80), line(3, "C", 60)}), rules);
    REQUIRE(entry.priced.total == fen(150));
    const Refund refund = refunded(entry, {{1, Quantity::pieces(1)}}, rules);
    CHECK(refund.amount == fen(80));
    CHECK(refund.uses.empty());  // still used once, on two pieces
}

TEST_CASE("By line, points and redemption go by the line's share, costs with the last",
          "[core][refund]")
{
    Programme it = programme();
    it.returns.method = ReturnRules::Method::line;
    it.points.redeem =
        RedeemRule{Points::of(1), fen(1), {}, Points::of(1), BasisPoints{10'000}, {}};
    Offer off = offer("off", "member", AmountReward{fen(100)});
    off.cost = Points::of(30);
    off.items.all.sku = {Sku{"B"}};
    it.offers = {off};
    const PreparedProgramme rules{it};
    Basket sale = basket({line(1, "A", 1'000, 2), line(2, "B", 600)});
    sale.member = member();
    sale.redeem = {Points::of(500), {OfferId{"off"}}};
    // 25.00 less 5.00 in points: A 16.00, B 4.00; 16 and 4 points earned.
    const SaleEntry entry = sold(sale, rules);
    REQUIRE(entry.priced.total == fen(2'000));
    REQUIRE(entry.priced.redeemed_points == Points::of(530));
    std::vector<Refund> refunds{refunded(entry, {{1, Quantity::pieces(1)}}, rules)};
    CHECK(refunds[0].amount == fen(800));
    CHECK(refunds[0].taken_back == Points::of(8));
    CHECK(refunds[0].given_back == Points::of(200));
    refunds.push_back(refund_of(entry, refunds, {}, rules).value());
    CHECK(refunds[1].amount == fen(1'200));
    CHECK(refunds[1].given_back == Points::of(330));
}
