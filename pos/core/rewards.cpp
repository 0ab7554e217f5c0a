#include "rewards.hpp"

#include "selection.hpp"

#include <algorithm>
#include <limits>

namespace loyal {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::int64_t share(std::int64_t amount, BasisPoints rate, Rounding rounding)
{
    return scale(amount, raw(rate), 10'000, rounding);
}

std::int64_t discount_of(const std::vector<Slice>& slices)
{
    std::int64_t sum = 0;
    for (const Slice& slice : slices) sum += (slice.rest - slice.new_rest) * slice.count;
    return sum;
}

std::optional<Application> if_worth(Application application)
{
    if (application.discount <= 0) return std::nullopt;
    return application;
}

// The price that a fixed reward sets for one piece of this line.
std::optional<Money> fixed_price(const FixedReward& reward, const LineItem& line)
{
    if (reward.price) return reward.price;
    const auto found = reward.prices.find(line.sku);
    if (found == reward.prices.end()) return std::nullopt;
    return found->second;
}

// What is left of one unit after amount or fixed; for a line that is one unit, of its quantity.
std::int64_t rest_after(const Candidate& candidate,
                        const LineItem& line,
                        const LineUnits& units,
                        std::int64_t rest,
                        Rounding rounding)
{
    const auto for_unit = [&](Money per_piece) {
        return units.is_single ? per_piece.times(units.quantity, rounding).minor_units()
                               : per_piece.minor_units();
    };
    if (const auto* amount = std::get_if<AmountReward>(&candidate.offer->reward)) {
        return std::max<std::int64_t>(0, rest - for_unit(amount->off));
    }
    const auto* fixed = std::get_if<FixedReward>(&candidate.offer->reward);
    const auto price = fixed == nullptr ? std::nullopt : fixed_price(*fixed, line);
    return price ? std::min(rest, for_unit(*price)) : rest;
}

// The takes of one line under percent, amount or fixed.
void reduce_line(const Candidate& candidate,
                 const std::vector<Take>& takes,
                 const Units& free,
                 const RewardContext& context,
                 std::vector<Slice>& slices)
{
    if (takes.empty()) return;
    const std::uint32_t line = takes.front().line;
    if (const auto* percent = std::get_if<PercentReward>(&candidate.offer->reward)) {
        std::int64_t total = 0;
        for (const Take& take : takes) total += take.rest * take.count;
        spread_in_line(share(total, percent->bp, context.rounding), takes, slices);
        return;
    }
    for (const Take& take : takes) {
        const std::int64_t rest = rest_after(candidate, context.basket->lines[line], free[line],
                                             take.rest, context.rounding);
        slices.push_back({line, take.rest, take.count, rest});
    }
}

std::vector<Take> all_of(std::uint32_t line, const Units& free)
{
    std::vector<Take> takes;
    for (const UnitClass& units : free[line].classes) {
        takes.push_back({line, units.rest, units.count});
    }
    return takes;
}

std::vector<Take> all_of(const std::vector<std::uint32_t>& lines, const Units& free)
{
    std::vector<Take> takes;
    for (const std::uint32_t line : lines) {
        const std::vector<Take> of_line = all_of(line, free);
        takes.insert(takes.end(), of_line.begin(), of_line.end());
    }
    return takes;
}

void dearest_first(std::vector<Take>& takes)
{
    std::ranges::stable_sort(takes, [](const Take& a, const Take& b) { return a.rest > b.rest; });
}

// Up to `units_left` units, those on which the reward takes most.
std::optional<Application> limited(const Candidate& candidate,
                                   const Units& free,
                                   const RewardContext& context)
{
    std::vector<Take> takes = all_of(candidate.lines, free);
    const auto gain = [&](const Take& take) {
        if (const auto* percent = std::get_if<PercentReward>(&candidate.offer->reward)) {
            return share(take.rest, percent->bp, context.rounding);
        }
        return take.rest - rest_after(candidate, context.basket->lines[take.line], free[take.line],
                                      take.rest, context.rounding);
    };
    std::ranges::stable_sort(takes,
                             [&](const Take& a, const Take& b) { return gain(a) > gain(b); });
    std::int64_t left = candidate.units_left;
    std::vector<Take> chosen;
    for (Take take : takes) {
        take.count = std::min(take.count, left);
        if (take.count == 0 || gain(take) == 0) break;
        left -= take.count;
        chosen.push_back(take);
    }
    std::ranges::stable_sort(chosen, {}, &Take::line);
    Application application{&candidate, 0, 1, {}};
    for (std::size_t from = 0; from < chosen.size();) {
        std::size_t to = from;
        while (to < chosen.size() && chosen[to].line == chosen[from].line) ++to;
        reduce_line(candidate,
                    {chosen.begin() + static_cast<std::ptrdiff_t>(from),
                     chosen.begin() + static_cast<std::ptrdiff_t>(to)},
                    free, context, application.slices);
        from = to;
    }
    application.discount = discount_of(application.slices);
    return if_worth(std::move(application));
}

// The dearest `size` units, and how often such a group with the same prices can be formed.
struct Group {
    std::vector<Take> takes;
    std::int64_t times = 1;
};
std::optional<Group> dearest_group(const std::vector<Take>& takes, std::int64_t size)
{
    Group group;
    std::int64_t missing = size;
    for (const Take& take : takes) {
        if (missing == size && take.count >= size) {
            group.takes = {{take.line, take.rest, size}};
            group.times = take.count / size;
            return group;
        }
        const std::int64_t count = std::min(missing, take.count);
        group.takes.push_back({take.line, take.rest, count});
        missing -= count;
        if (missing == 0) return group;
    }
    return std::nullopt;
}

// The rests of the `count` cheapest units of a group.
std::int64_t cheapest(std::vector<Take> takes, std::int64_t count)
{
    std::ranges::sort(takes, {}, &Take::rest);
    std::int64_t sum = 0;
    for (const Take& take : takes) {
        const std::int64_t taken = std::min(count, take.count);
        sum += take.rest * taken;
        count -= taken;
    }
    return sum;
}

Application repeated(const Candidate& candidate,
                     const Group& group,
                     std::int64_t discount,
                     std::int64_t times)
{
    Application application{&candidate, discount * times, times, spread(discount, group.takes)};
    for (Slice& slice : application.slices) slice.count *= times;
    return application;
}

std::optional<Application> nth(const NthReward& reward,
                               const Candidate& candidate,
                               const Units& free,
                               std::int64_t times_max,
                               const RewardContext& context)
{
    std::vector<std::vector<Take>> pools;
    if (reward.same_sku) {
        for (const std::uint32_t line : candidate.lines) {
            const Sku& sku = context.basket->lines[line].sku;
            const auto same = std::ranges::find_if(pools, [&](const auto& pool) {
                return !pool.empty() && context.basket->lines[pool.front().line].sku == sku;
            });
            const std::vector<Take> takes = all_of(line, free);
            auto& pool = same == pools.end() ? pools.emplace_back() : *same;
            pool.insert(pool.end(), takes.begin(), takes.end());
        }
    } else {
        pools.push_back(all_of(candidate.lines, free));
    }
    std::optional<Application> best;
    for (std::vector<Take>& pool : pools) {
        dearest_first(pool);
        auto group = dearest_group(pool, std::int64_t{reward.buy} + reward.get);
        if (!group) continue;
        if (!reward.repeat) group->times = 1;
        const std::int64_t off =
            share(cheapest(group->takes, reward.get), reward.bp, context.rounding);
        Application application =
            repeated(candidate, *group, off, std::min(group->times, times_max));
        if (!best || application.discount > best->discount) best = std::move(application);
    }
    return best ? if_worth(std::move(*best)) : std::nullopt;
}

std::optional<Application> bundle(const BundleReward& reward,
                                  const Candidate& candidate,
                                  const Units& free,
                                  const RewardContext& context)
{
    // Slots with fewer units to choose from go first, so that wide slots do not starve them.
    Units left = free;
    const auto pool = [&](const BundleSlot& slot) {
        std::vector<Take> takes;
        for (const std::uint32_t line : candidate.lines) {
            if (!selects(slot.items, context.basket->lines[line])) continue;
            const std::vector<Take> of_line = all_of(line, left);
            takes.insert(takes.end(), of_line.begin(), of_line.end());
        }
        dearest_first(takes);
        return takes;
    };
    const auto size = [&](const BundleSlot* slot) {
        std::int64_t count = 0;
        for (const Take& take : pool(*slot)) count += take.count;
        return count;
    };
    std::vector<const BundleSlot*> slots;
    for (const BundleSlot& slot : reward.slots) slots.push_back(&slot);
    std::ranges::stable_sort(slots, {}, size);

    Group group;
    std::int64_t total = 0;
    for (const BundleSlot* slot : slots) {
        const auto filled = dearest_group(pool(*slot), slot->quantity.in_thousandths() / 1000);
        if (!filled) return std::nullopt;
        for (const Take& take : filled->takes) {
            left[take.line].remove({take.rest, take.count});
            total += take.rest * take.count;
            group.takes.push_back(take);
        }
    }
    const std::int64_t off = reward.off ? std::min(total, reward.off->minor_units())
                                        : total - reward.price->minor_units();
    if (off <= 0) return std::nullopt;
    return repeated(candidate, group, off, 1);
}

std::optional<Application> whole_sum(const Candidate& candidate,
                                     const Units& free,
                                     std::int64_t discount,
                                     const RewardContext& context)
{
    // Every unit that the offer selects must still be free: it stands beside no other application.
    for (const std::uint32_t line : candidate.lines) {
        if (free[line].count() != (*context.visible)[line].count()) return std::nullopt;
    }
    if (discount <= 0) return std::nullopt;
    return Application{&candidate, discount, 1, spread(discount, all_of(candidate.lines, free))};
}

std::int64_t sum_left(const Candidate& candidate, const Units& free)
{
    std::int64_t sum = 0;
    for (const std::uint32_t line : candidate.lines) sum += free[line].total();
    return sum;
}

std::int64_t spend_discount(const SpendReward& reward, std::int64_t total, Rounding rounding)
{
    if (reward.every) {
        std::int64_t times = total / reward.every->from.minor_units();
        if (reward.every->most != 0) times = std::min(times, reward.every->most);
        return std::min(total, times * reward.every->off.minor_units());
    }
    std::int64_t off = 0;
    for (const SpendStep& step : reward.steps) {
        if (total < step.from.minor_units()) break;
        off = step.off ? step.off->minor_units() : share(total, *step.bp, rounding);
    }
    return std::min(total, off);
}

}  // namespace

bool is_line_offer(const Candidate& candidate)
{
    const Reward& reward = candidate.offer->reward;
    const bool by_line = std::holds_alternative<PercentReward>(reward) ||
                         std::holds_alternative<AmountReward>(reward) ||
                         std::holds_alternative<FixedReward>(reward);
    return by_line && candidate.units_left == std::numeric_limits<std::int64_t>::max();
}

std::optional<Application> line_application(const Candidate& candidate,
                                            std::uint32_t line,
                                            const Units& free,
                                            const RewardContext& context)
{
    Application application{&candidate, 0, 1, {}};
    reduce_line(candidate, all_of(line, free), free, context, application.slices);
    application.discount = discount_of(application.slices);
    return if_worth(std::move(application));
}

std::optional<Application> next_application(const Candidate& candidate,
                                            const Units& free,
                                            std::int64_t times_max,
                                            const RewardContext& context)
{
    using Answer = std::optional<Application>;
    return std::visit(
        Overloaded{
            [&](const NthReward& reward) -> Answer {
                return nth(reward, candidate, free, times_max, context);
            },
            [&](const BundleReward& reward) -> Answer {
                return bundle(reward, candidate, free, context);
            },
            [&](const SpendReward& reward) -> Answer {
                const std::int64_t sum = sum_left(candidate, free);
                return whole_sum(candidate, free, spend_discount(reward, sum, context.rounding),
                                 context);
            },
            [&](const BasketPercentReward& reward) -> Answer {
                std::int64_t off = share(sum_left(candidate, free), reward.bp, context.rounding);
                if (reward.most) off = std::min(off, reward.most->minor_units());
                return whole_sum(candidate, free, off, context);
            },
            [](const GiftReward&) -> Answer { return std::nullopt; },
            [](const PointsReward&) -> Answer { return std::nullopt; },
            [&](const auto&) -> Answer { return limited(candidate, free, context); },
        },
        candidate.offer->reward);
}

void use(const Application& application, Units& free)
{
    for (const Slice& slice : application.slices) {
        free[slice.line].remove({slice.rest, slice.count});
    }
}

}  // namespace loyal
