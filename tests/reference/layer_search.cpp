#include "layer_search.hpp"

#include "reward_off.hpp"

#include <algorithm>

namespace loyal::reference {
namespace {

PieceSet usable_pieces(const Merchandise& merchandise)
{
    PieceSet set = 0;
    for (std::size_t i = 0; i < merchandise.pieces.size(); ++i) {
        if (merchandise.pieces[i].usable) set |= one_piece(i);
    }
    return set;
}

std::vector<PieceSet> pieces_of_lines(const Merchandise& merchandise)
{
    std::vector<PieceSet> lines(merchandise.basket->lines.size(), 0);
    for (std::size_t i = 0; i < merchandise.pieces.size(); ++i)
        lines[merchandise.pieces[i].line] |= one_piece(i);
    return lines;
}

std::vector<PieceSet> earlier_alike(const Merchandise& merchandise)
{
    std::vector<PieceSet> alike(merchandise.pieces.size(), 0);
    for (std::size_t i = 0; i < alike.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const Piece& one = merchandise.pieces[i];
            const Piece& other = merchandise.pieces[j];
            if (one.line == other.line && one.rest == other.rest) alike[i] |= one_piece(j);
        }
    }
    return alike;
}

}  // namespace

LayerSearch::LayerSearch(const std::vector<Offer>& offers,
                         const std::vector<Contender>& contenders,
                         const Merchandise& merchandise)
    : offers_{&offers},
      merchandise_{&merchandise},
      lines_{pieces_of_lines(merchandise)},
      alike_{earlier_alike(merchandise)}
{
    for (const Contender& contender : contenders) {
        const Offer& offer = offers[contender.offer];
        if (takes_what_is_left(offer)) {
            by_line_.push_back(contender);
            continue;
        }
        Group group{contender, {}};
        const PieceSet all = selected(offer, merchandise);
        for (PieceSet set = all; set != 0; set = (set - 1) & all) {
            const Count off = off_of(offer, merchandise, set);
            if (off > 0) group.possible.push_back({set, off});
        }
        groups_.push_back(std::move(group));
    }
}

Plan LayerSearch::best(Count points)
{
    const Count left = groups_.empty() ? 0 : groups_.front().contender.applications;
    return best_from(0, usable_pieces(*merchandise_), left, points);
}

const Plan& LayerSearch::best_from(std::size_t at, PieceSet free, Count left, Count points)
{
    const auto key = std::tuple{at, free, left, points};
    const auto found = known_.find(key);
    if (found != known_.end()) return found->second;
    if (at == groups_.size()) return known_[key] = best_by_line(free, points);

    const Count next_left = at + 1 < groups_.size() ? groups_[at + 1].contender.applications : 0;
    Plan best = best_from(at + 1, free, next_left, points);
    const std::size_t offer = groups_[at].contender.offer;
    const Count cost = cost_of(offer);
    if (left > 0 && cost <= points) {
        for (const Possible& use : groups_[at].possible) {
            if ((use.pieces & ~free) != 0 || !first_of_alike(use.pieces, free)) continue;
            const Plan& rest = best_from(at, free & ~use.pieces, left - 1, points - cost);
            if (use.off + rest.off < best.off) continue;
            Plan plan = rest;
            plan.add(application(offer, use.pieces, use.off, *merchandise_));
            if (is_better(plan, best)) best = std::move(plan);
        }
    }
    return known_[key] = std::move(best);
}

Plan LayerSearch::best_by_line(PieceSet free, Count points) const
{
    Plan best;
    std::vector<PieceSet> chosen(by_line_.size(), 0);
    choose_by_line(0, free, points, chosen, best);
    return best;
}

/// Tries each offer, and none, on what is free of each line from `line` on.
void LayerSearch::choose_by_line(
    std::size_t line, PieceSet free, Count points, std::vector<PieceSet>& chosen, Plan& best) const
{
    if (line == lines_.size()) {
        Plan plan = plan_of(chosen);
        Count cost = 0;
        for (const Application& made : plan.applications) cost += cost_of(made.offer);
        if (cost <= points && is_better(plan, best)) best = std::move(plan);
        return;
    }
    choose_by_line(line + 1, free, points, chosen, best);
    for (std::size_t i = 0; i < by_line_.size(); ++i) {
        const Offer& offer = (*offers_)[by_line_[i].offer];
        const PieceSet set = lines_[line] & free & selected(offer, *merchandise_);
        if (by_line_[i].applications == 0 || off_of(offer, *merchandise_, set) == 0) continue;
        chosen[i] |= set;
        choose_by_line(line + 1, free, points, chosen, best);
        chosen[i] &= ~set;
    }
}

Plan LayerSearch::plan_of(const std::vector<PieceSet>& chosen) const
{
    Plan plan;
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        const std::size_t offer = by_line_[i].offer;
        const Count off = off_of((*offers_)[offer], *merchandise_, chosen[i]);
        if (off > 0) plan.add(application(offer, chosen[i], off, *merchandise_));
    }
    return plan;
}

bool LayerSearch::first_of_alike(PieceSet set, PieceSet free) const
{
    for (std::size_t i = 0; i < alike_.size(); ++i) {
        if ((set & one_piece(i)) && (alike_[i] & free & ~set) != 0) return false;
    }
    return true;
}

Count LayerSearch::cost_of(std::size_t offer) const
{
    const std::optional<Points>& cost = (*offers_)[offer].cost;
    return cost ? cost->count() : 0;
}

Plan LayerSearch::greedy(Count points) const
{
    Plan plan;
    PieceSet free = usable_pieces(*merchandise_);
    std::map<std::size_t, Count> made;
    for (;;) {
        Plan largest;
        const auto consider = [&](const Contender& contender, PieceSet set, Count off) {
            const bool may = made[contender.offer] < contender.applications &&
                             cost_of(contender.offer) <= points && (set & ~free) == 0;
            if (!may || off < largest.off) return;
            Plan one;
            one.add(application(contender.offer, set, off, *merchandise_));
            if (is_better(one, largest)) largest = std::move(one);
        };
        for (const Group& group : groups_) {
            for (const Possible& use : group.possible)
                consider(group.contender, use.pieces, use.off);
        }
        for (const Contender& contender : by_line_) {
            const Offer& offer = (*offers_)[contender.offer];
            PieceSet set = 0;
            for (const PieceSet line : lines_) {
                const PieceSet part = line & free & selected(offer, *merchandise_);
                if (off_of(offer, *merchandise_, part) > 0) set |= part;
            }
            consider(contender, set, off_of(offer, *merchandise_, set));
        }
        if (largest.off == 0) return plan;
        const Application& taken = largest.applications.front();
        ++made[taken.offer];
        points -= cost_of(taken.offer);
        free &= ~taken.pieces;
        plan.add(taken);
    }
}

}  // namespace loyal::reference
