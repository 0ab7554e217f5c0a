#include "layer_search.hpp"

#include "conditions.hpp"
#include "random_case.hpp"
#include "reward_off.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace loyal;
using namespace loyal::reference;

namespace {

/// Every set of applications, one after the other: nothing is remembered, nothing left out.
class PlainSearch {
public:
    PlainSearch(const Case& it, const Merchandise& merchandise)
        : offers_{it.programme.offers}, merchandise_{merchandise}
    {
        for (std::size_t i = 0; i < offers_.size(); ++i) {
            most_.push_back(applications_most(offers_[i], it.basket));
            const PieceSet all = selected(offers_[i], merchandise);
            for (PieceSet set = all; set != 0; set = (set - 1) & all) {
                const Count off = off_of(offers_[i], merchandise, set);
                if (off > 0) possible_.push_back(application(i, set, off, merchandise));
            }
        }
    }

    Plan best()
    {
        try_from(0, {}, 0);
        return best_;
    }

private:
    /// A rate or price without a limit of units: on all that is left of its lines, one in each.
    bool keeps_lines(const Plan& plan, PieceSet used) const
    {
        for (std::size_t i = 0; i < merchandise_.pieces.size(); ++i) {
            int on_line = 0;
            for (const Application& made : plan.applications) {
                if (!takes_what_is_left(offers_[made.offer])) continue;
                const LineNumber line = merchandise_.line_of(i).line;
                on_line +=
                    static_cast<int>(std::count(made.lines.begin(), made.lines.end(), line) > 0);
            }
            if (on_line > 1 || (on_line == 1 && (used & one_piece(i)) == 0)) return false;
        }
        return true;
    }

    void try_from(std::size_t at, const Plan& plan, PieceSet used)
    {
        if (at == possible_.size()) {
            if (keeps_lines(plan, used) && is_better(plan, best_)) best_ = plan;
            return;
        }
        try_from(at + 1, plan, used);
        const Application& use = possible_[at];
        const auto made =
            std::count_if(plan.applications.begin(), plan.applications.end(),
                          [&](const Application& other) { return other.offer == use.offer; });
        if ((use.pieces & used) != 0 || made >= most_[use.offer]) return;
        Plan with = plan;
        with.add(use);
        try_from(at + 1, with, used | use.pieces);
    }

    const std::vector<Offer>& offers_;
    const Merchandise& merchandise_;
    std::vector<Count> most_;
    std::vector<Application> possible_;
    Plan best_;
};

/// A case that can be tried plainly: four pieces at most, no costs.
std::optional<Case> small_case(std::uint64_t seed)
{
    Case it = random_case(seed);
    if (Merchandise{it.basket, it.programme.rounding}.pieces.size() > 4) return {};
    if (it.programme.offers.size() > 3) it.programme.offers.resize(3);
    for (Offer& offer : it.programme.offers) offer.cost.reset();
    return it;
}

}  // namespace

TEST_CASE("The reference's search finds what a list of all sets holds", "[reference]")
{
    int tried = 0;
    for (std::uint64_t seed = 0; tried < 1'000; ++seed) {
        const std::optional<Case> it = small_case(seed);
        if (!it) continue;
        ++tried;
        CAPTURE(seed);
        const Merchandise merchandise{it->basket, it->programme.rounding};
        std::vector<Contender> contenders;
        for (std::size_t i = 0; i < it->programme.offers.size(); ++i)
            contenders.push_back({i, applications_most(it->programme.offers[i], it->basket)});
        const Plan found = LayerSearch{it->programme.offers, contenders, merchandise}.best(0);
        const Plan plain = PlainSearch{*it, merchandise}.best();
        REQUIRE(found.off == plain.off);
        REQUIRE_FALSE(is_better(plain, found));
        REQUIRE_FALSE(is_better(found, plain));
    }
}
