#include "layer_bound.hpp"

#include <algorithm>
#include <numeric>

namespace loyal {
namespace {

__extension__ using Wide = __int128;

// Credits are minor units in binary fixed point, rounded up.
constexpr int fraction_bits = 20;
constexpr Wide one = Wide{1} << fraction_bits;
constexpr Wide half = one / 2;
constexpr std::int64_t whole_rate = 10'000;

Wide ratio(Wide numerator, Wide denominator)
{
    return (numerator * one + denominator - 1) / denominator;
}

std::int64_t floor_of(Wide credit)
{
    return static_cast<std::int64_t>(credit >> fraction_bits);
}

// The most that `reward` can take off a group whose `get` cheapest units sum up to `sum`; exact for
// one unit.
Wide nth_credit(const NthReward& reward, Wide sum, Rounding rounding)
{
    if (reward.get == 1) {
        return Wide{scale(static_cast<std::int64_t>(sum), raw(reward.bp), whole_rate, rounding)} *
               one;
    }
    const Wide exact = ratio(sum * raw(reward.bp), whole_rate);
    return raw(reward.bp) == whole_rate ? exact : exact + half;
}

// Forms groups of units that come dearest first, each of the next ones.
class GroupsInARow {
public:
    GroupsInARow(const NthReward& reward, Rounding rounding) : reward_{&reward}, rounding_{rounding}
    {
    }

    void add(Wide price, std::int64_t count, std::int64_t groups_max)
    {
        const std::int64_t size = std::int64_t{reward_->buy} + reward_->get;
        while (count > 0 && groups_ < groups_max) {
            const bool fills_whole = place_ == 0 && count >= size;
            const std::int64_t times =
                fills_whole ? std::min(count / size, groups_max - groups_) : 1;
            const std::int64_t taken = fills_whole ? size : std::min(count, size - place_);
            cheap_ += price * std::max<std::int64_t>(
                                  0, place_ + taken - std::max<std::int64_t>(place_, reward_->buy));
            place_ += taken;
            count -= taken * times;
            if (place_ < size) continue;
            credit_ += nth_credit(*reward_, cheap_, rounding_) * times;
            groups_ += times;
            place_ = 0;
            cheap_ = 0;
        }
    }

    Wide credit() const { return credit_; }

private:
    const NthReward* reward_;
    Rounding rounding_;
    std::int64_t place_ = 0;   // in the present group
    std::int64_t groups_ = 0;  // complete ones
    Wide cheap_ = 0;           // the units at a reduced price of the present group
    Wide credit_ = 0;
};

}  // namespace

LayerBound::LayerBound(const LayerProblem& problem)
    : problem_{&problem}, dearest_first_(problem.kinds.size())
{
    std::iota(dearest_first_.begin(), dearest_first_.end(), 0U);
    std::ranges::stable_sort(dearest_first_, std::ranges::greater{},
                             [&](std::uint32_t kind) { return problem.kinds[kind].rest; });
    for (const Contender& contender : problem.contenders) {
        credit(contender, credits_.emplace_back(problem.kinds.size()));
    }
    credits_from_.assign(problem.contenders.size() + 1, std::vector<Wide>(problem.kinds.size()));
    slack_from_.assign(problem.contenders.size() + 1, 0);
    for (std::size_t i = problem.contenders.size(); i-- > 0;) {
        for (std::size_t kind = 0; kind < problem.kinds.size(); ++kind) {
            credits_from_[i][kind] = std::max(credits_[i][kind], credits_from_[i + 1][kind]);
        }
        const Contender& contender = problem.contenders[i];
        const bool rounds =
            contender.form == Contender::Form::limited &&
            std::holds_alternative<PercentReward>(contender.candidate->offer->reward);
        const auto lines = static_cast<std::int64_t>(contender.kinds.size());
        slack_from_[i] = slack_from_[i + 1];
        if (rounds) slack_from_[i] += half * std::min(lines, contender.candidate->units_left);
    }
    set_uncontested_apart();
    credit_line_offers();
}

void LayerBound::credit(const Contender& contender, std::vector<Wide>& credits) const
{
    const Candidate& candidate = *contender.candidate;
    std::int64_t sum = 0;
    for (const std::uint32_t kind : contender.kinds) {
        sum += problem_->kinds[kind].rest * problem_->kinds[kind].count;
    }
    for (const std::uint32_t kind : contender.kinds) {
        const Take unit{problem_->kinds[kind].places.front().line, problem_->kinds[kind].rest, 1};
        switch (contender.form) {
            case Contender::Form::whole: {
                const Wide off = off_whole(candidate, sum, problem_->context.rounding);
                credits[kind] = sum == 0 ? 0 : ratio(off * unit.rest, sum);
                break;
            }
            case Contender::Form::paid: break;
            case Contender::Form::grouped: credits[kind] = group_credit(candidate, unit); break;
            case Contender::Form::limited: credits[kind] = unit_credit(candidate, unit); break;
        }
    }
}

// The share that a group of nth or bundle can credit one of its units with.
LayerBound::Wide LayerBound::group_credit(const Candidate& candidate, const Take& unit) const
{
    if (const auto* nth = std::get_if<NthReward>(&candidate.offer->reward)) {
        const Wide size = Wide{nth->buy} + nth->get;
        const Wide group = nth_credit(*nth, Wide{unit.rest} * nth->get, problem_->context.rounding);
        return (group + size - 1) / size;
    }
    const auto& bundle = std::get<BundleReward>(candidate.offer->reward);
    Wide size = 0;
    for (const BundleSlot& slot : bundle.slots) size += slot.quantity.in_thousandths() / 1000;
    if (bundle.off) return ratio(bundle.off->minor_units(), size);
    return std::max<Wide>(0, Wide{unit.rest} * one - bundle.price->minor_units() * one / size);
}

// What percent, amount or fixed takes off one unit, before percent is rounded.
LayerBound::Wide LayerBound::unit_credit(const Candidate& candidate, const Take& unit) const
{
    if (const auto* percent = std::get_if<PercentReward>(&candidate.offer->reward)) {
        return ratio(Wide{unit.rest} * raw(percent->bp), whole_rate);
    }
    return Wide{off_line(candidate, {&unit, 1}, problem_->context)} * one;
}

void LayerBound::set_uncontested_apart()
{
    std::vector<std::int64_t> counts;
    for (const UnitKind& kind : problem_->kinds) counts.push_back(kind.count);
    const auto is_contested = [&](std::uint32_t kind) {
        return std::ranges::any_of(problem_->contenders, [&](const Contender& contender) {
            return std::ranges::binary_search(contender.kinds, kind);
        });
    };
    for (std::uint32_t kind = 0; kind < counts.size(); ++kind) {
        if (is_contested(kind)) contested_.push_back(kind);
    }
    for (const OfferedLine& line : problem_->lines) {
        if (std::ranges::any_of(line.kinds, is_contested)) {
            contested_lines_.push_back(&line);
        } else {
            uncontested_ += line_offers_on(line, counts);
        }
    }
}

void LayerBound::credit_line_offers()
{
    line_credits_.assign(problem_->kinds.size(), 0);
    for (const OfferedLine* offered : contested_lines_) {
        const OfferedLine& line = *offered;
        bool rounds = false;
        for (const Candidate* offer : line.offers) {
            rounds = rounds || std::holds_alternative<PercentReward>(offer->offer->reward);
            for (const std::uint32_t kind : line.kinds) {
                const Take unit{line.line, problem_->kinds[kind].rest, 1};
                line_credits_[kind] = std::max(line_credits_[kind], unit_credit(*offer, unit));
            }
        }
        if (rounds) line_slack_ += half;
    }
}

std::int64_t LayerBound::most(const Rest& rest, std::int64_t enough) const
{
    const std::int64_t units = by_unit(rest);
    return units < enough ? units : std::min(units, by_offer(rest));
}

std::int64_t LayerBound::by_unit(const Rest& rest) const
{
    const std::size_t next = std::min(rest.contender + 1, credits_from_.size() - 1);
    const bool is_last = rest.contender >= credits_.size();
    Wide sum = slack_from_[std::min(rest.contender, slack_from_.size() - 1)] + line_slack_;
    for (const std::uint32_t kind : contested_) {
        Wide credit = std::max(credits_from_[next][kind], line_credits_[kind]);
        if (!is_last && kind >= rest.kind)
            credit = std::max(credit, credits_[rest.contender][kind]);
        sum += credit * rest.counts[kind];
    }
    return uncontested_ + floor_of(sum);
}

std::int64_t LayerBound::by_offer(const Rest& rest) const
{
    std::int64_t sum = uncontested_;
    for (const OfferedLine* line : contested_lines_) sum += line_offers_on(*line, rest.counts);
    for (std::size_t i = rest.contender; i < problem_->contenders.size(); ++i) {
        const std::uint32_t from = i == rest.contender ? rest.kind : 0;
        const Contender& contender = problem_->contenders[i];
        sum += contender.form == Contender::Form::limited ? limited_alone(i, rest, from)
                                                          : alone(contender, rest, from);
    }
    return sum;
}

std::int64_t LayerBound::line_offers_on(const OfferedLine& line,
                                        std::span<const std::int64_t> counts) const
{
    std::vector<Take> takes;
    for (const std::uint32_t kind : line.kinds) {
        if (counts[kind] > 0)
            takes.push_back({line.line, problem_->kinds[kind].rest, counts[kind]});
    }
    std::int64_t best = 0;
    for (const Candidate* offer : line.offers) {
        best = std::max(best, off_line(*offer, takes, problem_->context));
    }
    return best;
}

std::int64_t LayerBound::alone(const Contender& contender,
                               const Rest& rest,
                               std::uint32_t from) const
{
    switch (contender.form) {
        case Contender::Form::paid:
        case Contender::Form::limited: return 0;
        case Contender::Form::grouped: break;
        case Contender::Form::whole: {
            std::int64_t sum = 0;
            for (const std::uint32_t kind : contender.kinds) {
                if (rest.counts[kind] != problem_->kinds[kind].count) return 0;
                sum += problem_->kinds[kind].rest * rest.counts[kind];
            }
            return off_whole(*contender.candidate, sum, problem_->context.rounding);
        }
    }
    return std::holds_alternative<NthReward>(contender.candidate->offer->reward)
               ? nth_alone(contender, rest, from)
               : bundle_alone(contender, rest);
}

// Consecutive groups of the units, dearest first, are the best of one pool, before rounding.
std::int64_t LayerBound::nth_alone(const Contender& contender,
                                   const Rest& rest,
                                   std::uint32_t from) const
{
    const auto& reward = std::get<NthReward>(contender.candidate->offer->reward);
    const Rounding rounding = problem_->context.rounding;
    const std::int64_t most =
        reward.repeat ? contender.candidate->applications_left : std::int64_t{1};
    Wide sum = 0;
    for (const std::vector<std::uint32_t>& pool : contender.pools) {
        GroupsInARow row{reward, rounding};
        for (const std::uint32_t kind : dearest_first_) {
            if (kind < from || !std::ranges::binary_search(pool, kind)) continue;
            row.add(problem_->kinds[kind].rest, rest.counts[kind], most);
        }
        sum += row.credit();
    }
    return floor_of(sum);
}

// As many bundles as pay: each slot's dearest units, whichever bundle they come to.
std::int64_t LayerBound::bundle_alone(const Contender& contender, const Rest& rest) const
{
    const auto& reward = std::get<BundleReward>(contender.candidate->offer->reward);
    std::int64_t bundles = contender.candidate->applications_left;
    for (std::size_t i = 0; i < reward.slots.size(); ++i) {
        std::int64_t count = 0;
        for (const std::uint32_t kind : contender.pools[i]) count += rest.counts[kind];
        bundles = std::min(bundles, count / (reward.slots[i].quantity.in_thousandths() / 1000));
    }
    if (bundles <= 0) return 0;
    if (reward.off) {
        const Wide most = Wide{reward.off->minor_units()} * bundles;
        return static_cast<std::int64_t>(std::min<Wide>(most, Money::limit));
    }
    // What k bundles give grows ever slower with k, so its differences tell the best k.
    std::int64_t low = 0;
    std::int64_t high = bundles;
    while (low < high) {
        const std::int64_t middle = low + (high - low) / 2;
        if (bundles_worth(contender, rest, middle + 1) > bundles_worth(contender, rest, middle)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const Wide worth = std::max<Wide>(0, bundles_worth(contender, rest, low));
    return static_cast<std::int64_t>(std::min<Wide>(worth, Money::limit));
}

// What so many bundles give if each slot takes the dearest units that it may.
LayerBound::Wide LayerBound::bundles_worth(const Contender& contender,
                                           const Rest& rest,
                                           std::int64_t bundles) const
{
    const auto& reward = std::get<BundleReward>(contender.candidate->offer->reward);
    Wide sum = -Wide{reward.price->minor_units()} * bundles;
    for (std::size_t i = 0; i < reward.slots.size(); ++i) {
        std::int64_t missing = bundles * (reward.slots[i].quantity.in_thousandths() / 1000);
        for (const std::uint32_t kind : dearest_first_) {
            if (missing == 0) break;
            if (!std::ranges::binary_search(contender.pools[i], kind)) continue;
            const std::int64_t taken = std::min(missing, rest.counts[kind]);
            sum += Wide{problem_->kinds[kind].rest} * taken;
            missing -= taken;
        }
    }
    return sum;
}

std::int64_t LayerBound::limited_alone(std::size_t contender,
                                       const Rest& rest,
                                       std::uint32_t from) const
{
    const Contender& limited = problem_->contenders[contender];
    std::vector<std::pair<Wide, std::int64_t>> credits;
    for (const std::uint32_t kind : limited.kinds) {
        if (kind >= from && rest.counts[kind] > 0) {
            credits.emplace_back(credits_[contender][kind], rest.counts[kind]);
        }
    }
    std::ranges::sort(credits, std::ranges::greater{});
    std::int64_t left = limited.candidate->units_left;
    Wide sum = slack_from_[contender] - slack_from_[contender + 1];
    for (const auto& [credit, count] : credits) {
        const std::int64_t taken = std::min(left, count);
        sum += credit * taken;
        left -= taken;
    }
    return floor_of(sum);
}

}  // namespace loyal
