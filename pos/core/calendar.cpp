#include <loyal/core/calendar.hpp>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>

namespace loyal {
namespace {

namespace chrono = std::chrono;

constexpr std::int64_t seconds_per_day = 86'400;

// The digits at `from`, or nothing if one of them is none.
std::optional<int> number(std::string_view text, std::size_t from, std::size_t count)
{
    if (text.size() < from + count) return std::nullopt;
    int value = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

// Seconds since the epoch as the wall clock would show them in UTC.
std::int64_t wall_seconds(Instant instant) noexcept
{
    return instant.utc_seconds + instant.offset_seconds;
}

std::int64_t floor_days(std::int64_t seconds) noexcept
{
    const std::int64_t days = seconds / seconds_per_day;
    return seconds % seconds_per_day < 0 ? days - 1 : days;
}

// "+08:00" or "Z" in seconds.
std::optional<std::int32_t> parse_offset(std::string_view text)
{
    if (text == "Z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return std::nullopt;
    }
    const auto hours = number(text, 1, 2);
    const auto minutes = number(text, 4, 2);
    if (!hours || !minutes || *hours > 14 || *minutes > 59) return std::nullopt;
    const std::int32_t seconds = (*hours * 60 + *minutes) * 60;
    return text[0] == '-' ? -seconds : seconds;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text, 0, 4);
    const auto month = number(text, 5, 2);
    const auto day = number(text, 8, 2);
    if (!year || !month || !day || *year < 1900 || *year > 2199) return std::nullopt;
    const chrono::year_month_day date{chrono::year{*year},
                                      chrono::month{static_cast<unsigned>(*month)},
                                      chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return chrono::sys_days{date};
}

std::string to_string(Date date)
{
    const chrono::year_month_day ymd{date};
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                  static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
    return text.data();
}

std::optional<Instant> parse_instant(std::string_view text)
{
    if (text.size() < 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
        return std::nullopt;
    }
    const auto date = parse_date(text.substr(0, 10));
    const auto hour = number(text, 11, 2);
    const auto minute = number(text, 14, 2);
    const auto second = number(text, 17, 2);
    const auto offset = parse_offset(text.substr(19));
    if (!date || !hour || !minute || !second || !offset) return std::nullopt;
    if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
    const std::int64_t wall = date->time_since_epoch().count() * seconds_per_day +
                              (std::int64_t{*hour} * 60 + *minute) * 60 + *second;
    return Instant{wall - *offset, *offset};
}

std::string to_string(Instant instant)
{
    const std::int64_t wall = wall_seconds(instant);
    const std::int64_t days = floor_days(wall);
    const auto of_day = static_cast<int>(wall - days * seconds_per_day);
    const int offset = std::abs(instant.offset_seconds) / 60;
    const char sign = instant.offset_seconds < 0 ? '-' : '+';
    std::array<char, 48> text{};
    std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d%c%02d:%02d", of_day / 3600,
                  of_day / 60 % 60, of_day % 60, sign, offset / 60, offset % 60);
    return to_string(wall_date(instant)) + text.data();
}

int wall_minutes(Instant instant) noexcept
{
    const std::int64_t wall = wall_seconds(instant);
    return static_cast<int>((wall - floor_days(wall) * seconds_per_day) / 60);
}

Date wall_date(Instant instant) noexcept
{
    return Date{chrono::days{floor_days(wall_seconds(instant))}};
}

BusinessDate business_date(Instant instant, int day_starts_minutes) noexcept
{
    const std::int64_t local = wall_seconds(instant) - std::int64_t{day_starts_minutes} * 60;
    return Date{chrono::days{floor_days(local)}};
}

Date add_months(Date date, int months) noexcept
{
    const chrono::year_month_day ymd{date};
    const chrono::year_month month =
        chrono::year_month{ymd.year(), ymd.month()} + chrono::months{months};
    const chrono::year_month_day same{month.year(), month.month(), ymd.day()};
    if (same.ok()) return chrono::sys_days{same};
    return chrono::sys_days{
        chrono::year_month_day_last{month.year(), chrono::month_day_last{month.month()}}};
}

Date first_of_month(Date date) noexcept
{
    const chrono::year_month_day ymd{date};
    return chrono::sys_days{chrono::year_month_day{ymd.year(), ymd.month(), chrono::day{1}}};
}

Date last_of_month(Date date) noexcept
{
    const chrono::year_month_day ymd{date};
    return chrono::sys_days{
        chrono::year_month_day_last{ymd.year(), chrono::month_day_last{ymd.month()}}};
}

Date anniversary(Date day, chrono::year year) noexcept
{
    const chrono::year_month_day ymd{day};
    const chrono::year_month_day same{year, ymd.month(), ymd.day()};
    return same.ok() ? chrono::sys_days{same}
                     : chrono::sys_days{
                           chrono::year_month_day_last{year, chrono::month_day_last{ymd.month()}}};
}

}  // namespace loyal
