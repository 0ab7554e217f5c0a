#pragma once

#include "merchandise.hpp"

#include <vector>

namespace loyal::reference {

/// One use of an offer on definite pieces.
struct Application {
    std::size_t offer = 0;  ///< its position in the programme
    PieceSet pieces = 0;
    Count off = 0;
    std::vector<LineNumber> lines;  ///< of its pieces, ascending
    std::vector<Count> rests;       ///< of its pieces, in each line the larger first
};

Application application(std::size_t offer,
                        PieceSet pieces,
                        Count off,
                        const Merchandise& merchandise);

/// Applications that a layer could make together, sorted by offer, lines and rests.
struct Plan {
    Count off = 0;
    std::vector<Application> applications;

    void add(Application application);
};

/// Step 4 of pricing: the larger discount; then fewer applications; then the smaller list of
/// offers, then of line numbers of their units, then of rests, larger rests first.
///
/// Adding one and the same application to both of two plans never changes which is better.
bool is_better(const Plan& plan, const Plan& than);

}  // namespace loyal::reference
