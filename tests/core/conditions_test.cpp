#include "samples.hpp"

#include <loyal/core/price.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;

namespace {

PercentReward tenth()
{
    return PercentReward{BasisPoints{1'000}};
}

// "min_spend: ¥1.00 short of ¥2.00", or nothing if no offer was declined.
std::string declined_for(const PricedBasket& priced)
{
    if (priced.declined.empty()) return {};
    return priced.declined.front().condition + ": " + priced.declined.front().text.en;
}

}  // namespace

TEST_CASE("A member whose tier is not known is in none of an offer's tiers", "[core][conditions]")
{
    Programme it = programme();
    Offer basic = offer("basic", "member", tenth());
    basic.when.tiers = {TierCode{"basic"}};
    it.offers = {basic};
    Basket sale = basket({line(1, "A", 1'000)});
    sale.member = member();
    CHECK(priced(sale, it).discount == fen(100));
    sale.member->tier.reset();
    CHECK(declined_for(priced(sale, it)) == "tiers: For Basic members only");
}

TEST_CASE("An offer for customers without a card is not for members", "[core][conditions]")
{
    Programme it = programme();
    Offer stranger = offer("stranger", "member", tenth());
    stranger.when.member = false;
    it.offers = {stranger};
    Basket sale = basket({line(1, "A", 1'000)});
    CHECK(priced(sale, it).discount == fen(100));
    sale.member = member();
    CHECK(declined_for(priced(sale, it)) == "member: For customers without a card only");
}

TEST_CASE("What the snapshot does not say makes a condition false, whatever it wants",
          "[core][conditions]")
{
    Programme it = programme();
    Offer wanted = offer("wanted", "member", tenth());
    const int which = GENERATE(0, 1, 2, 3, 4);
    if (which == 0) wanted.when.birthday = BirthdayCondition{true, 0, 0};
    if (which == 1) wanted.when.enrolled_days_most = 10'000;
    if (which == 2) wanted.when.first_purchase = true;
    if (which == 3) wanted.when.first_purchase = false;
    if (which == 4) wanted.when.lifecycle = {"loyal"};
    it.offers = {wanted};
    Basket sale = basket({line(1, "A", 1'000)});
    sale.member = member();
    CHECK(priced(sale, it).discount == fen(0));
    CHECK(priced(sale, it).declined.size() == 1);
}

TEST_CASE("Days since enrolment count to the last that is allowed", "[core][conditions]")
{
    Programme it = programme();
    Offer fresh = offer("fresh", "member", tenth());
    fresh.when.enrolled_days_most = 30;
    it.offers = {fresh};
    Basket sale = basket({line(1, "A", 1'000)});  // on 22 November
    sale.member = member();
    sale.member->enrolled = parse_date("2026-10-23");
    CHECK(priced(sale, it).discount == fen(100));
    sale.member->enrolled = parse_date("2026-10-22");
    CHECK(declined_for(priced(sale, it)) == "enrolled_days: Within 30 days of enrolment only");
}

TEST_CASE("After midnight the date is still the business date, the hour the wall clock's",
          "[core][conditions]")
{
    Programme it = programme();
    it.day_starts_minutes = 5 * 60;
    Offer night = offer("night", "promotion", tenth());
    night.when.dates = DateRange{parse_date("2026-11-22"), parse_date("2026-11-22")};
    night.when.weekdays = {7};
    night.when.days_of_month = {22};
    night.when.hours = {{22 * 60, 2 * 60}};
    it.offers = {night};
    Basket sale = basket({line(1, "A", 1'000)});
    const auto off = [&](const char* at) {
        sale.at = *parse_instant(at);
        return priced(sale, it).discount;
    };
    CHECK(off("2026-11-22T22:00:00+08:00") == fen(100));
    CHECK(off("2026-11-23T01:59:59+08:00") == fen(100));
    CHECK(off("2026-11-23T02:00:00+08:00") == fen(0));
    CHECK(off("2026-11-22T01:30:00+08:00") == fen(0));  // still the 21st
}

TEST_CASE("A birthday month is the month of the business date", "[core][conditions]")
{
    Programme it = programme();
    Offer month = offer("month", "member", tenth());
    month.when.birthday = BirthdayCondition{true, 0, 0};
    it.offers = {month};
    Basket sale = basket({line(1, "A", 1'000)});
    sale.member = member();
    sale.member->birthday = parse_date("1990-11-01");
    CHECK(priced(sale, it).discount == fen(100));
    sale.member->birthday = parse_date("1990-12-01");
    CHECK(declined_for(priced(sale, it)) == "birthday: In the birthday month only");
}

TEST_CASE("A least spend counts the offer's own lines that may take a discount",
          "[core][conditions]")
{
    Programme it = programme();
    Offer least = offer("least", "promotion", tenth());
    least.items.all.sku = {Sku{"A"}, Sku{"B"}};
    least.when.min_spend = fen(5'000);
    it.offers = {least};
    Basket sale = basket({line(1, "A", 3'000), line(2, "B", 2'000), line(3, "C", 9'000)});
    CHECK(priced(sale, it).discount == fen(500));
    sale.lines[1].no_discount = true;
    CHECK(declined_for(priced(sale, it)) == "min_spend: ¥20.00 short of ¥50.00");
    // Counted on other lines, it is reached again.
    it.offers[0].when.of = ItemSelector{};
    CHECK(priced(sale, it).discount == fen(300));
}

TEST_CASE("A bundle's least spend counts what its slots select", "[core][conditions]")
{
    Programme it = programme();
    BundleReward pair;
    pair.slots = {{{}, Quantity::pieces(1)}, {{}, Quantity::pieces(1)}};
    pair.slots[0].items.all.sku = {Sku{"A"}};
    pair.slots[1].items.all.sku = {Sku{"B"}};
    pair.off = fen(100);
    Offer bundle = offer("bundle", "promotion", pair);
    bundle.when.min_spend = fen(1'000);
    it.offers = {bundle};
    CHECK(priced(basket({line(1, "A", 600), line(2, "B", 400)}), it).discount == fen(100));
    CHECK(declined_for(priced(basket({line(1, "A", 500), line(2, "B", 400), line(3, "C", 9'000)}),
                              it)) == "min_spend: ¥1.00 short of ¥10.00");
}

TEST_CASE("A least quantity counts weight as it was weighed", "[core][conditions]")
{
    Programme it = programme();
    Offer least = offer("least", "promotion", tenth());
    least.when.min_quantity = Quantity::thousandths(500);
    it.offers = {least};
    Basket sale = basket({line(1, "APPLE", 1'000)});
    sale.lines[0].quantity = Quantity::thousandths(350);
    sale.lines[0].weighed = true;
    CHECK(declined_for(priced(sale, it)) == "min_quantity: 0.15 short of 0.5 pieces");
    sale.lines[0].quantity = Quantity::thousandths(500);
    CHECK(priced(sale, it).discount == fen(50));
}

TEST_CASE("Applications and pieces over a window are limited each by their own count",
          "[core][conditions]")
{
    Programme it = programme();
    Offer limited = offer("limited", "promotion", tenth());
    limited.limit.per_member = 2;
    limited.limit.units_per_member = 5;
    it.offers = {limited};
    Basket sale = basket({line(1, "A", 1'000, 3)});
    sale.member = member();
    // Once, on four pieces: one piece of five is left.
    sale.member->used[OfferId{"limited"}] = 1;
    sale.member->used_units[OfferId{"limited"}] = 4;
    CHECK(priced(sale, it).discount == fen(100));
    CHECK(priced(sale, it).applied.at(0).units == 1);
    sale.member->used[OfferId{"limited"}] = 2;
    CHECK(declined_for(priced(sale, it)) == "limit: Used as often as it may be");
    sale.member->used[OfferId{"limited"}] = 1;
    sale.member->used_units[OfferId{"limited"}] = 5;
    CHECK(declined_for(priced(sale, it)) == "limit: Used as often as it may be");
    // Without a card nobody's uses can be counted.
    sale.member.reset();
    CHECK(declined_for(priced(sale, it)) == "limit: For members only");
}

TEST_CASE("An offer for every line of certain stores is found in those stores only",
          "[core][conditions]")
{
    Programme it = programme();
    Offer here = offer("here", "promotion", tenth());
    here.when.stores = {StoreId{"S2"}, StoreId{"S1"}};
    it.offers = {here};
    Basket sale = basket({line(1, "A", 1'000)});
    CHECK(priced(sale, it).discount == fen(100));
    sale.store = StoreId{"S3"};
    CHECK(priced(sale, it).discount == fen(0));
    CHECK(priced(sale, it).declined.empty());
}

TEST_CASE("An offer that the basket leaves out is not used and not mentioned", "[core][conditions]")
{
    Programme it = programme();
    it.offers = {offer("ten", "promotion", tenth())};
    Basket sale = basket({line(1, "A", 1'000)});
    sale.without = {OfferId{"ten"}};
    CHECK(priced(sale, it).discount == fen(0));
    CHECK(priced(sale, it).declined.empty());
}

TEST_CASE("An offer gave way only if it gives something itself", "[core][conditions]")
{
    Programme it = programme();
    it.offers = {offer("half", "promotion", PercentReward{BasisPoints{5'000}}),
                 offer("nothing", "promotion", PercentReward{BasisPoints{0}}),
                 offer("dear", "promotion", FixedReward{fen(2'000), {}})};
    CHECK(priced(basket({line(1, "A", 1'000)}), it).declined.empty());
}

TEST_CASE("The order in which the lines come changes no amount", "[core][conditions]")
{
    Programme it = programme();
    it.offers = {offer("spend", "promotion", BasketPercentReward{BasisPoints{1'000}, fen(1)})};
    Offer cup = offer("cup", "promotion", GiftReward{Sku{"CUP"}, Quantity::pieces(1), {}, {}});
    it.offers.push_back(cup);
    // One fen off three equal lines goes to line 1, wherever it stands; the gift comes last.
    const PricedBasket sold =
        priced(basket({line(3, "C", 100), line(1, "A", 100), line(2, "B", 100)}), it);
    REQUIRE(sold.lines.size() == 4);
    CHECK(sold.lines[0].line == 3);
    CHECK(sold.lines[0].net == fen(100));
    CHECK(sold.lines[1].line == 1);
    CHECK(sold.lines[1].net == fen(99));
    CHECK(sold.lines[3].line == 4);
}
