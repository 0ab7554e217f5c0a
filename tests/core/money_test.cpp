#include <loyal/core/money.hpp>
#include <loyal/core/proration.hpp>

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <numeric>
#include <vector>

using namespace loyal;

TEST_CASE("A share is rounded once by the programme's rule", "[core][money]")
{
    struct Case {
        std::int64_t amount;
        Rounding rounding;
        std::int64_t tenth;
    };
    const auto [amount, rounding, tenth] = GENERATE(values<Case>({
        {5, Rounding::half_up, 1},
        {-5, Rounding::half_up, -1},
        {4, Rounding::half_up, 0},
        {5, Rounding::half_even, 0},
        {15, Rounding::half_even, 2},
        {25, Rounding::half_even, 2},
        {9, Rounding::down, 0},
        {-19, Rounding::down, -1},
    }));
    CAPTURE(amount, tenth);
    CHECK(Money::minor(amount).share(BasisPoints{1'000}, rounding) == Money::minor(tenth));
}

TEST_CASE("A weighed line costs its price by its weight", "[core][money]")
{
    // 0.350 kg at 19.90 is 6.965, which rounds to 6.97.
    CHECK(Money::minor(1'990).times(Quantity::thousandths(350)) == Money::minor(697));
}

TEST_CASE("Money, quantities and points refuse to leave their limits", "[core][money]")
{
    CHECK_THROWS_AS(Money::minor(Money::limit) + Money::minor(1), std::overflow_error);
    CHECK_THROWS_AS(Money::minor(-Money::limit) - Money::minor(1), std::overflow_error);
    CHECK_THROWS_AS(Points::of(Points::limit) + Points::of(1), std::overflow_error);
    CHECK_THROWS_AS(Quantity::pieces(1'000'001), std::overflow_error);
    CHECK_THROWS_AS(scale(INT64_MAX, 2, 1, Rounding::down), std::overflow_error);
}

TEST_CASE("Proration gives the odd unit to the largest remainder", "[core][proration]")
{
    // 10.00 off three lines of 33.33, 33.33 and 33.34: exact shares end in .3, .3 and .4.
    CHECK(prorate(1'000, std::vector<std::int64_t>{3'333, 3'333, 3'334}) ==
          std::vector<std::int64_t>{333, 333, 334});
    // Equal remainders: the earlier line. Zero weights share equally.
    CHECK(prorate(1, std::vector<std::int64_t>{5, 5}) == std::vector<std::int64_t>{1, 0});
    CHECK(prorate(5, std::vector<std::int64_t>{0, 0, 0}) == std::vector<std::int64_t>{2, 2, 1});
    CHECK(prorate(7, std::vector<std::int64_t>{}).empty());
}

TEST_CASE("Proration conserves the total and never exceeds a weight", "[core][proration][property]")
{
    // Free and one-unit lines are where an odd unit could go astray, so half of them are.
    const auto amount = rc::gen::oneOf(rc::gen::inRange<std::int64_t>(0, 3),
                                       rc::gen::inRange<std::int64_t>(0, 10'000'000));
    rc::prop("for any basket and any discount it can carry", [&amount] {
        const auto weights = *rc::gen::container<std::vector<std::int64_t>>(amount);
        const std::int64_t sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
        const auto total = *rc::gen::inRange<std::int64_t>(0, sum + 1);

        const std::vector<std::int64_t> shares = prorate(total, weights);

        RC_ASSERT(weights.empty() ||
                  std::accumulate(shares.begin(), shares.end(), std::int64_t{0}) == total);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            RC_ASSERT(shares[i] >= 0);
            RC_ASSERT(sum == 0 || shares[i] <= weights[i]);
        }
    });
}
