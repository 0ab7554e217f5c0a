#include "reference/random_case.hpp"

#include <loyal/core/price.hpp>
#include <loyal/format/json.hpp>

#include <catch2/catch.hpp>

#include <algorithm>

using namespace loyal;
using loyal::reference::Case;
using loyal::reference::random_case;

namespace {

constexpr std::uint64_t cases = 5'000;

/// The case with every offer in one layer, none exclusive, none for points.
Case in_one_layer(std::uint64_t seed)
{
    Case it = random_case(seed);
    for (Offer& offer : it.programme.offers) {
        offer.layer = "promotion";
        offer.exclusive = false;
        offer.cost.reset();
    }
    return it;
}

PricedBasket priced(const Case& it)
{
    return price(it.basket, PreparedProgramme{it.programme}).value();
}

}  // namespace

TEST_CASE("One more offer never makes a basket of one layer dearer", "[property][price]")
{
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        CAPTURE(seed);
        Case it = in_one_layer(seed);
        const PricedBasket all = priced(it);
        it.programme.offers.pop_back();
        const PricedBasket fewer = priced(it);
        if (all.optimal && fewer.optimal) REQUIRE(all.discount >= fewer.discount);
    }
}

TEST_CASE("What one layer takes off does not depend on the order of the lines", "[property][price]")
{
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        CAPTURE(seed);
        Case it = in_one_layer(seed);
        const PricedBasket forth = priced(it);
        std::reverse(it.basket.lines.begin(), it.basket.lines.end());
        const PricedBasket back = priced(it);
        if (!forth.optimal || !back.optimal) continue;
        REQUIRE(forth.discount == back.discount);
        for (const AppliedOffer& applied : forth.applied) {
            const auto same = std::find_if(
                back.applied.begin(), back.applied.end(),
                [&](const AppliedOffer& other) { return other.offer == applied.offer; });
            REQUIRE(same != back.applied.end());
            REQUIRE(same->off == applied.off);
            REQUIRE(same->applications == applied.applications);
        }
    }
}

TEST_CASE("What the journal keeps of a price reads back as the same price", "[property][format]")
{
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        CAPTURE(seed);
        const Case it = random_case(seed);
        const PricedBasket first = priced(it);
        REQUIRE(format::parse_priced_basket(format::to_json(first)).value() == first);
        const Case again{format::parse_programme(format::to_json(it.programme)).value(),
                         format::parse_basket(format::to_json(it.basket)).value()};
        REQUIRE(format::to_json(priced(again)) == format::to_json(first));
    }
}
