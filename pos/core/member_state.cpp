#include "lots.hpp"

#include <loyal/core/member_state.hpp>

#include <algorithm>

namespace loyal {
namespace {

namespace chrono = std::chrono;

chrono::year year_of(Date date)
{
    return chrono::year_month_day{date}.year();
}

DaySpan months_from(Date first, int months)
{
    return {first, add_months(first, months) - chrono::days{1}};
}

Date first_of_quarter(Date day)
{
    const chrono::year_month_day ymd{day};
    const unsigned month = (static_cast<unsigned>(ymd.month()) - 1) / 3 * 3 + 1;
    return chrono::sys_days{
        chrono::year_month_day{ymd.year(), chrono::month{month}, chrono::day{1}}};
}

Date first_of_year(Date day)
{
    return chrono::sys_days{chrono::year_month_day{year_of(day), chrono::January, chrono::day{1}}};
}

// From the last anniversary of `anchor` on or before the day to the day before the next.
DaySpan since_anniversary(Date anchor, Date day, bool previous)
{
    chrono::year year = year_of(day);
    if (anniversary(anchor, year) > day) --year;
    if (previous) --year;
    return {anniversary(anchor, year),
            anniversary(anchor, year + chrono::years{1}) - chrono::days{1}};
}

}  // namespace

DaySpan days_of(const Window& window, BusinessDate day, std::optional<Date> anchor)
{
    const int back = window.previous ? 1 : 0;
    const DaySpan never{day, day - chrono::days{1}};
    switch (window.kind) {
        case Window::Kind::calendar_month:
            return months_from(add_months(first_of_month(day), -back), 1);
        case Window::Kind::calendar_quarter:
            return months_from(add_months(first_of_quarter(day), -3 * back), 3);
        case Window::Kind::calendar_year:
            return months_from(add_months(first_of_year(day), -12 * back), 12);
        case Window::Kind::rolling_days: {
            const Date last = day - chrono::days{window.count * back};
            return {last - chrono::days{window.count - 1}, last};
        }
        case Window::Kind::rolling_months: {
            const Date last = add_months(day, -window.count * back);
            return {add_months(last, -window.count) + chrono::days{1}, last};
        }
        case Window::Kind::membership_year:
        case Window::Kind::birthday:
            return anchor ? since_anniversary(*anchor, day, window.previous) : never;
        case Window::Kind::lifetime:
            return window.previous ? never : DaySpan{Date::min(), Date::max()};
    }
    return never;
}

Points balance(const MemberState& member, BusinessDate day)
{
    Points sum = -member.debt;
    for (const Lot& lot : member.lots) {
        if (!has_expired(lot, day)) sum += lot.points;
    }
    return sum;
}

Points spendable(const MemberState& member, BusinessDate day)
{
    if (member.debt > Points{}) return {};
    Points sum;
    for (const Lot& lot : member.lots) {
        if (lot.from <= day && !has_expired(lot, day)) sum += lot.points;
    }
    return sum;
}

std::int64_t metric_value(const MemberState& member,
                          Metric metric,
                          const Window& window,
                          BusinessDate day)
{
    const std::optional<Date> anchor =
        window.kind == Window::Kind::birthday ? member.birthday : member.enrolled;
    const DaySpan span = days_of(window, day, anchor);
    std::int64_t sum = 0;
    for (const DayTotals& totals : member.days) {
        if (totals.date < span.first || totals.date > span.last) continue;
        switch (metric) {
            case Metric::spend: sum += totals.spend.minor_units(); break;
            case Metric::visits: sum += totals.sales > 0 ? 1 : 0; break;
            case Metric::points: sum += totals.accrued.count(); break;
            case Metric::referrals:
            case Metric::score: break;
        }
    }
    return sum;
}

namespace {

void add_metrics(const Alternatives& alternatives,
                 const MemberState& member,
                 BusinessDate day,
                 MemberSnapshot& snapshot)
{
    for (const auto& all : alternatives) {
        for (const Requirement& requirement : all) {
            const bool is_known =
                std::ranges::any_of(snapshot.metrics, [&](const MetricValue& metric) {
                    return metric.metric == requirement.metric &&
                           metric.window == requirement.window;
                });
            if (is_known) continue;
            snapshot.metrics.push_back(
                {requirement.metric, requirement.window,
                 metric_value(member, requirement.metric, requirement.window, day)});
        }
    }
}

OfferUse used_in_window(const Offer& offer, const MemberState& member, BusinessDate day)
{
    const Window& window = offer.limit.window;
    const std::optional<Date> anchor =
        window.kind == Window::Kind::birthday ? member.birthday : member.enrolled;
    const DaySpan span = days_of(window, day, anchor);
    OfferUse sum{offer.id, day, 0, 0};
    for (const OfferUse& use : member.used) {
        if (use.offer != offer.id || use.date < span.first || use.date > span.last) continue;
        sum.applications += use.applications;
        sum.units += use.units;
    }
    return sum;
}

}  // namespace

MemberSnapshot snapshot(const MemberState& member, const Programme& programme, BusinessDate day)
{
    MemberSnapshot snapshot;
    snapshot.id = member.id;
    if (programme.find_tier(member.tier) != nullptr) {
        snapshot.tier = member.tier;
    } else if (!programme.tiers.empty()) {
        snapshot.tier = programme.tiers.front().id;
    }
    snapshot.birthday = member.birthday;
    snapshot.enrolled = member.enrolled;
    const auto today = std::ranges::find(member.days, day, &DayTotals::date);
    snapshot.points = PointsSnapshot{balance(member, day), spendable(member, day),
                                     today == member.days.end() ? Points{} : today->accrued};
    if (snapshot.points->accrued_today < Points{}) snapshot.points->accrued_today = {};
    for (const Tier& tier : programme.tiers) {
        add_metrics(tier.enter, member, day, snapshot);
        add_metrics(tier.keep, member, day, snapshot);
    }
    for (const Offer& offer : programme.offers) {
        if (!offer.limit.per_member && !offer.limit.units_per_member) continue;
        const OfferUse used = used_in_window(offer, member, day);
        if (used.applications > 0) snapshot.used[offer.id] = used.applications;
        if (offer.limit.units_per_member && used.units > 0) {
            snapshot.used_units[offer.id] = used.units;
        }
    }
    snapshot.segments = member.segments;
    snapshot.lifecycle = member.lifecycle;
    snapshot.transactions = member.transactions;
    snapshot.household = member.household;
    return snapshot;
}

}  // namespace loyal
