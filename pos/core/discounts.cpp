#include "discounts.hpp"

#include "costs.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace loyal {
namespace {

// More exclusive offers than these are not weighed against each other: they always take part.
constexpr std::size_t exclusives_weighed_max = 6;

using Offers = std::vector<const Candidate*>;

class Pricing {
public:
    Pricing(const Basket& basket, const Programme& programme, SearchBudget budget)
        : basket_{&basket}, programme_{&programme}, budget_{budget}
    {
        result_.units = units_of(basket, programme.rounding);
    }

    // One layer over the units that are visible to it. Units used by an exclusive layer are hidden
    // from all later ones.
    void work(const Offers& offers, bool hide_used)
    {
        const RewardContext context{basket_, &result_.units, programme_->rounding};
        LayerChoice choice = best_in_layer(offers, result_.units, context, budget_);
        result_.parts.reserve(result_.parts.size() + choice.applications.size());
        result_.optimal = result_.optimal && choice.optimal;
        result_.units = std::move(choice.left);
        for (const Application& application : choice.applications) {
            record(application);
            for (const Slice& slice : application.slices) {
                Units& target = hide_used ? hidden_ : result_.units;
                target[slice.line].classes.add({slice.new_rest, slice.count});
            }
        }
    }

    void expect_hidden() { hidden_.resize(result_.units.size()); }

    Discounts finish()
    {
        for (std::size_t line = 0; line < hidden_.size(); ++line) {
            for (const UnitClass& units : hidden_[line].classes)
                result_.units[line].classes.add(units);
        }
        return std::move(result_);
    }

private:
    static void add(std::vector<Discounts::LineOff>& offs, Discounts::LineOff more)
    {
        const auto place = std::ranges::lower_bound(offs, more.line, {}, &Discounts::LineOff::line);
        if (place != offs.end() && place->line == more.line) {
            place->off += more.off;
        } else if (more.off != 0) {
            offs.insert(place, more);
        }
    }

    void record(const Application& application)
    {
        auto part =
            std::ranges::find(result_.parts, application.candidate, &Discounts::Part::candidate);
        if (part == result_.parts.end()) {
            result_.parts.push_back({application.candidate, 0, 0, 0, {}});
            part = std::prev(result_.parts.end());
        }
        part->applications += application.times;
        part->off += application.discount;
        result_.off += application.discount;
        for (const Slice& slice : application.slices) {
            part->units += slice.count;
            add(part->off_by_line, {slice.line, (slice.rest - slice.new_rest) * slice.count});
        }
    }

    const Basket* basket_;
    const Programme* programme_;
    SearchBudget budget_;
    Units hidden_;
    Discounts result_;
};

Discounts with_choice(const Offers& exclusive,
                      const Offers& others,
                      const Basket& basket,
                      const Programme& programme,
                      std::int64_t steps)
{
    Pricing pricing{basket, programme, {steps, spendable_points(basket).count()}};
    if (!exclusive.empty()) {
        pricing.expect_hidden();
        pricing.work(exclusive, true);
    }
    for (const std::string& layer : programme.layers) {
        Offers offers;
        offers.reserve(others.size());
        std::ranges::copy_if(others, std::back_inserter(offers), [&](const Candidate* candidate) {
            return candidate->offer->layer == layer;
        });
        if (!offers.empty()) pricing.work(offers, false);
    }
    return pricing.finish();
}

}  // namespace

Discounts discount(const std::vector<Candidate>& candidates,
                   const Basket& basket,
                   const Programme& programme)
{
    Offers others;
    Offers exclusive;
    for (const Candidate& candidate : candidates) {
        (candidate.offer->exclusive ? exclusive : others).push_back(&candidate);
    }
    if (exclusive.empty()) {
        return with_choice({}, others, basket, programme, programme.search_limit);
    }

    const std::size_t weighed = std::min(exclusive.size(), exclusives_weighed_max);
    const std::uint32_t choices = 1U << weighed;
    const std::int64_t steps = std::max<std::int64_t>(1, programme.search_limit / choices);
    std::optional<Discounts> best;
    int best_size = 0;
    bool all_optimal = true;
    for (std::uint32_t choice = 0; choice < choices; ++choice) {
        Offers taking_part;
        for (std::size_t i = 0; i < exclusive.size(); ++i) {
            if (i >= weighed || (choice >> i & 1U) != 0) taking_part.push_back(exclusive[i]);
        }
        Discounts result = with_choice(taking_part, others, basket, programme, steps);
        all_optimal = all_optimal && result.optimal;
        const int size = std::popcount(choice);
        if (!best || result.off > best->off || (result.off == best->off && size < best_size)) {
            best = std::move(result);
            best_size = size;
        }
    }
    best->optimal = all_optimal;
    return std::move(*best);
}

std::int64_t alone(const Candidate& candidate, const Basket& basket, const Programme& programme)
{
    return with_choice({}, {&candidate}, basket, programme, 100).off;
}

}  // namespace loyal
