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
