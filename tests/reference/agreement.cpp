#include "agreement.hpp"

#include "reference_price.hpp"

#include <loyal/core/price.hpp>

#include <algorithm>
#include <set>

namespace loyal::reference {
namespace {

std::string both(const Answer& engine, const Answer& reference)
{
    return "engine    " + to_json(engine) + "\nreference " + to_json(reference);
}

/// Between layers a larger discount early may make a smaller one later: greedy is a floor of one.
bool has_one_layer(const Programme& programme)
{
    std::set<std::string> layers;
    for (const Offer& offer : programme.offers) {
        if (offer.exclusive) return false;
        layers.insert(offer.layer);
    }
    return layers.size() <= 1;
}

}  // namespace

std::optional<std::string> difference(const Case& it)
{
    const auto priced = price(it.basket, PreparedProgramme{it.programme});
    if (!priced) return "the engine refuses: " + to_string(priced.error());
    const Answer engine = answer_of(*priced);
    if (priced->optimal) {
        const Answer reference = reference_price(it.basket, it.programme);
        if (engine == reference) return {};
        return both(engine, reference);
    }
    if (!has_one_layer(it.programme)) return {};
    const Answer greedy = reference_price(it.basket, it.programme, Search::greedy);
    if (engine.discount >= greedy.discount) return {};
    return "not optimal, and less than the greedy choice:\n" + both(engine, greedy);
}

}  // namespace loyal::reference
