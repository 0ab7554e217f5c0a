#pragma once

#include "discounts.hpp"
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

/// Applies the offers that take money off, those with a cost within the spendable points.
///
/// Where the points do not reach for everything that was asked for, the ways to use them are
/// weighed as the applications of a layer are: the largest discount in the first layer, then in the
/// next; where an exclusive offer is among them, in all.
/// @param candidates bounded by request, in programme order; the answer refers to them
Discounts discount_within(Points spendable,
                          const std::vector<Candidate>& candidates,
                          const Basket& basket,
                          const Programme& programme);

/// What so many applications of an offer cost; nothing for an offer without a cost.
Points cost_of(const Offer& offer, std::int64_t applications);

}  // namespace loyal
