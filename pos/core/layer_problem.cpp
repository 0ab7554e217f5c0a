#include "layer_problem.hpp"

#include "selection.hpp"

#include <algorithm>
#include <limits>
#include <map>

namespace loyal {
namespace {

bool contains(const std::vector<std::uint32_t>& sorted, std::uint32_t line)
{
    return std::ranges::binary_search(sorted, line);
}

const NthReward* same_sku(const Candidate& candidate)
{
    const auto* nth = std::get_if<NthReward>(&candidate.offer->reward);
    return nth != nullptr && nth->same_sku ? nth : nullptr;
}

// Rounds by line: units of two lines are then never alike.
bool tells_lines_apart(const Candidate& candidate)
{
    return std::holds_alternative<PercentReward>(candidate.offer->reward) ||
           is_line_offer(candidate);
}

class ProblemBuilder {
public:
    ProblemBuilder(std::span<const Candidate* const> contenders,
                   const Units& free,
                   const RewardContext& context)
        : candidates_{contenders.begin(), contenders.end()}, free_{&free}
    {
        problem_.context = context;
        const auto rank = [](const Candidate* it) { return static_cast<int>(form_of(*it)); };
        std::ranges::stable_sort(candidates_, {}, rank);
    }

    void add_line(std::uint32_t line, const std::vector<const Candidate*>& line_offers)
    {
        std::vector<std::uint32_t> kinds;
        for (const UnitClass& units : (*free_)[line].classes) {
            const auto [entry, is_new] =
                known_.try_emplace(signature(line, units.rest, !line_offers.empty()),
                                   static_cast<std::uint32_t>(problem_.kinds.size()));
            if (is_new) problem_.kinds.push_back({units.rest, 0, {}});
            UnitKind& kind = problem_.kinds[entry->second];
            kind.count += units.count;
            kind.places.push_back({line, units.count});
            kinds.push_back(entry->second);
        }
        if (!line_offers.empty()) problem_.lines.push_back({line, std::move(kinds), line_offers});
    }

    LayerProblem finish()
    {
        for (const Candidate* candidate : candidates_) {
            Contender contender{candidate, form_of(*candidate), {}, {}};
            for (std::uint32_t kind = 0; kind < problem_.kinds.size(); ++kind) {
                if (contains(candidate->lines, line_of(kind))) contender.kinds.push_back(kind);
            }
            put_pools(contender);
            problem_.contenders.push_back(std::move(contender));
        }
        return std::move(problem_);
    }

private:
    static Contender::Form form_of(const Candidate& candidate)
    {
        if (is_whole_offer(candidate)) return Contender::Form::whole;
        if (is_line_offer(candidate)) return Contender::Form::paid;
        return is_by_line(candidate) ? Contender::Form::limited : Contender::Form::grouped;
    }

    std::uint32_t line_of(std::uint32_t kind) const
    {
        return problem_.kinds[kind].places.front().line;
    }

    const LineItem& item_of(std::uint32_t kind) const
    {
        return problem_.context.basket->lines[line_of(kind)];
    }

    // Two units with the same signature are alike for every offer of the component.
    std::vector<std::int64_t> signature(std::uint32_t line, std::int64_t rest, bool has_line_offers)
    {
        std::vector<std::int64_t> marks{rest,
                                        has_line_offers ? static_cast<std::int64_t>(line) : -1};
        const LineItem& item = problem_.context.basket->lines[line];
        for (const Candidate* candidate : candidates_) {
            const bool selected = contains(candidate->lines, line);
            marks.push_back(selected ? 1 : 0);
            if (!selected) continue;
            if (tells_lines_apart(*candidate)) {
                marks.push_back(line);
            } else if (is_by_line(*candidate)) {
                const Take one{line, rest, 1};
                marks.push_back(off_line(*candidate, {&one, 1}, problem_.context));
            } else if (same_sku(*candidate) != nullptr) {
                marks.push_back(sku_number(item.sku));
            } else if (const auto* bundle = std::get_if<BundleReward>(&candidate->offer->reward)) {
                for (const BundleSlot& slot : bundle->slots) {
                    marks.push_back(selects(slot.items, item) ? 1 : 0);
                }
            }
        }
        return marks;
    }

    std::int64_t sku_number(const Sku& sku)
    {
        return skus_.try_emplace(sku, static_cast<std::int64_t>(skus_.size())).first->second;
    }

    void put_pools(Contender& contender) const
    {
        if (const auto* bundle = std::get_if<BundleReward>(&contender.candidate->offer->reward)) {
            for (const BundleSlot& slot : bundle->slots) {
                auto& pool = contender.pools.emplace_back();
                std::ranges::copy_if(
                    contender.kinds, std::back_inserter(pool),
                    [&](std::uint32_t kind) { return selects(slot.items, item_of(kind)); });
            }
        } else if (same_sku(*contender.candidate) != nullptr) {
            std::map<Sku, std::vector<std::uint32_t>> by_sku;
            for (const std::uint32_t kind : contender.kinds) {
                by_sku[item_of(kind).sku].push_back(kind);
            }
            for (auto& [sku, kinds] : by_sku) contender.pools.push_back(std::move(kinds));
        } else {
            contender.pools.push_back(contender.kinds);
        }
    }

    std::vector<const Candidate*> candidates_;
    const Units* free_;
    std::map<std::vector<std::int64_t>, std::uint32_t> known_;
    std::map<Sku, std::int64_t> skus_;
    LayerProblem problem_;
};

// Lists the groups of one offer.
class GroupLister {
public:
    GroupLister(const Contender& contender, const LayerProblem& problem, std::int64_t& steps)
        : contender_{&contender}, problem_{&problem}, steps_{&steps}, used_(problem.kinds.size())
    {
    }

    std::vector<Group> run()
    {
        if (const auto* nth = std::get_if<NthReward>(&contender_->candidate->offer->reward)) {
            const std::int64_t size = std::int64_t{nth->buy} + nth->get;
            for (const auto& pool : contender_->pools) fill(pool, 0, size, no_slot);
        } else {
            fill_slot(0);
        }
        std::ranges::sort(found_, comes_before);
        const auto same_parts = [](const Group& a, const Group& b) { return a.parts == b.parts; };
        found_.erase(std::unique(found_.begin(), found_.end(), same_parts), found_.end());
        return std::move(found_);
    }

private:
    static constexpr std::size_t no_slot = std::numeric_limits<std::size_t>::max();

    static bool comes_before(const Group& a, const Group& b)
    {
        return std::ranges::lexicographical_compare(
            a.parts, b.parts, [](const Group::Part& x, const Group::Part& y) {
                return x.kind != y.kind ? x.kind < y.kind : x.count > y.count;
            });
    }

    void fill_slot(std::size_t slot)
    {
        const auto& slots = std::get<BundleReward>(contender_->candidate->offer->reward).slots;
        if (slot == slots.size()) {
            put();
            return;
        }
        fill(contender_->pools[slot], 0, slots[slot].quantity.in_thousandths() / 1000, slot + 1);
    }

    // Takes `missing` units out of the pool from its kind `from` on; then goes on with slot `next`.
    void fill(const std::vector<std::uint32_t>& pool,
              std::size_t from,
              std::int64_t missing,
              std::size_t next)
    {
        if (*steps_ <= 0) return;
        --*steps_;
        if (missing == 0) {
            next == no_slot ? put() : fill_slot(next);
            return;
        }
        if (from == pool.size()) return;
        const std::uint32_t kind = pool[from];
        const std::int64_t most = std::min(missing, problem_->kinds[kind].count - used_[kind]);
        for (std::int64_t count = most; count >= 0; --count) {
            used_[kind] += count;
            fill(pool, from + 1, missing - count, next);
            used_[kind] -= count;
        }
    }

    void put()
    {
        Group group;
        for (std::uint32_t kind = 0; kind < used_.size(); ++kind) {
            if (used_[kind] > 0) group.parts.push_back({kind, used_[kind]});
        }
        group.discount = problem_->reward_on(*contender_, group.parts);
        if (group.discount > 0) found_.push_back(std::move(group));
    }

    const Contender* contender_;
    const LayerProblem* problem_;
    std::int64_t* steps_;
    std::vector<std::int64_t> used_;
    std::vector<Group> found_;
};

}  // namespace

std::int64_t LayerProblem::reward_on(const Contender& contender,
                                     std::span<const Group::Part> parts) const
{
    std::vector<Take> units;
    for (const Group::Part& part : parts) {
        const UnitKind& kind = kinds[part.kind];
        units.push_back({kind.places.front().line, kind.rest, part.count});
    }
    return off_group(*contender.candidate, units, context.rounding);
}

LayerProblem layer_problem(std::span<const Candidate* const> contenders,
                           std::span<const std::vector<const Candidate*>> line_offers,
                           std::span<const std::uint32_t> lines,
                           const Units& free,
                           const RewardContext& context)
{
    ProblemBuilder builder{contenders, free, context};
    for (const std::uint32_t line : lines) builder.add_line(line, line_offers[line]);
    return builder.finish();
}

std::vector<Group> groups_of(const Contender& contender,
                             const LayerProblem& problem,
                             std::int64_t& steps)
{
    return GroupLister{contender, problem, steps}.run();
}

}  // namespace loyal
