#pragma once

#include "layer_problem.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace loyal {

/// Upper bounds of what the offers of a component can still take off: what lets the search leave a
/// branch. Two are taken and the smaller one holds: every offer alone on all units, added up; and
/// for every unit the largest share that any one offer can credit it with.
class LayerBound {
public:
    explicit LayerBound(const LayerProblem& problem);

    /// What the undecided offers may still use.
    struct Rest {
        std::span<const std::int64_t> counts;  ///< free units by kind
        std::size_t contender = 0;             ///< the first one that is undecided
        std::uint32_t kind = 0;                ///< it uses no kinds before this one any more
    };

    /// Never less than the best total discount that `rest` allows, line offers included.
    /// @param enough the caller wants to know no more than whether the answer is below this
    std::int64_t most(const Rest& rest, std::int64_t enough) const;

    /// What the line offers take off a line's free units, the best one of them.
    std::int64_t line_offers_on(const OfferedLine& line,
                                std::span<const std::int64_t> counts) const;

private:
    __extension__ using Wide = __int128;

    void credit(const Contender& contender, std::vector<Wide>& credits) const;
    Wide group_credit(const Candidate& candidate, const Take& unit) const;
    Wide unit_credit(const Candidate& candidate, const Take& unit) const;
    void credit_line_offers();
    void set_uncontested_apart();
    std::int64_t by_unit(const Rest& rest) const;
    std::int64_t by_offer(const Rest& rest) const;
    std::int64_t alone(const Contender& contender, const Rest& rest, std::uint32_t from) const;
    std::int64_t nth_alone(const Contender& contender, const Rest& rest, std::uint32_t from) const;
    std::int64_t bundle_alone(const Contender& contender, const Rest& rest) const;
    Wide bundles_worth(const Contender& contender, const Rest& rest, std::int64_t bundles) const;
    std::int64_t limited_alone(std::size_t contender, const Rest& rest, std::uint32_t from) const;

    const LayerProblem* problem_;
    std::vector<std::uint32_t> dearest_first_;     // kinds
    std::vector<std::vector<Wide>> credits_;       // by contender, kind
    std::vector<std::vector<Wide>> credits_from_;  // the largest of this and later contenders
    std::vector<Wide> line_credits_;               // by kind, of line offers
    std::vector<Wide> slack_from_;                 // what rounding may add, by contender
    Wide line_slack_ = 0;
    std::vector<std::uint32_t> contested_;  // kinds that some contender may use
    std::vector<const OfferedLine*> contested_lines_;
    std::int64_t uncontested_ = 0;  // what line offers take off the other lines
};

}  // namespace loyal
