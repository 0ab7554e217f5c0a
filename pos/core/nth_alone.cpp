#include "nth_alone.hpp"

#include <algorithm>
#include <map>

namespace loyal {
namespace {

// Equal units of one line, and what a group gives whose cheapest unit is one of them.
struct OfferedUnits {
    std::uint32_t line = 0;
    std::int64_t rest = 0;
    std::int64_t count = 0;
    std::int64_t off = 0;
};

// Groups that give the same.
struct Level {
    std::int64_t off = 0;
    std::int64_t groups = 0;
    std::int64_t slack = 0;  // units that give at least as much, less those that groups need
};

// The units among which groups are formed: all, or those of one item.
class Pool {
public:
    Pool(std::vector<OfferedUnits> units, std::int64_t size) : units_{std::move(units)}, size_{size}
    {
        std::vector<OfferedUnits> sorted = units_;
        std::ranges::stable_sort(sorted, std::ranges::greater{}, &OfferedUnits::off);
        std::int64_t seen = 0;
        for (const OfferedUnits& it : sorted) {
            if (it.off == 0) break;
            const std::int64_t groups = (seen + it.count) / size - seen / size;
            seen += it.count;
            if (!levels_.empty() && levels_.back().off == it.off) {
                levels_.back().groups += groups;
                levels_.back().slack = seen % size;
            } else if (groups > 0) {
                levels_.push_back({it.off, groups, seen % size});
            }
        }
    }

    const std::vector<Level>& levels() const { return levels_; }

    void drop_below(std::int64_t off)
    {
        std::erase_if(levels_, [&](const Level& level) { return level.off < off; });
    }

    struct Found {
        ChosenUse use;
        std::size_t level = 0;
        std::int64_t times = 0;
    };

    // The group with the smallest lines that still lets all groups give what they can.
    std::optional<Found> smallest(const Candidate& candidate) const
    {
        if (levels_.empty()) return std::nullopt;
        Taken taken;
        std::int64_t missing = size_;
        for (std::size_t i = 0; i < units_.size() && missing > 0; ++i) {
            const std::int64_t count = std::min(missing, room_for(i, taken));
            if (count <= 0) continue;
            taken.emplace_back(i, count);
            missing -= count;
        }
        if (missing > 0) return std::nullopt;
        Found found{{&candidate, 1, {}}, level_of(taken), 0};
        found.times = times(taken, found.level);
        for (const auto& [i, count] : taken) {
            found.use.units.push_back({units_[i].line, units_[i].rest, count});
        }
        return found;
    }

    void remove(const Found& found, std::int64_t times)
    {
        for (const Take& take : found.use.units) {
            const auto place = std::ranges::find_if(units_, [&](const OfferedUnits& it) {
                return it.line == take.line && it.rest == take.rest;
            });
            place->count -= take.count * times;
            for (std::size_t level = 0; level < found.level; ++level) {
                if (place->off >= levels_[level].off) levels_[level].slack -= take.count * times;
            }
        }
        levels_[found.level].groups -= times;
        if (levels_[found.level].groups == 0) {
            levels_.erase(levels_.begin() + static_cast<std::ptrdiff_t>(found.level));
        }
    }

private:
    using Taken = std::vector<std::pair<std::size_t, std::int64_t>>;  // of units_, how many

    std::int64_t at_least(const Taken& taken, std::int64_t off) const
    {
        std::int64_t sum = 0;
        for (const auto& [i, count] : taken) sum += units_[i].off >= off ? count : 0;
        return sum;
    }

    // The dearest level of which no unit is too cheap; one past the last if there is none.
    std::size_t level_of(const Taken& taken) const
    {
        std::int64_t cheapest = units_[taken.front().first].off;
        for (const auto& [i, count] : taken) cheapest = std::min(cheapest, units_[i].off);
        const auto level =
            std::ranges::find_if(levels_, [&](const Level& it) { return it.off <= cheapest; });
        return static_cast<std::size_t>(level - levels_.begin());
    }

    // How many of the units i may join: groups of dearer levels keep the units that they need.
    std::int64_t room_for(std::size_t i, Taken taken) const
    {
        std::int64_t room = units_[i].count;
        const std::int64_t off = units_[i].off;
        if (room == 0) return 0;
        const Taken before = taken;
        taken.emplace_back(i, 1);
        const std::size_t level = level_of(taken);
        if (level == levels_.size()) return 0;
        for (std::size_t dearer = level; dearer-- > 0 && room > 0;) {
            const std::int64_t left = levels_[dearer].slack - at_least(before, levels_[dearer].off);
            if (off >= levels_[dearer].off) {
                room = std::min(room, left);
            } else if (left < 0) {
                return 0;
            }
        }
        return room;
    }

    // How many such groups in a row stay the smallest.
    std::int64_t times(const Taken& taken, std::size_t level) const
    {
        std::int64_t times = levels_[level].groups;
        for (const auto& [i, count] : taken) times = std::min(times, units_[i].count / count);
        for (std::size_t dearer = 0; dearer < level; ++dearer) {
            const std::int64_t used = at_least(taken, levels_[dearer].off);
            if (used > 0) times = std::min(times, levels_[dearer].slack / used);
        }
        return times;
    }

    std::vector<OfferedUnits> units_;  // ascending lines, larger rests first
    std::vector<Level> levels_;        // falling
    std::int64_t size_ = 0;
};

std::vector<Pool> pools_of(const Candidate& candidate,
                           const Units& free,
                           const RewardContext& context)
{
    const auto& reward = std::get<NthReward>(candidate.offer->reward);
    std::map<Sku, std::vector<OfferedUnits>> by_sku;
    for (const std::uint32_t line : candidate.lines) {
        const Sku key = reward.same_sku ? context.basket->lines[line].sku : Sku{};
        for (const Take& take : takes_of(line, free)) {
            const Take unit{line, take.rest, 1};
            by_sku[key].push_back(
                {line, take.rest, take.count, off_group(candidate, {&unit, 1}, context.rounding)});
        }
    }
    std::vector<Pool> pools;
    pools.reserve(by_sku.size());
    for (auto& [sku, units] : by_sku) {
        pools.emplace_back(std::move(units), std::int64_t{reward.buy} + reward.get);
    }
    return pools;
}

// Where a limit allows fewer groups than there could be: the discount of the last one allowed, and
// how many groups may give just that.
struct Cut {
    std::int64_t off = 0;
    std::int64_t groups = 0;
};
Cut cut_at(const std::vector<Pool>& pools, std::int64_t most)
{
    std::map<std::int64_t, std::int64_t, std::greater<>> groups;
    for (const Pool& pool : pools) {
        for (const Level& level : pool.levels()) groups[level.off] += level.groups;
    }
    for (const auto& [off, count] : groups) {
        if (count >= most) return {off, most};
        most -= count;
    }
    return {0, 0};
}

struct Next {
    Pool* pool = nullptr;
    Pool::Found found;
};
std::optional<Next> next_group(std::vector<Pool>& pools, const Candidate& candidate)
{
    std::optional<Next> next;
    for (Pool& pool : pools) {
        auto found = pool.smallest(candidate);
        if (!found) continue;
        if (next && compare_units(found->use, next->found.use) >= 0) continue;
        next = Next{&pool, std::move(*found)};
    }
    return next;
}

}  // namespace

Choice nth_alone(const Candidate& candidate, const Units& free, const RewardContext& context)
{
    const auto& reward = std::get<NthReward>(candidate.offer->reward);
    std::vector<Pool> pools = pools_of(candidate, free, context);
    Cut cut = cut_at(pools, reward.repeat ? candidate.applications_left : std::int64_t{1});
    for (Pool& pool : pools) pool.drop_below(cut.off);

    Choice choice;
    while (auto next = next_group(pools, candidate)) {
        const std::int64_t off = next->pool->levels()[next->found.level].off;
        std::int64_t times = next->found.times;
        if (off == cut.off) times = std::min(times, cut.groups);
        next->pool->remove(next->found, times);
        if (off == cut.off) cut.groups -= times;
        if (cut.off != 0 && cut.groups == 0) {
            for (Pool& pool : pools) pool.drop_below(cut.off + 1);
        }
        choice.discount += off * times;
        choice.applications += times;
        next->found.use.times = times;
        choice.uses.push_back(std::move(next->found.use));
    }
    choice.sort();
    return choice;
}

}  // namespace loyal
