#include "requirements.hpp"

#include <loyal/core/member_state.hpp>

#include <algorithm>

namespace loyal {
namespace {

std::int64_t value_on(const DayTotals& totals, Metric metric)
{
    switch (metric) {
        case Metric::spend: return totals.spend.minor_units();
        case Metric::visits: return totals.sales > 0 ? 1 : 0;
        case Metric::points: return totals.accrued.count();
        case Metric::referrals: return totals.referrals;
        case Metric::score: break;
    }
    return 0;
}

std::int64_t sum_over(const MemberState& member, Metric metric, const DaySpan& span)
{
    std::int64_t sum = 0;
    auto day = std::ranges::lower_bound(member.days, span.first, {}, &DayTotals::date);
    for (; day != member.days.end() && day->date <= span.last; ++day) {
        sum += value_on(*day, metric);
    }
    return sum;
}

}  // namespace

std::int64_t metric_value(const MemberState& member,
                          Metric metric,
                          const Window& window,
                          BusinessDate day,
                          const ScoreRule& score)
{
    DaySpan span = days_of(window, day, anchor_of(window, member));
    span.last = std::min(span.last, day);  // what came later was not known on that day
    if (metric != Metric::score) return sum_over(member, metric, span);
    return score_of(score, [&](Metric part) { return sum_over(member, part, span); });
}

}  // namespace loyal
