#pragma once

#include "conditions.hpp"
#include "offer_index.hpp"

#include <cstdint>
#include <vector>

namespace loyal {

/// The offers for something in a basket: those that apply, by what they give, and those that were
/// refused; each list in programme order.
struct Judgement {
    struct Declined {
        std::uint32_t position = 0;
        DeclinedOffer offer;
    };
    std::vector<Candidate> money;
    std::vector<Candidate> gifts;
    std::vector<Candidate> points;
    std::vector<Declined> declined;  ///< in programme order until later steps add to it

    void decline(const Candidate& candidate, std::string condition, Text text);
};

Judgement judge_all(const Occasion& occasion, const OfferIndex& index);

}  // namespace loyal
