#include "layer_search.hpp"

#include "layer_bound.hpp"
#include "line_choice.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <optional>
#include <span>

namespace loyal {
namespace {

// A group that the search has chosen, and how often.
struct Step {
    std::size_t contender = 0;
    const Group* group = nullptr;
    std::int64_t times = 1;
};

// Gives each kind's units to the chosen groups, the smallest lines to the first ones.
class Placement {
public:
    explicit Placement(const LayerProblem& problem) : problem_{&problem}
    {
        for (const UnitKind& kind : problem.kinds) places_.push_back(kind.places);
    }

    std::vector<ChosenUse> place(std::vector<Step> steps)
    {
        std::ranges::stable_sort(steps, {}, [&](const Step& step) {
            return problem_->contenders[step.contender].candidate->position;
        });
        std::vector<ChosenUse> uses;
        for (auto from = steps.begin(); from != steps.end();) {
            const auto to = std::find_if(from, steps.end(), [&](const Step& step) {
                return step.contender != from->contender;
            });
            place_offer({from, to}, uses);
            from = to;
        }
        return uses;
    }

    // What is left of each kind, by line.
    const std::vector<std::vector<UnitKind::Place>>& left() const { return places_; }

private:
    void place_offer(std::span<Step> steps, std::vector<ChosenUse>& uses)
    {
        for (;;) {
            Step* next = nullptr;
            std::optional<ChosenUse> smallest;
            for (Step& step : steps) {
                if (step.times == 0) continue;
                ChosenUse use = first_units(step);
                if (smallest && compare_units(use, *smallest) >= 0) continue;
                smallest = std::move(use);
                next = &step;
            }
            if (next == nullptr) return;
            smallest->times = std::min(next->times, repeats(*next->group));
            take(*next->group, smallest->times);
            next->times -= smallest->times;
            uses.push_back(std::move(*smallest));
        }
    }

    ChosenUse first_units(const Step& step) const
    {
        ChosenUse use{problem_->contenders[step.contender].candidate, 1, {}};
        for (const Group::Part& part : step.group->parts) {
            std::int64_t missing = part.count;
            for (const UnitKind::Place& place : places_[part.kind]) {
                const std::int64_t count = std::min(missing, place.count);
                if (count > 0) {
                    use.units.push_back({place.line, problem_->kinds[part.kind].rest, count});
                }
                missing -= count;
            }
        }
        std::ranges::sort(use.units, [](const Take& a, const Take& b) {
            return a.line != b.line ? a.line < b.line : a.rest > b.rest;
        });
        return use;
    }

    // How often the group finds its units on the same lines again.
    std::int64_t repeats(const Group& group) const
    {
        std::int64_t times = std::numeric_limits<std::int64_t>::max();
        for (const Group::Part& part : group.parts) {
            const auto place = std::ranges::find_if(
                places_[part.kind], [](const UnitKind::Place& it) { return it.count > 0; });
            times = std::min(times, std::max<std::int64_t>(1, place->count / part.count));
        }
        return times;
    }

    void take(const Group& group, std::int64_t times)
    {
        for (const Group::Part& part : group.parts) {
            std::int64_t missing = part.count * times;
            for (UnitKind::Place& place : places_[part.kind]) {
                const std::int64_t count = std::min(missing, place.count);
                place.count -= count;
                missing -= count;
            }
        }
    }

    const LayerProblem* problem_;
    std::vector<std::vector<UnitKind::Place>> places_;
};

class Search {
public:
    Search(const LayerProblem& problem, SearchBudget& budget)
        : problem_{&problem},
          bound_{problem},
          budget_{&budget},
          points_{budget.points},
          groups_(problem.contenders.size()),
          largest_first_(problem.contenders.size()),
          enabled_(problem.contenders.size())
    {
        for (const UnitKind& kind : problem.kinds) counts_.push_back(kind.count);
        constexpr std::size_t size_of_one_step = 64;
        weight_ += static_cast<std::int64_t>(problem.kinds.size() * problem.contenders.size() /
                                             size_of_one_step);
    }

    SearchResult run()
    {
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            if (problem_->contenders[i].form == Contender::Form::grouped) {
                groups_[i] = groups_of(problem_->contenders[i], *problem_, budget_->steps);
            }
            for (const Group& group : groups_[i]) largest_first_[i].push_back(&group);
            std::ranges::stable_sort(largest_first_[i], std::ranges::greater{}, &Group::discount);
        }
        stopped_ = budget_->steps <= 0;
        for (std::size_t first = 0; first < groups_.size(); ++first) start_with(first);
        decide(0);
        best_.optimal = !stopped_;
        budget_->points -= best_.points;
        return std::move(best_);
    }

private:
    using Form = Contender::Form;

    const Candidate& candidate(std::size_t contender) const
    {
        return *problem_->contenders[contender].candidate;
    }

    std::int64_t cost(std::size_t contender) const
    {
        const auto& points = candidate(contender).offer->cost;
        return points ? points->count() : 0;
    }

    std::int64_t most_times(std::size_t contender, std::int64_t left) const
    {
        const std::int64_t points = cost(contender);
        return points == 0 ? left : std::min(left, points_ / points);
    }

    std::int64_t applications_of(std::size_t contender) const
    {
        const auto* nth = std::get_if<NthReward>(&candidate(contender).offer->reward);
        return nth != nullptr && !nth->repeat
                   ? std::min<std::int64_t>(1, candidate(contender).applications_left)
                   : candidate(contender).applications_left;
    }

    // One more choice tried; false when there are no steps left.
    bool step()
    {
        if (budget_->steps <= 0) {
            stopped_ = true;
            return false;
        }
        budget_->steps -= weight_;
        return true;
    }

    // Whether a total that is at most `optimistic`, with `more` further applications for certain,
    // cannot be better than the best so far.
    bool is_hopeless(std::int64_t optimistic, std::int64_t more) const
    {
        if (!found_ || optimistic > best_.choice.discount) return false;
        if (optimistic < best_.choice.discount) return true;
        const bool needs_one = problem_->lines.empty() && more == 0 && optimistic > value_;
        return applications_ + more + (needs_one ? 1 : 0) > best_.choice.applications;
    }

    std::int64_t still(std::size_t contender, std::uint32_t kind) const
    {
        return bound_.most({counts_, contender, kind}, best_.choice.discount - value_);
    }

    void use(const Step& chosen, int sign)
    {
        for (const Group::Part& part : chosen.group->parts) {
            counts_[part.kind] -= sign * part.count * chosen.times;
        }
        value_ += sign * chosen.group->discount * chosen.times;
        applications_ += sign * chosen.times;
        points_ -= sign * cost(chosen.contender) * chosen.times;
        if (sign > 0) {
            chosen_.push_back(chosen);
        } else {
            chosen_.pop_back();
        }
    }

    void decide(std::size_t contender)
    {
        if (!step()) return;
        if (is_hopeless(value_ + still(contender, 0), 0)) return;
        if (contender == groups_.size()) {
            finish();
            return;
        }
        switch (problem_->contenders[contender].form) {
            case Form::whole: decide_whole(contender); break;
            case Form::paid: decide_paid(contender); break;
            case Form::grouped: add_groups(contender, 0, applications_of(contender)); break;
            case Form::limited: pick_limited(contender); break;
        }
    }

    std::optional<Group> whole_group(std::size_t contender) const
    {
        Group group;
        std::int64_t sum = 0;
        for (const std::uint32_t kind : problem_->contenders[contender].kinds) {
            if (counts_[kind] != problem_->kinds[kind].count) return std::nullopt;
            group.parts.push_back({kind, counts_[kind]});
            sum += problem_->kinds[kind].rest * counts_[kind];
        }
        group.discount = off_whole(candidate(contender), sum, problem_->context.rounding);
        if (group.discount <= 0 || most_times(contender, 1) == 0) return std::nullopt;
        return group;
    }

    void decide_whole(std::size_t contender)
    {
        if (const auto group = whole_group(contender)) {
            own_.push_back(*group);
            const Step chosen{contender, &own_.back(), 1};
            use(chosen, 1);
            decide(contender + 1);
            use(chosen, -1);
            own_.pop_back();
        }
        decide(contender + 1);
    }

    void decide_paid(std::size_t contender)
    {
        if (most_times(contender, 1) > 0) {
            enabled_[contender] = true;
            points_ -= cost(contender);
            decide(contender + 1);
            points_ += cost(contender);
            enabled_[contender] = false;
        }
        decide(contender + 1);
    }

    // Adds groups of one offer, in the order of the list, or goes on with the next offer.
    void add_groups(std::size_t contender, std::size_t from, std::int64_t left)
    {
        for (std::size_t i = from; i < groups_[contender].size(); ++i) {
            const Group& group = groups_[contender][i];
            std::int64_t most = most_times(contender, left);
            for (const Group::Part& part : group.parts) {
                most = std::min(most, counts_[part.kind] / part.count);
            }
            if (most <= 0) continue;
            if (stopped_ || is_hopeless(value_ + still(contender, group.parts.front().kind), 0)) {
                return;
            }
            try_times({contender, i, left}, 1, most);
        }
        decide(contender + 1);
    }

    struct GroupPlace {
        std::size_t contender = 0;
        std::size_t group = 0;
        std::int64_t left = 0;
    };

    // Tries all numbers of times from `low` to `high`; a range that can't hold a better choice is
    // left as a whole.
    void try_times(const GroupPlace& place, std::int64_t low, std::int64_t high)
    {
        if (!step()) return;
        const Group& group = groups_[place.contender][place.group];
        const Step chosen{place.contender, &group, low};
        use(chosen, 1);
        const std::int64_t optimistic =
            value_ + group.discount * (high - low) +
            bound_.most({counts_, place.contender, group.parts.front().kind},
                        best_.choice.discount - value_ - group.discount * (high - low));
        const bool hopeless = is_hopeless(optimistic, 0);
        if (!hopeless && low == high) {
            add_groups(place.contender, place.group + 1, place.left - low);
        }
        use(chosen, -1);
        if (hopeless || low == high) return;
        const std::int64_t middle = low + (high - low) / 2;
        try_times(place, middle + 1, high);
        try_times(place, low, middle);
    }

    void pick_limited(std::size_t contender)
    {
        if (most_times(contender, 1) > 0) {
            Group picked;
            pick(contender, 0, candidate(contender).units_left, picked);
        }
        decide(contender + 1);
    }

    // Chooses how many units of each kind from `from` on the limited offer uses.
    void pick(std::size_t contender, std::size_t from, std::int64_t left, Group& picked)
    {
        const std::vector<std::uint32_t>& kinds = problem_->contenders[contender].kinds;
        if (!step()) return;
        picked.discount = off_picked(contender, picked);
        if (from == kinds.size() || left == 0) {
            if (picked.discount <= 0 || has_idle_line(contender, picked)) return;
            own_.push_back(picked);
            const Step chosen{contender, &own_.back(), 1};
            // The units are taken already.
            value_ += picked.discount;
            ++applications_;
            points_ -= cost(contender);
            chosen_.push_back(chosen);
            decide(contender + 1);
            chosen_.pop_back();
            points_ += cost(contender);
            --applications_;
            value_ -= picked.discount;
            own_.pop_back();
            return;
        }
        // By line, rounding may add half a unit to what the picked units give together.
        const auto rounding = static_cast<std::int64_t>(picked.parts.size());
        if (is_hopeless(value_ + picked.discount + rounding + still(contender, kinds[from]), 0)) {
            return;
        }
        pick_counts({contender, from, left}, 0, std::min(left, counts_[kinds[from]]), picked);
    }

    // Tries all numbers of units from `low` to `high` of one kind.
    void pick_counts(const GroupPlace& place, std::int64_t low, std::int64_t high, Group& picked)
    {
        const std::vector<std::uint32_t>& kinds = problem_->contenders[place.contender].kinds;
        const std::uint32_t kind = kinds[place.group];
        if (low == high) {
            if (low > 0) picked.parts.push_back({kind, low});
            counts_[kind] -= low;
            pick(place.contender, place.group + 1, place.left - low, picked);
            counts_[kind] += low;
            if (low > 0) picked.parts.pop_back();
            return;
        }
        if (!step()) return;
        picked.parts.push_back({kind, high});
        const std::int64_t off = off_picked(place.contender, picked);
        picked.parts.pop_back();
        counts_[kind] -= low;
        const std::int64_t rounding = static_cast<std::int64_t>(picked.parts.size()) + 1;
        const bool hopeless =
            is_hopeless(value_ + off + rounding + still(place.contender, kind + 1), 0);
        counts_[kind] += low;
        if (hopeless) return;
        const std::int64_t middle = low + (high - low) / 2;
        pick_counts(place, middle + 1, high, picked);
        pick_counts(place, low, middle, picked);
    }

    // What a limited offer takes off the picked units, line by line.
    template <class Visit>
    void for_each_line(std::size_t contender, const Group& picked, Visit visit) const
    {
        std::vector<Take> takes;
        for (const Group::Part& part : picked.parts) {
            const UnitKind& kind = problem_->kinds[part.kind];
            const std::uint32_t line = kind.places.front().line;
            if (!takes.empty() && takes.front().line != line) {
                visit(off_line(candidate(contender), takes, problem_->context));
                takes.clear();
            }
            takes.push_back({line, kind.rest, part.count});
        }
        if (!takes.empty()) visit(off_line(candidate(contender), takes, problem_->context));
    }

    std::int64_t off_picked(std::size_t contender, const Group& picked) const
    {
        std::int64_t sum = 0;
        for_each_line(contender, picked, [&](std::int64_t off) { sum += off; });
        return sum;
    }

    // An offer is not used in a line where it takes nothing off.
    bool has_idle_line(std::size_t contender, const Group& picked) const
    {
        bool is_idle = false;
        for_each_line(contender, picked, [&](std::int64_t off) { is_idle = is_idle || off == 0; });
        return is_idle;
    }

    // A first choice: the largest groups of this offer, then of the others.
    void start_with(std::size_t first)
    {
        const std::size_t before = chosen_.size();
        take_largest(first);
        for (std::size_t i = 0; i < groups_.size(); ++i) {
            if (i != first) take_largest(i);
        }
        finish();
        while (chosen_.size() > before) {
            const Step last = chosen_.back();
            use(last, -1);
        }
        own_.clear();
    }

    void take_largest(std::size_t contender)
    {
        if (problem_->contenders[contender].form == Form::whole) {
            if (auto group = whole_group(contender)) {
                own_.push_back(std::move(*group));
                use({contender, &own_.back(), 1}, 1);
            }
            return;
        }
        if (problem_->contenders[contender].form == Form::limited) {
            take_limited(contender);
            return;
        }
        std::int64_t left = applications_of(contender);
        for (const Group* group : largest_first_[contender]) {
            std::int64_t times = most_times(contender, left);
            for (const Group::Part& part : group->parts) {
                times = std::min(times, counts_[part.kind] / part.count);
            }
            if (times <= 0) continue;
            use({contender, group, times}, 1);
            left -= times;
        }
    }

    void take_limited(std::size_t contender)
    {
        std::vector<std::pair<std::int64_t, std::uint32_t>> gains;
        for (const std::uint32_t kind : problem_->contenders[contender].kinds) {
            const Group one{{{kind, 1}}, 0};
            gains.emplace_back(off_picked(contender, one), kind);
        }
        std::ranges::stable_sort(gains, std::ranges::greater{},
                                 [](const auto& it) { return it.first; });
        Group group;
        std::int64_t left = candidate(contender).units_left;
        for (const auto& [gain, kind] : gains) {
            const std::int64_t count = std::min(left, counts_[kind]);
            if (count > 0 && gain > 0) group.parts.push_back({kind, count});
            left -= gain > 0 ? count : 0;
        }
        std::ranges::sort(group.parts, {}, &Group::Part::kind);
        group.discount = off_picked(contender, group);
        if (group.discount <= 0 || has_idle_line(contender, group)) return;
        if (most_times(contender, 1) == 0) return;
        own_.push_back(std::move(group));
        use({contender, &own_.back(), 1}, 1);
    }

    std::vector<const Candidate*> open_offers(const OfferedLine& line) const
    {
        std::vector<const Candidate*> open = line.offers;
        for (std::size_t i = 0; i < enabled_.size(); ++i) {
            if (problem_->contenders[i].form == Form::paid && !enabled_[i]) {
                std::erase(open, &candidate(i));
            }
        }
        return open;
    }

    // All offers are decided: adds the line offers on what is left and keeps the better choice.
    void finish()
    {
        std::int64_t value = value_;
        for (const OfferedLine& line : problem_->lines) {
            value += bound_.line_offers_on(line, counts_);
        }
        if (found_ && value < best_.choice.discount) return;
        Placement placement{*problem_};
        Choice choice{value_, applications_, placement.place(chosen_)};
        add_line_offers(placement, choice);
        choice.sort();
        if (found_ && !is_better(choice, best_.choice)) return;
        found_ = true;
        best_.choice = std::move(choice);
        best_.points = 0;
        for (const ChosenUse& it : best_.choice.uses) {
            if (it.candidate->offer->cost) {
                best_.points += it.candidate->offer->cost->count() * it.times;
            }
        }
    }

    void add_line_offers(const Placement& placement, Choice& choice) const
    {
        std::vector<std::vector<const Candidate*>> offers;
        std::vector<LineToOffer> lines;
        offers.reserve(problem_->lines.size());
        for (const OfferedLine& line : problem_->lines) {
            offers.push_back(open_offers(line));
            LineToOffer& open = lines.emplace_back(LineToOffer{{}, offers.back()});
            for (const std::uint32_t kind : line.kinds) {
                for (const UnitKind::Place& place : placement.left()[kind]) {
                    if (place.line == line.line && place.count > 0) {
                        open.takes.push_back({place.line, problem_->kinds[kind].rest, place.count});
                    }
                }
            }
        }
        Choice by_line = choose_line_offers(lines, problem_->context);
        choice.discount += by_line.discount;
        choice.applications += by_line.applications;
        std::ranges::move(by_line.uses, std::back_inserter(choice.uses));
    }

    const LayerProblem* problem_;
    LayerBound bound_;
    SearchBudget* budget_;
    std::int64_t points_;
    std::vector<std::vector<Group>> groups_;  // by contender
    std::vector<std::vector<const Group*>> largest_first_;
    std::vector<bool> enabled_;         // paid line offers, by contender
    std::vector<std::int64_t> counts_;  // free units by kind
    std::deque<Group> own_;             // groups that are in no list
    // What a step costs grows with the problem; so does what it takes off the limit, which then
    // bounds the work.
    std::int64_t weight_ = 1;
    std::vector<Step> chosen_;
    std::int64_t value_ = 0;
    std::int64_t applications_ = 0;
    SearchResult best_;
    bool found_ = false;
    bool stopped_ = false;
};

}  // namespace

SearchResult search(const LayerProblem& problem, SearchBudget& budget)
{
    return Search{problem, budget}.run();
}

}  // namespace loyal
