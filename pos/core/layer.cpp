#include "layer.hpp"

#include "layer_problem.hpp"
#include "line_choice.hpp"
#include "nth_alone.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <utility>

namespace loyal {
namespace {

using Offers = std::vector<const Candidate*>;

std::int64_t cost_of(const Candidate& candidate)
{
    return candidate.offer->cost ? candidate.offer->cost->count() : 0;
}

// Lines and the offers that compete for their units, apart from all others.
struct Component {
    Offers offers;  // those that need definite units, and paid line offers
    std::vector<std::uint32_t> lines;
};

// Joins the lines that one offer selects.
class Components {
public:
    explicit Components(std::size_t lines) : parent_(lines)
    {
        std::iota(parent_.begin(), parent_.end(), 0U);
    }

    void join(std::uint32_t a, std::uint32_t b) { parent_[root(a)] = root(b); }

    std::vector<Component> of(const Offers& offers, const std::vector<bool>& touched)
    {
        std::vector<Component> components;
        std::vector<std::size_t> number(parent_.size(), parent_.size());
        const auto component = [&](std::uint32_t line) -> Component& {
            std::size_t& place = number[root(line)];
            if (place == parent_.size()) {
                place = components.size();
                components.emplace_back();
            }
            return components[place];
        };
        for (const Candidate* offer : offers) {
            component(offer->lines.front()).offers.push_back(offer);
        }
        for (std::uint32_t line = 0; line < parent_.size(); ++line) {
            if (touched[line]) component(line).lines.push_back(line);
        }
        return components;
    }

private:
    std::uint32_t root(std::uint32_t line)
    {
        while (parent_[line] != line) line = parent_[line] = parent_[parent_[line]];
        return line;
    }

    std::vector<std::uint32_t> parent_;
};

class Layer {
public:
    Layer(const Offers& offers,
          const Units& free,
          const RewardContext& context,
          SearchBudget& budget)
        : offers_{&offers},
          free_{free},
          context_{&context},
          budget_{&budget},
          line_offers_(free.size())
    {
        for (const Candidate* offer : offers) {
            if (is_line_offer(*offer)) {
                for (const std::uint32_t line : offer->lines) line_offers_[line].push_back(offer);
            }
        }
    }

    LayerChoice run()
    {
        const std::int64_t points = budget_->points;
        for (const Component& component : components()) work(component);
        add_line_offers();  // on the lines that no component has
        if (!choice_.optimal) prefer_greedy(points);
        std::ranges::stable_sort(choice_.applications, {}, [](const Application& application) {
            return application.candidate->position;
        });
        choice_.left = std::move(free_);
        return std::move(choice_);
    }

private:
    // Whether the points may not reach for every offer with a cost.
    bool points_are_short() const
    {
        std::int64_t asked = 0;
        for (const Candidate* offer : *offers_) {
            const std::int64_t cost = cost_of(*offer);
            if (cost == 0) continue;
            if (offer->applications_left > (budget_->points - asked) / cost) return true;
            asked += cost * offer->applications_left;
        }
        return false;
    }

    std::vector<Component> components() const
    {
        const bool is_short = points_are_short();
        Offers competing;
        for (const Candidate* offer : *offers_) {
            const bool is_paid = is_short && cost_of(*offer) > 0;
            if (is_paid || !is_line_offer(*offer)) competing.push_back(offer);
        }
        if (competing.empty()) return {};
        Components components{free_.size()};
        std::vector<bool> touched(free_.size());
        const Candidate* paid = nullptr;
        for (const Candidate* offer : competing) {
            for (const std::uint32_t line : offer->lines) {
                components.join(line, offer->lines.front());
                touched[line] = true;
            }
            if (!is_short || cost_of(*offer) == 0) continue;
            if (paid != nullptr) components.join(paid->lines.front(), offer->lines.front());
            paid = offer;
        }
        join_line_offers(components, touched);
        return components.of(competing, touched);
    }

    // A line offer on a line of a component decides ties on its other lines, too.
    void join_line_offers(Components& components, std::vector<bool>& touched) const
    {
        for (bool grows = true; grows;) {
            grows = false;
            for (const Candidate* offer : *offers_) {
                if (!is_line_offer(*offer)) continue;
                const auto in = [&](std::uint32_t line) { return touched[line]; };
                if (std::ranges::none_of(offer->lines, in)) continue;
                grows = grows || !std::ranges::all_of(offer->lines, in);
                for (const std::uint32_t line : offer->lines) {
                    components.join(line, offer->lines.front());
                    touched[line] = true;
                }
            }
        }
    }

    void work(const Component& component)
    {
        if (auto choice = without_search(component)) {
            for (const ChosenUse& use : choice->uses) {
                budget_->points -= cost_of(*use.candidate) * use.times;
                apply(use);
            }
            return;
        }
        const LayerProblem problem =
            layer_problem(component.offers, line_offers_, component.lines, free_, *context_);
        const SearchResult found = search(problem, *budget_);
        choice_.optimal = choice_.optimal && found.optimal;
        for (const ChosenUse& use : found.choice.uses) apply(use);
        for (const std::uint32_t line : component.lines) line_offers_[line].clear();
    }

    // The best choice where a single offer has its units to itself.
    std::optional<Choice> without_search(const Component& component) const
    {
        if (component.offers.size() != 1) return std::nullopt;
        const Candidate& offer = *component.offers.front();
        const bool has_line_offers = std::ranges::any_of(
            component.lines, [&](std::uint32_t line) { return !line_offers_[line].empty(); });
        if (has_line_offers || cost_of(offer) > 0) return std::nullopt;
        const auto* nth = std::get_if<NthReward>(&offer.offer->reward);
        if (nth != nullptr && nth->get == 1 && !may_depend_on_rests(component)) {
            return nth_alone(offer, free_, *context_);
        }
        const bool keeps_units_apart = is_whole_offer(offer) ||
                                       std::holds_alternative<AmountReward>(offer.offer->reward) ||
                                       std::holds_alternative<FixedReward>(offer.offer->reward);
        if (!keeps_units_apart) return std::nullopt;
        Choice choice;
        choice.uses.push_back({&offer, 1, largest_units(offer, free_, *context_)});
        return choice;
    }

    // Where a line has units of several rests, which of them a group takes can decide which lines
    // the next one has left: few such units are searched.
    bool may_depend_on_rests(const Component& component) const
    {
        constexpr std::size_t kinds_searched_max = 12;
        std::size_t kinds = 0;
        bool several = false;
        for (const std::uint32_t line : component.lines) {
            kinds += free_[line].classes.size();
            several = several || free_[line].classes.size() > 1;
        }
        return several && kinds <= kinds_searched_max;
    }

    void apply(const ChosenUse& chosen)
    {
        Application application =
            application_on(*chosen.candidate, chosen.units, chosen.times, *context_);
        if (application.discount <= 0) return;
        use(application, free_);
        choice_.discount += application.discount;
        choice_.applications.push_back(std::move(application));
    }

    void add_line_offers()
    {
        std::vector<LineToOffer> lines;
        lines.reserve(free_.size());
        for (std::uint32_t line = 0; line < free_.size(); ++line) {
            if (!line_offers_[line].empty()) {
                lines.push_back({takes_of(line, free_), line_offers_[line]});
            }
        }
        if (lines.empty()) return;
        for (const ChosenUse& use : choose_line_offers(lines, *context_).uses) {
            budget_->points -= cost_of(*use.candidate);
            apply(use);
        }
    }

    // A search that was cut short may not fall below repeatedly taking the largest application.
    void prefer_greedy(std::int64_t points)
    {
        LayerChoice greedy;
        Units free = *context_->visible;
        std::vector<std::int64_t> left;
        for (const Candidate* offer : *offers_) left.push_back(applications_of(*offer));
        for (;;) {
            std::optional<Application> largest;
            std::size_t place = 0;
            for (std::size_t i = 0; i < offers_->size(); ++i) {
                const Candidate& offer = *(*offers_)[i];
                if (left[i] <= 0 || cost_of(offer) > points) continue;
                auto next = largest_single(offer, free);
                if (!next || (largest && next->discount <= largest->discount)) continue;
                largest = std::move(next);
                place = i;
            }
            if (!largest) break;
            --left[place];
            points -= cost_of(*largest->candidate);
            use(*largest, free);
            greedy.discount += largest->discount;
            greedy.applications.push_back(std::move(*largest));
        }
        if (greedy.discount <= choice_.discount) return;
        choice_ = std::move(greedy);
        free_ = std::move(free);
        choice_.optimal = false;
        budget_->points = points;
    }

    // Of several equally large applications the one with the smallest lines, where they can be
    // listed.
    std::optional<Application> largest_single(const Candidate& offer, const Units& free) const
    {
        constexpr std::int64_t groups_listed_max = 2'000;
        constexpr std::size_t lines_listed_max = 8;
        const auto list = [&]() -> std::optional<Application> {
            const std::vector<Offers> no_line_offers(free.size());
            const Candidate* const only = &offer;
            const LayerProblem problem =
                layer_problem({&only, 1}, no_line_offers, offer.lines, free, *context_);
            const Contender& contender = problem.contenders.front();
            std::int64_t steps = groups_listed_max;
            std::vector<Group> groups = groups_of(contender, problem, steps);
            if (steps <= 0 || groups.empty()) return std::nullopt;
            const Group best = *std::ranges::max_element(groups, {}, &Group::discount);
            return application_on(offer, first_units(problem, best), 1, *context_);
        };
        const bool is_small = offer.lines.size() <= lines_listed_max;
        if (is_small && !is_by_line(offer) && !is_whole_offer(offer)) {
            if (auto listed = list()) return listed;
        }
        return largest_application(offer, free, *context_);
    }

    static std::vector<Take> first_units(const LayerProblem& problem, const Group& group)
    {
        std::vector<Take> units;
        for (const Group::Part& part : group.parts) {
            const UnitKind& kind = problem.kinds[part.kind];
            std::int64_t missing = part.count;
            for (const UnitKind::Place& place : kind.places) {
                const std::int64_t count = std::min(missing, place.count);
                if (count > 0) units.push_back({place.line, kind.rest, count});
                missing -= count;
            }
        }
        return units;
    }

    static std::int64_t applications_of(const Candidate& offer)
    {
        const auto* nth = std::get_if<NthReward>(&offer.offer->reward);
        const bool repeats = nth != nullptr
                                 ? nth->repeat
                                 : std::holds_alternative<BundleReward>(offer.offer->reward);
        return repeats ? offer.applications_left : 1;
    }

    const Offers* offers_;
    Units free_;
    const RewardContext* context_;
    SearchBudget* budget_;
    std::vector<Offers> line_offers_;  // by line
    LayerChoice choice_;
};

}  // namespace

LayerChoice best_in_layer(const Offers& offers,
                          const Units& free,
                          const RewardContext& context,
                          SearchBudget& budget)
{
    return Layer{offers, free, context, budget}.run();
}

}  // namespace loyal
