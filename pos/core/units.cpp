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

// Equal units share equally; the first ones take what is left over.
void spread_evenly(std::int64_t discount, const Take& take, std::vector<Slice>& slices)
{
    assert(discount >= 0 && discount <= take.rest * take.count);
    const std::int64_t each = discount / take.count;
    const std::int64_t raised = discount % take.count;
    if (raised > 0) slices.push_back({take.line, take.rest, raised, take.rest - each - 1});
    slices.push_back({take.line, take.rest, take.count - raised, take.rest - each});
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

void UnitClasses::add(UnitClass units)
{
    UnitClass* const place = std::ranges::lower_bound(first(), first() + size(), units.rest,
                                                      std::ranges::greater{}, &UnitClass::rest);
    if (place != end() && place->rest == units.rest) {
        place->count += units.count;
        return;
    }
    const auto index = place - begin();
    if (many_.empty() && few_size_ < few_.size()) {
        std::move_backward(place, few_.data() + few_size_, few_.data() + few_size_ + 1);
        few_[static_cast<std::size_t>(index)] = units;
        ++few_size_;
        return;
    }
    if (many_.empty()) many_.assign(few_.begin(), few_.end());
    many_.insert(many_.begin() + index, units);
}

void UnitClasses::remove(UnitClass units) noexcept
{
    UnitClass* const place =
        std::ranges::find(first(), first() + size(), units.rest, &UnitClass::rest);
    assert(place != end() && place->count >= units.count);
    place->count -= units.count;
    if (place->count > 0) return;
    if (many_.empty()) {
        std::move(place + 1, few_.data() + few_size_, place);
        --few_size_;
        return;
    }
    many_.erase(many_.begin() + (place - begin()));
    if (many_.size() == few_.size()) {
        std::ranges::copy(many_, few_.begin());
        few_size_ = few_.size();
        many_.clear();
    }
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
            of_line.classes.add({line.unit_price.times(line.quantity, rounding).minor_units(), 1});
        } else {
            of_line.classes.add(
                {line.unit_price.minor_units(), line.quantity.in_thousandths() / 1000});
        }
    }
    return units;
}

void spread_in_line(std::int64_t discount, std::span<const Take> takes, std::vector<Slice>& slices)
{
    if (takes.size() == 1) {
        spread_evenly(discount, takes.front(), slices);
        return;
    }
    std::vector<Take> sorted{takes.begin(), takes.end()};
    std::ranges::stable_sort(sorted, std::ranges::greater{}, &Take::rest);
    const std::int64_t total = total_of(sorted);
    assert(discount >= 0 && discount <= total);
    if (total == 0) {
        for (const Take& take : sorted)
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
    shares.reserve(sorted.size());
    std::int64_t left_over = discount;
    for (const Take& take : sorted) {
        const Wide exact = Wide{discount} * take.rest;
        const auto floor = static_cast<std::int64_t>(exact / total);
        shares.push_back({floor, static_cast<std::int64_t>(exact % total), 0});
        left_over -= floor * take.count;
    }
    std::vector<std::size_t> order(sorted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::ranges::greater{},
                             [&](std::size_t i) { return shares[i].remainder; });
    for (const std::size_t i : order) {
        shares[i].raised = std::min(left_over, sorted[i].count);
        left_over -= shares[i].raised;
    }
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto& [line, rest, count] = sorted[i];
        const Share& share = shares[i];
        if (share.raised > 0) slices.push_back({line, rest, share.raised, rest - share.floor - 1});
        if (share.raised < count) {
            slices.push_back({line, rest, count - share.raised, rest - share.floor});
        }
    }
}

std::vector<Slice> spread(std::int64_t discount, std::vector<Take> takes)
{
    if (!std::ranges::is_sorted(takes, {}, &Take::line)) {
        std::ranges::stable_sort(takes, {}, &Take::line);
    }
    std::vector<std::size_t> ends;  // of each line's takes
    std::vector<std::int64_t> weights;
    ends.reserve(takes.size());
    weights.reserve(takes.size());
    for (std::size_t i = 0; i < takes.size(); ++i) {
        if (i == 0 || takes[i].line != takes[i - 1].line) {
            ends.push_back(i);
            weights.push_back(0);
        }
        ends.back() = i + 1;
        weights.back() += takes[i].rest * takes[i].count;
    }
    const std::vector<std::int64_t> shares = prorate(discount, weights);
    std::vector<Slice> slices;
    slices.reserve(takes.size() + ends.size());
    std::size_t from = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        spread_in_line(shares[i], std::span{takes}.subspan(from, ends[i] - from), slices);
        from = ends[i];
    }
    return slices;
}

}  // namespace loyal
