#pragma once

#include "rewards.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace loyal {

/// Units that no offer of a component tells apart: of one line, or of several that all of its
/// offers treat alike. The search counts kinds, never pieces.
struct UnitKind {
    struct Place {
        std::uint32_t line = 0;
        std::int64_t count = 0;
    };
    std::int64_t rest = 0;
    std::int64_t count = 0;
    std::vector<Place> places;  ///< ascending lines
};

/// Units of one application, by kind.
struct Group {
    struct Part {
        std::uint32_t kind = 0;
        std::int64_t count = 0;

        friend bool operator==(const Part&, const Part&) = default;
    };
    std::vector<Part> parts;  ///< ascending kinds
    std::int64_t discount = 0;
};

/// An offer that competes for units with others.
struct Contender {
    enum class Form {
        whole,    ///< spend, basket_percent: every unit that it selects
        paid,     ///< a line offer with a cost that not all may be able to pay
        grouped,  ///< nth, bundle
        limited,  ///< percent, amount, fixed on a number of units
    };
    const Candidate* candidate = nullptr;
    Form form = Form::grouped;
    std::vector<std::uint32_t> kinds;  ///< that it may use, ascending
    /// Of nth the kinds that may stand in one group, of bundle those of each slot.
    std::vector<std::vector<std::uint32_t>> pools;
};

/// A line of the component on which line offers may work.
struct OfferedLine {
    std::uint32_t line = 0;
    std::vector<std::uint32_t> kinds;
    std::vector<const Candidate*> offers;  ///< programme order
};

/// The part of a layer whose offers compete with each other: no unit of it concerns another part.
struct LayerProblem {
    RewardContext context;
    std::vector<UnitKind> kinds;  ///< by first line, then larger rests first
    std::vector<Contender>
        contenders;  ///< whole, then paid, then the others; programme order in each
    std::vector<OfferedLine> lines;

    std::int64_t reward_on(const Contender& contender, std::span<const Group::Part> parts) const;
};

/// @param contenders  candidates that need definite units, and paid line offers
/// @param line_offers for each line of the basket the line offers on it, programme order
/// @param lines       the component's lines, ascending
LayerProblem layer_problem(std::span<const Candidate* const> contenders,
                           std::span<const std::vector<const Candidate*>> line_offers,
                           std::span<const std::uint32_t> lines,
                           const Units& free,
                           const RewardContext& context);

/// Every way to form one group of nth or bundle that takes something off, smaller kinds first.
/// @param steps reduced by one for each; at 0 the list is cut short
std::vector<Group> groups_of(const Contender& contender,
                             const LayerProblem& problem,
                             std::int64_t& steps);

}  // namespace loyal
