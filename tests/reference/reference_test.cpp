#include "arithmetic.hpp"
#include "core/samples.hpp"
#include "plan.hpp"
#include "random_case.hpp"
#include "reference_price.hpp"

#include <loyal/format/json.hpp>

#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>

using namespace loyal;
using namespace loyal::reference;
using samples::fen;

namespace {

std::string example(const std::string& name)
{
    std::ifstream stream{LOYAL_SOURCE_DIR "/tests/data/worked-example/" + name};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

Offer promotion(std::string id, Reward reward)
{
    return samples::offer(std::move(id), "promotion", std::move(reward));
}

Programme with(std::vector<Offer> offers)
{
    Programme programme = samples::programme();
    programme.offers = std::move(offers);
    return programme;
}

ItemSelector sku(std::string code)
{
    ItemSelector items;
    items.all.sku = {Sku{std::move(code)}};
    return items;
}

std::vector<Money> nets(const Answer& answer)
{
    std::vector<Money> all;
    for (const LineAnswer& line : answer.lines) all.push_back(line.net);
    return all;
}

}  // namespace

TEST_CASE("The reference gives the worked example's amounts", "[reference]")
{
    const Programme programme = format::parse_programme(example("programme.json")).value();
    const Basket basket = format::parse_basket(example("basket.json")).value();
    const PricedBasket priced = format::parse_priced_basket(example("priced.json")).value();
    CHECK(reference_price(basket, programme) == answer_of(priced));
}

TEST_CASE("The reference rounds halves as each rounding says", "[reference]")
{
    struct Case {
        std::int64_t numerator;
        std::int64_t half_up;
        std::int64_t half_even;
        std::int64_t down;
    };
    // tenths: 0.4, 0.5, 0.6, 1.5, 2.5
    const auto [numerator, half_up, half_even, down] = GENERATE(values<Case>({
        {4, 0, 0, 0},
        {5, 1, 0, 0},
        {6, 1, 1, 0},
        {15, 2, 2, 1},
        {25, 3, 2, 2},
    }));
    CAPTURE(numerator);
    CHECK(rounded(numerator, 10, Rounding::half_up) == half_up);
    CHECK(rounded(numerator, 10, Rounding::half_even) == half_even);
    CHECK(rounded(numerator, 10, Rounding::down) == down);
}

TEST_CASE("The reference splits by largest remainder, ties to the earlier", "[reference]")
{
    CHECK(split(1'000, {3'333, 3'333, 3'334}) == std::vector<Count>{333, 333, 334});
    CHECK(split(2, {1, 1, 1}) == std::vector<Count>{1, 1, 0});
    CHECK(split(3, {0, 0}) == std::vector<Count>{2, 1});
    CHECK(split(0, {}).empty());
}

TEST_CASE("Plans rank by amount, fewer applications, offers, lines and larger rests", "[reference]")
{
    const auto plan = [](std::vector<Application> applications) {
        Plan made;
        for (Application& one : applications) made.add(std::move(one));
        return made;
    };
    const Plan two = plan({{0, 1, 2, {1}, {5}}, {1, 2, 2, {2}, {5}}});
    const Plan one = plan({{1, 1, 4, {1}, {5}}});
    CHECK(is_better(plan({{1, 1, 5, {1}, {5}}}), two));
    CHECK(is_better(one, two));
    CHECK(is_better(plan({{0, 1, 4, {2}, {5}}}), one));
    CHECK(is_better(one, plan({{1, 3, 4, {1, 1}, {5, 5}}})));
    CHECK(is_better(plan({{1, 3, 4, {1, 1}, {5, 5}}}), plan({{1, 3, 4, {1, 2}, {9, 9}}})));
    CHECK(is_better(plan({{1, 1, 4, {1}, {6}}}), one));
    CHECK_FALSE(is_better(one, one));
}

TEST_CASE("Every third free chooses its groups so that the most comes off", "[reference]")
{
    // 10, 10, 10, 4, 4, 4: the dear three together and the cheap three together give 10 + 4; mixed
    // groups give at most 4 + 4.
    const Basket basket =
        samples::basket({samples::line(1, "A", 10, 3), samples::line(2, "B", 4, 3)});
    const Answer answer = reference_price(basket, with({promotion("third", NthReward{2, 1})}));
    CHECK(nets(answer) == std::vector{fen(20), fen(8)});
    CHECK(answer.applied.at(OfferId{"third"}).applications == 2);
}

TEST_CASE("Groups that take off as much use the earlier lines", "[reference]")
{
    // {99, 99, 1000, 1000} and {99, 1000, 1000, 1000} both give half of 99, 50; lines 1, 1, 2, 2
    // come before 1, 2, 2, 2. By 198 : 2000 line 1 has 4.50 of the 50: 5 by the larger remainder
    // (4.504 leaves 0.504, 45.496 leaves 0.496).
    const Basket basket =
        samples::basket({samples::line(1, "A", 99, 2), samples::line(2, "B", 1'000, 3)});
    const Answer answer =
        reference_price(basket, with({promotion("fourth", NthReward{3, 1, BasisPoints{5'000}})}));
    CHECK(nets(answer) == std::vector{fen(193), fen(2'955)});
}

TEST_CASE("Bundles share what both of their slots want", "[reference]")
{
    // One A and two of at least 0.10: (A, B, B) and (A, A, B) use all six pieces.
    ItemSelector from_ten;
    from_ten.all.price = PriceRange{fen(10), {}};
    BundleReward bundle;
    bundle.slots = {{sku("A"), Quantity::pieces(1)}, {from_ten, Quantity::pieces(2)}};
    bundle.off = fen(2);
    const Basket basket =
        samples::basket({samples::line(1, "B", 10, 3), samples::line(2, "A", 101, 3)});
    const Answer answer = reference_price(basket, with({promotion("set", bundle)}));
    CHECK(answer.applied.at(OfferId{"set"}).applications == 2);
    CHECK(answer.discount == fen(4));
}

TEST_CASE("A rate for three pieces goes where rounding gives most", "[reference]")
{
    // A third of 5 is 1.67, so 2 in each of three lines; two pieces of line 1 together
    // give 3.33, 3.
    Offer third = promotion("third", PercentReward{BasisPoints{3'333}});
    third.limit.units = 3;
    const Basket basket = samples::basket(
        {samples::line(1, "A", 5, 2), samples::line(2, "A", 5), samples::line(3, "A", 5)});
    const Answer answer = reference_price(basket, with({third}));
    CHECK(nets(answer) == std::vector{fen(8), fen(3), fen(3)});
}

TEST_CASE("In a line one of two prices is used, on what a limited one leaves", "[reference]")
{
    // Of three at 100 the limited offer makes one free; 30 off beats 20 % on the other two.
    Offer limited = promotion("free", FixedReward{fen(0), {}});
    limited.limit.units = 1;
    const Programme programme = with({promotion("fifth", PercentReward{BasisPoints{2'000}}),
                                      promotion("thirty", AmountReward{fen(30)}), limited});
    const Answer answer =
        reference_price(samples::basket({samples::line(1, "A", 100, 3)}), programme);
    CHECK(nets(answer) == std::vector{fen(140)});
    CHECK_FALSE(answer.applied.contains(OfferId{"fifth"}));
}

TEST_CASE("An exclusive offer takes part where the basket is cheaper with it", "[reference]")
{
    // Half of 100 leaves 50; 40 % and then 20 % leave 48.
    Offer half = promotion("half", PercentReward{BasisPoints{5'000}});
    half.exclusive = true;
    const Offer forty = promotion("forty", PercentReward{BasisPoints{4'000}});
    Offer twenty = samples::offer("twenty", "member", PercentReward{BasisPoints{2'000}});
    const Basket basket = samples::basket({samples::line(1, "A", 100)});
    CHECK(reference_price(basket, with({half, forty, twenty})).total == fen(48));
    twenty.when.member = true;  // no member is there: 60 against 50
    CHECK(reference_price(basket, with({half, forty, twenty})).total == fen(50));
}

TEST_CASE("A spend offer stands beside no other application on its units", "[reference]")
{
    // 50 off 200 or 30 % of one line of 100 and 20 of the other: 50 in one application, not two.
    SpendReward spend;
    spend.steps = {{fen(200), fen(50), {}}};
    Offer thirty = promotion("thirty", PercentReward{BasisPoints{3'000}});
    thirty.items = sku("A");
    Offer twenty = promotion("twenty", AmountReward{fen(20)});
    twenty.items = sku("B");
    const Basket basket = samples::basket({samples::line(1, "A", 100), samples::line(2, "B", 100)});
    const Answer answer =
        reference_price(basket, with({thirty, twenty, promotion("fifty", spend)}));
    CHECK(answer.applied.size() == 1);
    CHECK(nets(answer) == std::vector{fen(75), fen(75)});
}

TEST_CASE("A half of the cash rounding goes by the programme's rounding", "[reference]")
{
    Programme programme = with({});
    programme.cash_rounding = fen(10);
    Basket basket = samples::basket({samples::line(1, "A", 125)});
    basket.tender = TenderType::cash;
    CHECK(reference_price(basket, programme).total == fen(130));
    programme.rounding = Rounding::half_even;
    CHECK(reference_price(basket, programme).total == fen(120));
    programme.rounding = Rounding::down;
    CHECK(reference_price(basket, programme).total == fen(120));
}

TEST_CASE("Greedy takes the largest application first, the whole search the best set",
          "[reference]")
{
    // 5 off the pair {10, 10} shuts out 4 off each of the pairs {10, 1}.
    BundleReward dear;
    dear.slots = {{sku("A"), Quantity::pieces(2)}};
    dear.off = fen(5);
    BundleReward mixed;
    mixed.slots = {{sku("A"), Quantity::pieces(1)}, {sku("B"), Quantity::pieces(1)}};
    mixed.off = fen(4);
    const Programme programme = with({promotion("dear", dear), promotion("mixed", mixed)});
    const Basket basket =
        samples::basket({samples::line(1, "A", 10, 2), samples::line(2, "B", 1, 2)});
    CHECK(reference_price(basket, programme, Search::greedy).discount == fen(5));
    CHECK(reference_price(basket, programme).discount == fen(8));
}

TEST_CASE("Random cases are those that the formats accept, and stay the same", "[reference]")
{
    for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
        CAPTURE(seed);
        const Case it = random_case(seed);
        const std::string programme = format::to_json(it.programme);
        const std::string basket = format::to_json(it.basket);
        CHECK(format::to_json(format::parse_programme(programme).value()) == programme);
        CHECK(format::to_json(format::parse_basket(basket).value()) == basket);
        CHECK(format::to_json(random_case(seed).programme) == programme);
    }
}
