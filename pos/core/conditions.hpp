#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/priced_basket.hpp>
#include <loyal/core/programme.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace loyal {

/// A limit that an offer does not have.
inline constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

/// What every offer's conditions look at, worked out once for a basket. Refers to both arguments.
struct Occasion {
    Occasion(const Basket& sale, const Programme& rules);

    const Basket* basket;
    const Programme* programme;
    const MemberSnapshot* member;  ///< null: a sale without a card
    BusinessDate day;
    std::int32_t minutes;       ///< of the wall clock
    std::int32_t weekday;       ///< of the business date, 1 is Monday
    std::int32_t day_of_month;  ///< of the business date
    std::vector<Money> gross;   ///< by line
};

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

using Verdict = std::variant<NotForThisBasket, Candidate, Refused>;

/// Whether an offer applies to the basket, before any competition with other offers.
///
/// @param lines indexes of all lines that the offer may select, ascending
Verdict judge(const Offer& offer,
              std::uint32_t position,
              std::span<const std::uint32_t> lines,
              const Occasion& occasion);

/// What min_spend and min_quantity count: gross and quantity of the lines of `when.of`, else of
/// the offer's items, without those that take no discount.
struct Counted {
    Money gross;
    Quantity quantity;
};

/// @param lines indexes of all lines that the offer may select
Counted counted(const Offer& offer, std::span<const std::uint32_t> lines, const Occasion& occasion);

}  // namespace loyal
