#include "next_steps.hpp"

#include "reasons.hpp"

#include <algorithm>
#include <utility>

namespace loyal {
namespace {

std::ptrdiff_t layer_of(const Offer& offer, const Programme& programme)
{
    return std::ranges::find(programme.layers, offer.layer) - programme.layers.begin();
}

bool is_applied(const Candidate& candidate, const Discounts& discounts)
{
    return std::ranges::find(discounts.parts, &candidate, &Discounts::Part::candidate) !=
           discounts.parts.end();
}

std::optional<NextStep> next_of_every(const SpendEvery& every, Money sum, const std::string& code)
{
    const std::int64_t times = sum.minor_units() / every.from.minor_units();
    if (every.most != 0 && times >= every.most) return std::nullopt;
    const Money missing = every.from - Money::minor(sum.minor_units() % every.from.minor_units());
    return NextStep{{}, missing, every.off, {}, reasons::more_takes_off(missing, every.off, code)};
}

std::optional<NextStep> next_of_steps(const std::vector<SpendStep>& steps,
                                      Money sum,
                                      const std::string& code)
{
    const auto next =
        std::ranges::find_if(steps, [&](const SpendStep& step) { return step.from > sum; });
    if (next == steps.end()) return std::nullopt;
    const Money missing = next->from - sum;
    return NextStep{{}, missing, next->off, next->bp, reasons::more_reaches(missing, *next, code)};
}

}  // namespace

std::optional<Money> sum_reached(const Candidate& candidate,
                                 const Discounts& discounts,
                                 const Occasion& occasion)
{
    const Offer& offer = *candidate.offer;
    Money sum;
    for (const std::uint32_t line : candidate.lines) sum += occasion.gross[line];
    for (const Discounts::Part& part : discounts.parts) {
        const Offer& other = *part.candidate->offer;
        if (part.candidate == &candidate || (offer.exclusive && !other.exclusive)) continue;
        const bool is_before = !other.exclusive && layer_of(other, *occasion.programme) <
                                                       layer_of(offer, *occasion.programme);
        for (const auto& [line, off] : part.off_by_line) {
            if (!std::ranges::binary_search(candidate.lines, line)) continue;
            if (other.exclusive) return std::nullopt;
            if (is_before) sum -= Money::minor(off);
        }
    }
    return sum;
}

std::vector<NextStep> next_steps(const Judgement& judgement,
                                 const Discounts& discounts,
                                 const Occasion& occasion)
{
    std::vector<NextStep> steps;
    const std::string& currency = occasion.programme->currency;
    for (const Candidate& candidate : judgement.money) {
        const auto* spend = std::get_if<SpendReward>(&candidate.offer->reward);
        if (spend == nullptr) continue;
        const auto sum = sum_reached(candidate, discounts, occasion);
        if (!sum) continue;
        // Neither applied nor short of its first step: it gave way to a better offer.
        if (!is_applied(candidate, discounts) && *sum >= first_step(*spend)) continue;
        auto next = spend->every ? next_of_every(*spend->every, *sum, currency)
                                 : next_of_steps(spend->steps, *sum, currency);
        if (!next) continue;
        next->offer = candidate.offer->id;
        steps.push_back(std::move(*next));
    }
    return steps;
}

Money first_step(const SpendReward& reward)
{
    return reward.every ? reward.every->from : reward.steps.front().from;
}

}  // namespace loyal
