#pragma once

#include "merchandise.hpp"

#include <vector>

namespace loyal::reference {

/// percent, amount and fixed: their amounts arise and stay in each line.
bool works_by_line(const Offer& offer);
/// A line reward without a limit of units: in a line at most one, on every unit that nothing else
/// uses.
bool takes_what_is_left(const Offer& offer);
/// Offers that take money off units; points and gifts do not.
bool takes_money_off(const Offer& offer);

/// The usable pieces that the offer's items (a bundle's slots) select.
PieceSet selected(const Offer& offer, const Merchandise& merchandise);

/// What one application of the offer on exactly these pieces takes off; 0 where none is possible.
Count off_of(const Offer& offer, const Merchandise& merchandise, PieceSet set);

/// What that application takes from each piece, by the piece's place.
std::vector<Count> off_by_piece(const Offer& offer, const Merchandise& merchandise, PieceSet set);

}  // namespace loyal::reference
