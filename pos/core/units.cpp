#include "units.hpp"

#include <loyal/core/proration.hpp>

#include <algorithm>
#include <cassert>
#include <functional>
#include <numeric>

namespace loyal {
namespace {

__extension__ using Wide = __int128;

std::int64_t total_of(std::span<const Take> takes)
{
    std::int64_t total = 0;
    for (const Take& take : takes) total += take.rest * take.count;
    return total;
}

}  // namespace

std::int64_t LineUnits::total() const noexcept
{
    std::int64_t sum = 0;
    for (const UnitClass& units : classes) sum += units.rest * units.count;
    return sum;
}

std::int64_t LineUnits::count() const noexcept
{
    std::int64_t sum = 0;
    for (const UnitClass& units : classes) sum += units.count;
    return sum;
}

void LineUnits::add(UnitClass units)
{
    const auto place =
        std::ranges::lower_bound(classes, units.rest, std::ranges::greater{}, &UnitClass::rest);
    if (place != classes.end() && place->rest == units.rest) {
        place->count += units.count;
    } else {
        classes.insert(place, units);
    }
}

void LineUnits::remove(UnitClass units) noexcept
{
    const auto place = std::ranges::find(classes, units.rest, &UnitClass::rest);
    assert(place != classes.end() && place->count >= units.count);
    place->count -= units.count;
    if (place->count == 0) classes.erase(place);
}

Units units_of(const Basket& basket, Rounding rounding)
{
    Units units;
    units.reserve(basket.lines.size());
    for (const LineItem& line : basket.lines) {
        LineUnits& of_line = units.emplace_back();
        of_line.quantity = line.quantity;
        of_line.is_single = line.weighed || !line.quantity.is_whole();
        if (line.no_discount) continue;
        if (of_line.is_single) {
            of_line.add({line.unit_price.times(line.quantity, rounding).minor_units(), 1});
        } else {
            of_line.add({line.unit_price.minor_units(), line.quantity.in_thousandths() / 1000});
        }
    }
    return units;
}

void spread_in_line(std::int64_t discount, std::vector<Take> takes, std::vector<Slice>& slices)
{
    std::ranges::stable_sort(takes, std::ranges::greater{}, &Take::rest);
    const std::int64_t total = total_of(takes);
    assert(discount >= 0 && discount <= total);
    if (total == 0) {
        for (const Take& take : takes)
            slices.push_back({take.line, take.rest, take.count, take.rest});
        return;
    }

    // Every unit of a class has the same exact share, so the largest remainder works by class.
    struct Share {
        std::int64_t floor = 0;
        std::int64_t remainder = 0;
        std::int64_t raised = 0;  // how many of its units get one more
    };
    std::vector<Share> shares;
    std::int64_t left_over = discount;
    for (const Take& take : takes) {
        const Wide exact = Wide{discount} * take.rest;
        const auto floor = static_cast<std::int64_t>(exact / total);
        shares.push_back({floor, static_cast<std::int64_t>(exact % total), 0});
        left_over -= floor * take.count;
    }
    std::vector<std::size_t> order(takes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::size_t i) { return shares[i].remainder; });
    for (const std::size_t i : order) {
        shares[i].raised = std::min(left_over, takes[i].count);
        left_over -= shares[i].raised;
    }
    for (std::size_t i = 0; i < takes.size(); ++i) {
        const auto& [line, rest, count] = takes[i];
        const Share& share = shares[i];
        if (share.raised > 0) slices.push_back({line, rest, share.raised, rest - share.floor - 1});
        if (share.raised < count) {
            slices.push_back({line, rest, count - share.raised, rest - share.floor});
        }
    }
}

std::vector<Slice> spread(std::int64_t discount, std::vector<Take> takes)
{
    std::ranges::stable_sort(takes, {}, &Take::line);
    std::vector<std::vector<Take>> by_line;
    std::vector<std::int64_t> weights;
    for (const Take& take : takes) {
        if (by_line.empty() || by_line.back().front().line != take.line) {
            by_line.emplace_back();
            weights.push_back(0);
        }
        by_line.back().push_back(take);
        weights.back() += take.rest * take.count;
    }
    const std::vector<std::int64_t> shares = prorate(discount, weights);
    std::vector<Slice> slices;
    for (std::size_t i = 0; i < by_line.size(); ++i) {
        spread_in_line(shares[i], std::move(by_line[i]), slices);
    }
    return slices;
}

}  // namespace loyal
