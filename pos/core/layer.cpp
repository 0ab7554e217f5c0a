#include "layer.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace loyal {
namespace {

// How many equal groups the search tries one by one; above, it takes all of them or none.
constexpr std::int64_t counts_tried_max = 8;

class LayerSearch {
public:
    LayerSearch(const std::vector<const Candidate*>& offers,
                const RewardContext& context,
                std::int64_t& steps)
        : context_{&context}, steps_{&steps}
    {
        for (const Candidate* offer : offers) {
            (is_line_offer(*offer) ? line_offers_ : group_offers_).push_back(offer);
        }
    }

    LayerChoice run(const Units& free)
    {
        greedy(free);
        std::vector<Application> chosen;
        descend({}, free, chosen);
        LayerChoice choice = std::move(best_);
        choice.optimal = !stopped_;
        std::ranges::stable_sort(choice.applications, {}, [](const Application& application) {
            return application.candidate->position;
        });
        return choice;
    }

private:
    // Repeatedly the largest single application: what the search may never fall below.
    void greedy(Units free)
    {
        std::vector<Application> chosen;
        std::int64_t discount = 0;
        std::map<const Candidate*, std::int64_t> taken;
        for (;;) {
            std::optional<Application> best;
            for (const Candidate* offer : group_offers_) {
                const std::int64_t left = offer->applications_left - taken[offer];
                if (left <= 0) continue;
                auto next = next_application(*offer, free, left, *context_);
                if (next && (!best || next->discount > best->discount)) best = std::move(next);
            }
            // Line offers are weighed against it as the sum over the lines that they would take.
            if (!best || line_discount(free) >= best->discount + line_discount_after(*best, free)) {
                break;
            }
            taken[best->candidate] += best->times;
            if (!repeats(*best->candidate))
                taken[best->candidate] = best->candidate->applications_left;
            discount += best->discount;
            use(*best, free);
            chosen.push_back(std::move(*best));
        }
        finish(free, std::move(chosen), discount);
    }

    // A partial choice: what the offers before `index` took, and how often this one applied.
    struct Step {
        std::size_t index = 0;
        std::int64_t used = 0;
        std::int64_t discount = 0;
    };

    void descend(Step step, const Units& free, std::vector<Application>& chosen)
    {
        if (*steps_ <= 0) {
            stopped_ = true;
            return;
        }
        --*steps_;
        if (step.index == group_offers_.size()) {
            finish(free, chosen, step.discount);
            return;
        }
        const Candidate& offer = *group_offers_[step.index];
        const std::int64_t left = offer.applications_left - step.used;
        const auto next = left > 0 ? next_application(offer, free, left, *context_) : std::nullopt;
        if (next) try_counts(*next, step, free, chosen);
        descend({step.index + 1, 0, step.discount}, free, chosen);
    }

    void try_counts(const Application& next,
                    Step step,
                    const Units& free,
                    std::vector<Application>& chosen)
    {
        const std::int64_t lowest = next.times <= counts_tried_max ? 1 : next.times;
        for (std::int64_t times = next.times; times >= lowest; --times) {
            const auto application =
                times == next.times ? std::optional{next}
                                    : next_application(*next.candidate, free, times, *context_);
            if (!application) break;
            Units rest = free;
            use(*application, rest);
            chosen.push_back(*application);
            const std::int64_t sum = step.discount + application->discount;
            // Fewer than all of them means: no further group of these prices.
            const bool goes_on = times == next.times && repeats(*next.candidate);
            descend(
                goes_on ? Step{step.index, step.used + times, sum} : Step{step.index + 1, 0, sum},
                rest, chosen);
            chosen.pop_back();
        }
    }

    static bool repeats(const Candidate& offer)
    {
        const Reward& reward = offer.offer->reward;
        if (const auto* nth = std::get_if<NthReward>(&reward)) return nth->repeat;
        return std::holds_alternative<BundleReward>(reward);
    }

    std::int64_t line_discount(const Units& free) const
    {
        std::int64_t sum = 0;
        for (const auto& best : best_by_line(free)) sum += best.discount;
        return sum;
    }

    std::int64_t line_discount_after(const Application& application, Units free) const
    {
        use(application, free);
        return line_discount(free);
    }

    // For each line the line offers that take most off its free units, in programme order.
    std::map<std::uint32_t, std::vector<Application>> equals_by_line(const Units& free) const
    {
        std::map<std::uint32_t, std::vector<Application>> by_line;
        for (const Candidate* offer : line_offers_) {
            for (const std::uint32_t line : offer->lines) {
                if (free[line].classes.empty()) continue;
                auto application = line_application(*offer, line, free, *context_);
                if (!application) continue;
                auto& equals = by_line[line];
                if (!equals.empty() && equals.front().discount > application->discount) continue;
                if (!equals.empty() && equals.front().discount < application->discount) {
                    equals.clear();
                }
                equals.push_back(std::move(*application));
            }
        }
        return by_line;
    }

    // Among equals the offer that is used on another line already, so that there are fewer
    // applications, then the earlier.
    std::vector<Application> best_by_line(const Units& free) const
    {
        auto by_line = equals_by_line(free);
        std::set<const Candidate*> in_use;
        for (const auto& [line, equals] : by_line) {
            if (equals.size() == 1) in_use.insert(equals.front().candidate);
        }
        std::vector<Application> best;
        for (auto& [line, equals] : by_line) {
            const auto shared = std::ranges::find_if(equals, [&](const Application& application) {
                return in_use.contains(application.candidate);
            });
            Application& chosen = shared == equals.end() ? equals.front() : *shared;
            in_use.insert(chosen.candidate);
            best.push_back(std::move(chosen));
        }
        return best;
    }

    void finish(const Units& free, std::vector<Application> chosen, std::int64_t discount)
    {
        std::map<const Candidate*, Application> by_offer;
        for (Application& part : best_by_line(free)) {
            discount += part.discount;
            auto [entry, is_new] = by_offer.try_emplace(part.candidate, part);
            if (is_new) continue;
            entry->second.discount += part.discount;
            entry->second.slices.insert(entry->second.slices.end(), part.slices.begin(),
                                        part.slices.end());
        }
        for (auto& [offer, application] : by_offer) chosen.push_back(std::move(application));
        if (!is_better(chosen, discount)) return;
        best_.applications = std::move(chosen);
        best_.discount = discount;
    }

    bool is_better(const std::vector<Application>& chosen, std::int64_t discount) const
    {
        if (discount != best_.discount) return discount > best_.discount;
        return rank(chosen) < rank(best_.applications);
    }

    // Fewer applications first, then the smaller list of offers.
    static std::pair<std::int64_t, std::vector<std::uint32_t>> rank(
        const std::vector<Application>& chosen)
    {
        std::pair<std::int64_t, std::vector<std::uint32_t>> order;
        for (const Application& application : chosen) {
            order.first += application.times;
            order.second.push_back(application.candidate->position);
        }
        std::ranges::sort(order.second);
        return order;
    }

    std::vector<const Candidate*> line_offers_;
    std::vector<const Candidate*> group_offers_;
    const RewardContext* context_;
    std::int64_t* steps_;
    LayerChoice best_;
    bool stopped_ = false;
};

}  // namespace

LayerChoice best_in_layer(const std::vector<const Candidate*>& offers,
                          const Units& free,
                          const RewardContext& context,
                          std::int64_t& steps)
{
    if (offers.empty()) return {};
    return LayerSearch{offers, context, steps}.run(free);
}

}  // namespace loyal
