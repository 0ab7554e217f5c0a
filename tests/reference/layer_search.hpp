#pragma once

#include "plan.hpp"

#include <map>
#include <tuple>
#include <vector>

namespace loyal::reference {

/// An offer that takes part in a layer, with what its limits leave.
struct Contender {
    std::size_t offer = 0;   ///< its position in the programme
    Count applications = 0;  ///< at most so many
};

/// Tries every set of applications of one layer that use no piece twice.
///
/// Pieces of one line with the same rest are alike: of them the first are used first. What is best
/// for the offers from one on, with these pieces and points left, is worked out once.
class LayerSearch {
public:
    /// All arguments must outlive the search. @param contenders ascending by offer
    LayerSearch(const std::vector<Offer>& offers,
                const std::vector<Contender>& contenders,
                const Merchandise& merchandise);

    /// @param points what may be spent on offers with a cost
    Plan best(Count points);

    /// What repeatedly taking the largest single application comes to; ties as between plans.
    Plan greedy(Count points) const;

private:
    struct Possible {
        PieceSet pieces;
        Count off;
    };
    struct Group {  // an offer that makes applications on sets of pieces
        Contender contender;
        std::vector<Possible> possible;
    };

    const Plan& best_from(std::size_t group, PieceSet free, Count left, Count points);
    Plan best_by_line(PieceSet free, Count points) const;
    bool first_of_alike(PieceSet set, PieceSet free) const;
    Count cost_of(std::size_t offer) const;
    void choose_by_line(std::size_t line,
                        PieceSet free,
                        Count points,
                        std::vector<PieceSet>& chosen,
                        Plan& best) const;
    Plan plan_of(const std::vector<PieceSet>& chosen) const;

    const std::vector<Offer>* offers_;
    const Merchandise* merchandise_;
    std::vector<Group> groups_;
    std::vector<Contender> by_line_;  // take what is left of a line
    std::vector<PieceSet> lines_;     // the pieces of each line
    std::vector<PieceSet> alike_;     // of each piece: the earlier ones that are like it
    std::map<std::tuple<std::size_t, PieceSet, Count, Count>, Plan> known_;
};

}  // namespace loyal::reference
