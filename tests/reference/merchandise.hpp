#pragma once

#include "arithmetic.hpp"

#include <loyal/core/basket.hpp>
#include <loyal/core/programme.hpp>

#include <cstdint>
#include <vector>

namespace loyal::reference {

/// One unit of merchandise: a piece, or the whole of a line that does not split.
struct Piece {
    std::size_t line = 0;  ///< its place in the basket
    Quantity quantity;
    Count rest = 0;      ///< what is left to pay, minor units
    bool usable = true;  ///< false: of a line without discounts, or used by an exclusive offer
};

/// Pieces by their place in Merchandise::pieces: bit i is piece i.
using PieceSet = std::uint32_t;

constexpr PieceSet one_piece(std::size_t place)
{
    return PieceSet{1} << place;
}

/// What is on the counter, between two layers.
struct Merchandise {
    static constexpr std::size_t pieces_max = 20;

    /// Unpacks a basket; the basket must outlive it. @throws std::length_error over pieces_max
    Merchandise(const Basket& basket, Rounding rounding);

    const LineItem& line_of(std::size_t piece) const { return basket->lines[pieces[piece].line]; }
    Count rest_of(PieceSet set) const;

    const Basket* basket;
    Rounding rounding;
    std::vector<Piece> pieces;
};

/// The extended amount of a line. A price per piece counts for a line in the same way.
Count extended(Count price, Quantity quantity, Rounding rounding);

bool is_one_unit(const LineItem& line);

bool selects(const ItemSelector& items, const LineItem& line);
/// True if the offer's items select the line; for a bundle, if one of its slots does.
bool is_for(const Offer& offer, const LineItem& line);
/// True if any member of `match` holds for the line.
bool holds_any(const ItemMatch& match, const LineItem& line);

}  // namespace loyal::reference
