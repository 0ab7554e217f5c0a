#pragma once

#include "judgement.hpp"

#include <vector>

namespace loyal {

/// The points that offers may take: none without a member.
Points spendable_points(const Basket& basket);

/// Bounds each candidate with a cost by how often the basket asks for it, and declines those that
/// the points cannot pay even once.
void bound_by_request(std::vector<Candidate>& candidates,
                      Points spendable,
                      const Basket& basket,
                      Judgement& judgement);

/// What so many applications of an offer cost; nothing for an offer without a cost.
Points cost_of(const Offer& offer, std::int64_t applications);

}  // namespace loyal
