#include "reward_off.hpp"

#include "conditions.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace loyal::reference {
namespace {

using Places = std::vector<std::size_t>;  // of pieces

/// The pieces of a set, line by line, dearest first.
std::vector<Places> by_line(const Merchandise& merchandise, PieceSet set)
{
    std::vector<Places> lines;
    for (std::size_t i = 0; i < merchandise.pieces.size(); ++i) {
        if (!(set & one_piece(i))) continue;
        const std::size_t line = merchandise.pieces[i].line;
        if (lines.empty() || merchandise.pieces[lines.back().front()].line != line)
            lines.emplace_back();
        lines.back().push_back(i);
    }
    for (Places& line : lines) {
        std::stable_sort(line.begin(), line.end(), [&](std::size_t a, std::size_t b) {
            return merchandise.pieces[a].rest > merchandise.pieces[b].rest;
        });
    }
    return lines;
}

std::vector<Count> rests(const Merchandise& merchandise, const Places& places)
{
    std::vector<Count> all;
    for (const std::size_t i : places) all.push_back(merchandise.pieces[i].rest);
    return all;
}

Count sum(const std::vector<Count>& counts)
{
    return std::accumulate(counts.begin(), counts.end(), Count{0});
}

Count share(Count amount, BasisPoints rate, Rounding rounding)
{
    return rounded(static_cast<WideCount>(amount) * raw(rate), 10'000, rounding);
}

// What a line reward takes from each of these pieces of one line.

std::vector<Count> line_off(const PercentReward& reward,
                            const Merchandise& merchandise,
                            const Places& line)
{
    const std::vector<Count> left = rests(merchandise, line);
    return split(share(sum(left), reward.bp, merchandise.rounding), left);
}

std::vector<Count> line_off(const AmountReward& reward,
                            const Merchandise& merchandise,
                            const Places& line)
{
    std::vector<Count> offs;
    for (const std::size_t i : line) {
        const Piece& piece = merchandise.pieces[i];
        offs.push_back(std::min(
            piece.rest, extended(reward.off.minor_units(), piece.quantity, merchandise.rounding)));
    }
    return offs;
}

std::vector<Count> line_off(const FixedReward& reward,
                            const Merchandise& merchandise,
                            const Places& line)
{
    std::optional<Money> price = reward.price;
    const auto of_sku = reward.prices.find(merchandise.line_of(line.front()).sku);
    if (of_sku != reward.prices.end()) price = of_sku->second;
    std::vector<Count> offs;
    for (const std::size_t i : line) {
        const Piece& piece = merchandise.pieces[i];
        const Count lower =
            price ? extended(price->minor_units(), piece.quantity, merchandise.rounding)
                  : piece.rest;
        offs.push_back(std::max(Count{0}, piece.rest - lower));
    }
    return offs;
}

template <class OtherReward>
std::vector<Count> line_off(const OtherReward&, const Merchandise&, const Places& line)
{
    return std::vector<Count>(line.size(), 0);
}

std::vector<Count> line_off(const Offer& offer, const Merchandise& merchandise, const Places& line)
{
    return std::visit([&](const auto& reward) { return line_off(reward, merchandise, line); },
                      offer.reward);
}

/// A line reward is used in a line only if it takes something off there.
Count off_line_by_line(const Offer& offer, const Merchandise& merchandise, PieceSet set)
{
    const std::optional<Count> most = units_most(offer, *merchandise.basket);
    if (most && std::popcount(set) > *most) return 0;
    Count total = 0;
    for (const Places& line : by_line(merchandise, set)) {
        const Count off = sum(line_off(offer, merchandise, line));
        if (off == 0) return 0;
        total += off;
    }
    return total;
}

// What a reward takes off a set of pieces as one amount.

Count group_off(const NthReward& reward, const Offer&, const Merchandise& merchandise, PieceSet set)
{
    if (std::popcount(set) != reward.buy + reward.get) return 0;
    std::vector<Count> all;
    const LineItem* first = nullptr;
    for (std::size_t i = 0; i < merchandise.pieces.size(); ++i) {
        if (!(set & one_piece(i))) continue;
        if (first == nullptr) first = &merchandise.line_of(i);
        if (reward.same_sku && merchandise.line_of(i).sku != first->sku) return 0;
        all.push_back(merchandise.pieces[i].rest);
    }
    std::sort(all.begin(), all.end());
    all.resize(static_cast<std::size_t>(reward.get));
    return share(sum(all), reward.bp, merchandise.rounding);
}

/// True if each piece of the set can go into a slot that wants it, so that all slots are full. A
/// line that is one unit counts as one piece.
bool fills(const Merchandise& merchandise,
           const std::vector<BundleSlot>& slots,
           std::vector<Count>& wanted,
           PieceSet set)
{
    if (set == 0)
        return std::all_of(wanted.begin(), wanted.end(), [](Count left) { return left == 0; });
    const auto piece = static_cast<std::size_t>(std::countr_zero(set));
    for (std::size_t slot = 0; slot < slots.size(); ++slot) {
        if (wanted[slot] == 0 || !selects(slots[slot].items, merchandise.line_of(piece))) continue;
        --wanted[slot];
        const bool filled = fills(merchandise, slots, wanted, set & ~one_piece(piece));
        ++wanted[slot];
        if (filled) return true;
    }
    return false;
}

Count group_off(const BundleReward& reward,
                const Offer&,
                const Merchandise& merchandise,
                PieceSet set)
{
    std::vector<Count> wanted;
    for (const BundleSlot& slot : reward.slots)
        wanted.push_back(slot.quantity.in_thousandths() / 1000);
    if (!fills(merchandise, reward.slots, wanted, set)) return 0;
    const Count rest = merchandise.rest_of(set);
    return reward.price ? std::max(Count{0}, rest - reward.price->minor_units())
                        : std::min(rest, reward.off->minor_units());
}

Count group_off(const SpendReward& reward,
                const Offer& offer,
                const Merchandise& merchandise,
                PieceSet set)
{
    if (set != selected(offer, merchandise)) return 0;
    const Count rest = merchandise.rest_of(set);
    Count off = 0;
    for (const SpendStep& step : reward.steps) {  // ascending: the last that is reached counts
        if (rest < step.from.minor_units()) continue;
        off = step.off ? step.off->minor_units() : share(rest, *step.bp, merchandise.rounding);
    }
    if (reward.every) {
        Count times = rest / reward.every->from.minor_units();
        if (reward.every->most != 0) times = std::min(times, reward.every->most);
        off = times * reward.every->off.minor_units();
    }
    return std::min(off, rest);
}

Count group_off(const BasketPercentReward& reward,
                const Offer& offer,
                const Merchandise& merchandise,
                PieceSet set)
{
    if (set != selected(offer, merchandise)) return 0;
    const Count off = share(merchandise.rest_of(set), reward.bp, merchandise.rounding);
    return reward.most ? std::min(off, reward.most->minor_units()) : off;
}

template <class OtherReward>
Count group_off(const OtherReward&, const Offer&, const Merchandise&, PieceSet)
{
    return 0;
}

/// Spreads one amount over the lines of a set, then in each line over its pieces.
void spread(Count off,
            const Merchandise& merchandise,
            const std::vector<Places>& lines,
            std::vector<Count>& offs)
{
    std::vector<Count> weights;
    for (const Places& line : lines) weights.push_back(sum(rests(merchandise, line)));
    const std::vector<Count> of_lines = split(off, weights);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::vector<Count> parts = split(of_lines[i], rests(merchandise, lines[i]));
        for (std::size_t j = 0; j < parts.size(); ++j) offs[lines[i][j]] = parts[j];
    }
}

}  // namespace

bool works_by_line(const Offer& offer)
{
    return std::holds_alternative<PercentReward>(offer.reward) ||
           std::holds_alternative<AmountReward>(offer.reward) ||
           std::holds_alternative<FixedReward>(offer.reward);
}

bool takes_what_is_left(const Offer& offer)
{
    return works_by_line(offer) && !offer.limit.units && !offer.limit.units_per_member;
}

bool takes_money_off(const Offer& offer)
{
    return !std::holds_alternative<PointsReward>(offer.reward) &&
           !std::holds_alternative<GiftReward>(offer.reward);
}

PieceSet selected(const Offer& offer, const Merchandise& merchandise)
{
    PieceSet set = 0;
    for (std::size_t i = 0; i < merchandise.pieces.size(); ++i) {
        if (merchandise.pieces[i].usable && is_for(offer, merchandise.line_of(i)))
            set |= one_piece(i);
    }
    return set;
}

Count off_of(const Offer& offer, const Merchandise& merchandise, PieceSet set)
{
    if (set == 0) return 0;
    if (works_by_line(offer)) return off_line_by_line(offer, merchandise, set);
    return std::visit(
        [&](const auto& reward) { return group_off(reward, offer, merchandise, set); },
        offer.reward);
}

std::vector<Count> off_by_piece(const Offer& offer, const Merchandise& merchandise, PieceSet set)
{
    std::vector<Count> offs(merchandise.pieces.size(), 0);
    const std::vector<Places> lines = by_line(merchandise, set);
    if (!works_by_line(offer)) {
        spread(off_of(offer, merchandise, set), merchandise, lines, offs);
        return offs;
    }
    for (const Places& line : lines) {
        const std::vector<Count> parts = line_off(offer, merchandise, line);
        for (std::size_t j = 0; j < parts.size(); ++j) offs[line[j]] = parts[j];
    }
    return offs;
}

}  // namespace loyal::reference
