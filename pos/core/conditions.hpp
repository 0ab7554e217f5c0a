#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/priced_basket.hpp>
#include <loyal/core/programme.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace loyal {

/// An offer whose conditions hold, with the lines that it selects and what its limits leave.
struct Candidate {
    const Offer* offer = nullptr;
    std::uint32_t position = 0;        ///< in the programme
    std::vector<std::uint32_t> lines;  ///< indexes into Basket::lines, ascending
    std::int64_t applications_left = 0;
    std::int64_t units_left = 0;
};

/// Not for this basket at all: nobody wants to hear of it.
struct NotForThisBasket {};

/// For something in the basket, but a condition failed.
struct Refused {
    std::string condition;
    Text text;
};

using Verdict = std::variant<Candidate, NotForThisBasket, Refused>;

/// Whether an offer applies to the basket, before any competition with other offers.
Verdict judge(const Offer& offer,
              std::uint32_t position,
              const Basket& basket,
              const Programme& programme);

/// The lines that a reward may use; points also look at lines that take no discount.
std::vector<std::uint32_t> selected_lines(const Offer& offer, const Basket& basket);

/// What min_spend and min_quantity count: gross and quantity of the lines of `when.of`, else of
/// the offer's items, without those that take no discount.
struct Counted {
    Money gross;
    Quantity quantity;
};
Counted counted(const Offer& offer, const Basket& basket, Rounding rounding);

}  // namespace loyal
