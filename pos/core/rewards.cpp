#include "rewards.hpp"

#include "selection.hpp"

#include <algorithm>

namespace loyal {
namespace {

std::int64_t share(std::int64_t amount, BasisPoints rate, Rounding rounding)
{
    return scale(amount, raw(rate), 10'000, rounding);
}

std::int64_t sum_of(std::span<const Take> takes)
{
    std::int64_t sum = 0;
    for (const Take& take : takes) sum += take.rest * take.count;
    return sum;
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
std::int64_t rest_after(const Candidate& candidate, const Take& take, const RewardContext& context)
{
    const LineItem& line = context.basket->lines[take.line];
    const LineUnits& units = (*context.visible)[take.line];
    const auto for_unit = [&](Money per_piece) {
        return units.is_single ? per_piece.times(units.quantity, context.rounding).minor_units()
                               : per_piece.minor_units();
    };
    if (const auto* amount = std::get_if<AmountReward>(&candidate.offer->reward)) {
        return std::max<std::int64_t>(0, take.rest - for_unit(amount->off));
    }
    const auto* fixed = std::get_if<FixedReward>(&candidate.offer->reward);
    const auto price = fixed == nullptr ? std::nullopt : fixed_price(*fixed, line);
    return price ? std::min(take.rest, for_unit(*price)) : take.rest;
}

// The units of one line under percent, amount or fixed.
void reduce_line(const Candidate& candidate,
                 std::span<const Take> takes,
                 const RewardContext& context,
                 std::vector<Slice>& slices)
{
    if (std::holds_alternative<PercentReward>(candidate.offer->reward)) {
        spread_in_line(off_line(candidate, takes, context), takes, slices);
        return;
    }
    for (const Take& take : takes) {
        slices.push_back({take.line, take.rest, take.count, rest_after(candidate, take, context)});
    }
}

// The rests of the `count` cheapest units.
std::int64_t cheapest(std::span<const Take> units, std::int64_t count)
{
    std::vector<Take> sorted{units.begin(), units.end()};
    std::ranges::sort(sorted, {}, &Take::rest);
    std::int64_t sum = 0;
    for (const Take& take : sorted) {
        const std::int64_t taken = std::min(count, take.count);
        sum += take.rest * taken;
        count -= taken;
    }
    return sum;
}

std::vector<Take> takes_of(const std::vector<std::uint32_t>& lines, const Units& free)
{
    std::vector<Take> takes;
    takes.reserve(lines.size());
    for (const std::uint32_t line : lines) {
        for (const UnitClass& units : free[line].classes) {
            takes.push_back({line, units.rest, units.count});
        }
    }
    return takes;
}

// The first `count` units of a list; nothing if it has fewer.
std::optional<std::vector<Take>> first_units(const std::vector<Take>& takes, std::int64_t count)
{
    std::vector<Take> first;
    for (Take take : takes) {
        take.count = std::min(take.count, count);
        if (take.count > 0) first.push_back(take);
        count -= take.count;
    }
    if (count > 0) return std::nullopt;
    return first;
}

void dearest_first(std::vector<Take>& takes)
{
    std::ranges::stable_sort(takes, std::ranges::greater{}, &Take::rest);
}

// The dearest units of one pool form the largest group.
std::vector<Take> largest_nth(const NthReward& reward,
                              const Candidate& candidate,
                              const Units& free,
                              const RewardContext& context)
{
    std::vector<std::vector<Take>> pools;
    for (const std::uint32_t line : candidate.lines) {
        const Sku& sku = context.basket->lines[line].sku;
        auto pool = std::ranges::find_if(pools, [&](const std::vector<Take>& it) {
            return !reward.same_sku || context.basket->lines[it.front().line].sku == sku;
        });
        const std::vector<Take> takes = loyal::takes_of(line, free);
        if (takes.empty()) continue;
        if (pool == pools.end()) pool = pools.insert(pool, std::vector<Take>{});
        pool->insert(pool->end(), takes.begin(), takes.end());
    }
    std::vector<Take> best;
    std::int64_t most = 0;
    for (std::vector<Take>& pool : pools) {
        dearest_first(pool);
        auto group = first_units(pool, std::int64_t{reward.buy} + reward.get);
        if (!group) continue;
        const std::int64_t off = off_group(candidate, *group, context.rounding);
        if (off <= most) continue;
        most = off;
        best = std::move(*group);
    }
    return best;
}

// Fills the slots of a bundle with units of a list; a unit gives way where another slot takes it.
class SlotFilling {
public:
    SlotFilling(const BundleReward& reward, const std::vector<Take>& takes, const Basket& basket)
    {
        for (const BundleSlot& slot : reward.slots) {
            Slot& filled = slots_.emplace_back();
            filled.missing = slot.quantity.in_thousandths() / 1000;
            filled.units.resize(takes.size());
            for (const Take& take : takes) {
                filled.fits.push_back(selects(slot.items, basket.lines[take.line]));
            }
        }
    }

    bool add(std::size_t take)
    {
        std::vector<bool> tried(slots_.size());
        return place(take, tried);
    }

    bool is_full() const
    {
        return std::ranges::all_of(slots_, [](const Slot& it) { return it.missing == 0; });
    }

private:
    struct Slot {
        std::int64_t missing = 0;
        std::vector<bool> fits;           // by take
        std::vector<std::int64_t> units;  // by take
    };

    bool place(std::size_t take, std::vector<bool>& tried)
    {
        for (std::size_t i = 0; i < slots_.size(); ++i) {
            if (tried[i] || !slots_[i].fits[take]) continue;
            tried[i] = true;
            if (slots_[i].missing > 0) {
                --slots_[i].missing;
                ++slots_[i].units[take];
                return true;
            }
            for (std::size_t other = 0; other < slots_[i].units.size(); ++other) {
                if (slots_[i].units[other] == 0 || !place(other, tried)) continue;
                --slots_[i].units[other];
                ++slots_[i].units[take];
                return true;
            }
        }
        return false;
    }

    std::vector<Slot> slots_;
};

// The dearest units that the slots can take: whichever unit was taken first, a dearer set of units
// always fits that keeps it, so the dearest that still fits is taken each time.
std::vector<Take> largest_bundle(const BundleReward& reward,
                                 const Candidate& candidate,
                                 const Units& free,
                                 const RewardContext& context)
{
    std::vector<Take> takes = takes_of(candidate.lines, free);
    dearest_first(takes);
    SlotFilling filling{reward, takes, *context.basket};
    std::vector<Take> units;
    for (std::size_t i = 0; i < takes.size(); ++i) {
        std::int64_t count = 0;
        while (count < takes[i].count && filling.add(i)) ++count;
        if (count > 0) units.push_back({takes[i].line, takes[i].rest, count});
    }
    if (!filling.is_full()) return {};
    return units;
}

// Drops the units of lines in which the reward takes nothing off: it is not used there.
std::vector<Take> where_it_works(const Candidate& candidate,
                                 std::vector<Take> takes,
                                 const RewardContext& context)
{
    std::ranges::stable_sort(takes, {}, &Take::line);
    std::vector<Take> working;
    for (auto from = takes.begin(); from != takes.end();) {
        const auto to = std::find_if(from, takes.end(),
                                     [&](const Take& take) { return take.line != from->line; });
        if (off_line(candidate, {from, to}, context) > 0) working.insert(working.end(), from, to);
        from = to;
    }
    return working;
}

// The first `count` units on which the reward takes most.
std::vector<Take> most_reduced(const Candidate& candidate,
                               std::vector<Take> takes,
                               std::int64_t count,
                               const RewardContext& context)
{
    const bool is_percent = std::holds_alternative<PercentReward>(candidate.offer->reward);
    const auto gain = [&](const Take& take) {
        const Take one{take.line, take.rest, 1};
        return is_percent ? take.rest : off_line(candidate, {&one, 1}, context);
    };
    std::ranges::stable_sort(takes,
                             [&](const Take& a, const Take& b) { return gain(a) > gain(b); });
    std::vector<Take> chosen;
    for (Take take : takes) {
        take.count = std::min(take.count, count);
        if (take.count == 0 || gain(take) == 0) continue;
        count -= take.count;
        chosen.push_back(take);
    }
    return chosen;
}

// Percent is rounded once in each line, so how many units of which line it uses matters: the best
// for so many lines and units is made of the best for one line less.
std::vector<Take> best_rounded(const Candidate& candidate,
                               const Units& free,
                               const RewardContext& context)
{
    std::vector<std::pair<std::int64_t, std::vector<Take>>> best(1);  // by units used
    for (const std::uint32_t line : candidate.lines) {
        const std::vector<Take> all = loyal::takes_of(line, free);
        std::int64_t there = 0;
        for (const Take& take : all) there += take.count;
        const auto before = best;
        for (std::size_t used = 0; used < before.size(); ++used) {
            const std::int64_t left = candidate.units_left - static_cast<std::int64_t>(used);
            for (std::int64_t count = 1; count <= std::min(there, left); ++count) {
                const std::vector<Take> takes = most_reduced(candidate, all, count, context);
                const std::int64_t off = before[used].first + off_line(candidate, takes, context);
                const std::size_t place = used + static_cast<std::size_t>(count);
                if (best.size() <= place) best.resize(place + 1);
                if (off <= best[place].first) continue;
                best[place] = {off, before[used].second};
                best[place].second.insert(best[place].second.end(), takes.begin(), takes.end());
            }
        }
    }
    return std::ranges::max_element(best, {}, [](const auto& it) { return it.first; })->second;
}

// Up to `units_left` units.
std::vector<Take> largest_limited(const Candidate& candidate,
                                  const Units& free,
                                  const RewardContext& context)
{
    constexpr std::int64_t units_rounded_max = 50;
    const std::vector<Take> takes = takes_of(candidate.lines, free);
    std::int64_t count = 0;
    for (const Take& take : takes) count += take.count;
    const bool is_percent = std::holds_alternative<PercentReward>(candidate.offer->reward);
    std::vector<Take> chosen =
        is_percent && std::min(count, candidate.units_left) <= units_rounded_max
            ? best_rounded(candidate, free, context)
            : most_reduced(candidate, takes, candidate.units_left, context);
    return where_it_works(candidate, std::move(chosen), context);
}

std::int64_t spend_discount(const SpendReward& reward, std::int64_t sum, Rounding rounding)
{
    if (reward.every) {
        std::int64_t times = sum / reward.every->from.minor_units();
        if (reward.every->most != 0) times = std::min(times, reward.every->most);
        const std::int64_t off = reward.every->off.minor_units();
        return times > 0 && off > sum / times ? sum : off * times;
    }
    std::int64_t off = 0;
    for (const SpendStep& step : reward.steps) {
        if (sum < step.from.minor_units()) break;
        off = step.off ? step.off->minor_units() : share(sum, *step.bp, rounding);
    }
    return off;
}

}  // namespace

bool is_by_line(const Candidate& candidate)
{
    const Reward& reward = candidate.offer->reward;
    return std::holds_alternative<PercentReward>(reward) ||
           std::holds_alternative<AmountReward>(reward) ||
           std::holds_alternative<FixedReward>(reward);
}

bool is_line_offer(const Candidate& candidate)
{
    return is_by_line(candidate) &&
           candidate.units_left == std::numeric_limits<std::int64_t>::max();
}

bool is_whole_offer(const Candidate& candidate)
{
    return std::holds_alternative<SpendReward>(candidate.offer->reward) ||
           std::holds_alternative<BasketPercentReward>(candidate.offer->reward);
}

std::int64_t off_line(const Candidate& candidate,
                      std::span<const Take> takes,
                      const RewardContext& context)
{
    if (const auto* percent = std::get_if<PercentReward>(&candidate.offer->reward)) {
        return share(sum_of(takes), percent->bp, context.rounding);
    }
    std::int64_t off = 0;
    for (const Take& take : takes) {
        off += (take.rest - rest_after(candidate, take, context)) * take.count;
    }
    return off;
}

std::int64_t off_group(const Candidate& candidate, std::span<const Take> units, Rounding rounding)
{
    if (const auto* nth = std::get_if<NthReward>(&candidate.offer->reward)) {
        return share(cheapest(units, nth->get), nth->bp, rounding);
    }
    const auto& bundle = std::get<BundleReward>(candidate.offer->reward);
    const std::int64_t sum = sum_of(units);
    if (bundle.off) return std::min(sum, bundle.off->minor_units());
    return std::max<std::int64_t>(0, sum - bundle.price->minor_units());
}

std::int64_t off_whole(const Candidate& candidate, std::int64_t sum, Rounding rounding)
{
    if (const auto* spend = std::get_if<SpendReward>(&candidate.offer->reward)) {
        return std::min(sum, spend_discount(*spend, sum, rounding));
    }
    const auto& percent = std::get<BasketPercentReward>(candidate.offer->reward);
    const std::int64_t off = share(sum, percent.bp, rounding);
    return percent.most ? std::min(off, percent.most->minor_units()) : off;
}

std::vector<Take> takes_of(std::uint32_t line, const Units& free)
{
    std::vector<Take> takes;
    for (const UnitClass& units : free[line].classes) {
        takes.push_back({line, units.rest, units.count});
    }
    return takes;
}

Application application_on(const Candidate& candidate,
                           std::vector<Take> takes,
                           std::int64_t times,
                           const RewardContext& context)
{
    Application application{&candidate, 0, times, {}};
    if (!is_by_line(candidate)) {
        const std::int64_t off = is_whole_offer(candidate)
                                     ? off_whole(candidate, sum_of(takes), context.rounding)
                                     : off_group(candidate, takes, context.rounding);
        application.discount = off * times;
        application.slices = spread(off, std::move(takes));
        for (Slice& slice : application.slices) slice.count *= times;
        return application;
    }
    if (!std::ranges::is_sorted(takes, {}, &Take::line)) {
        std::ranges::stable_sort(takes, {}, &Take::line);
    }
    for (auto from = takes.begin(); from != takes.end();) {
        const auto to = std::find_if(from, takes.end(),
                                     [&](const Take& take) { return take.line != from->line; });
        reduce_line(candidate, {from, to}, context, application.slices);
        from = to;
    }
    for (const Slice& slice : application.slices) {
        application.discount += (slice.rest - slice.new_rest) * slice.count;
    }
    return application;
}

std::vector<Take> largest_units(const Candidate& candidate,
                                const Units& free,
                                const RewardContext& context)
{
    if (const auto* nth = std::get_if<NthReward>(&candidate.offer->reward)) {
        return largest_nth(*nth, candidate, free, context);
    }
    if (const auto* bundle = std::get_if<BundleReward>(&candidate.offer->reward)) {
        return largest_bundle(*bundle, candidate, free, context);
    }
    if (is_whole_offer(candidate)) {
        for (const std::uint32_t line : candidate.lines) {
            if (free[line].count() != (*context.visible)[line].count()) return {};
        }
        return takes_of(candidate.lines, free);
    }
    if (is_line_offer(candidate)) {
        return where_it_works(candidate, takes_of(candidate.lines, free), context);
    }
    return largest_limited(candidate, free, context);
}

std::optional<Application> largest_application(const Candidate& candidate,
                                               const Units& free,
                                               const RewardContext& context)
{
    std::vector<Take> takes = largest_units(candidate, free, context);
    if (takes.empty()) return std::nullopt;
    Application application = application_on(candidate, std::move(takes), 1, context);
    if (application.discount <= 0) return std::nullopt;
    return application;
}

void use(const Application& application, Units& free)
{
    for (const Slice& slice : application.slices) {
        free[slice.line].classes.remove({slice.rest, slice.count});
    }
}

}  // namespace loyal
