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

// A birthday's window may begin months before it and pass New Year: each day belongs to the
// birthday that is at most half a year away.
DaySpan around_anniversary(Date anchor, Date day, bool previous)
{
    const auto begin = [anchor](chrono::year year) {
        return anniversary(anchor, year) - chrono::days{182};
    };
    chrono::year year = year_of(day) + chrono::years{1};
    while (begin(year) > day) --year;
    if (previous) --year;
    return {begin(year), begin(year + chrono::years{1}) - chrono::days{1}};
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
            return anchor ? since_anniversary(*anchor, day, window.previous) : never;
        case Window::Kind::birthday:
            return anchor ? around_anniversary(*anchor, day, window.previous) : never;
        case Window::Kind::lifetime:
            return window.previous ? never : DaySpan{Date::min(), Date::max()};
    }
    return never;
}

std::optional<Date> anchor_of(const Window& window, const MemberState& member)
{
    return window.kind == Window::Kind::birthday ? member.birthday : member.enrolled;
}

Points balance(const PointsAccount& account, BusinessDate day)
{
    Points sum = -account.debt;
    for (const Lot& lot : account.lots) {
        if (!has_expired(lot, day)) sum += lot.points;
    }
    return sum;
}

Points spendable(const PointsAccount& account, BusinessDate day)
{
    if (account.debt > Points{}) return {};
    Points sum;
    for (const Lot& lot : account.lots) {
        if (lot.from <= day && !has_expired(lot, day)) sum += lot.points;
    }
    return sum;
}

Points balance(const MemberState& member, BusinessDate day)
{
    return balance(member.account, day);
}

Points spendable(const MemberState& member, BusinessDate day)
{
    return spendable(member.account, day);
}

}  // namespace loyal
