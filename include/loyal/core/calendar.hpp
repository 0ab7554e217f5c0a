#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace loyal {

/// A day of the proleptic Gregorian calendar. Days, months and years add as the domain says:
/// a day that a month lacks clamps to its last.
using Date = std::chrono::sys_days;

/// A store's local trading day.
using BusinessDate = Date;

/// A moment as a terminal's wall clock wrote it, with its offset from UTC. Comparison is by the
/// moment, then by the offset.
struct Instant {
    std::int64_t utc_seconds = 0;     ///< seconds since 1970-01-01T00:00:00Z
    std::int32_t offset_seconds = 0;  ///< east of UTC is positive; a multiple of 60

    friend auto operator<=>(const Instant&, const Instant&) = default;
};

/// Reads "2026-11-22T18:30:00+08:00"; seconds are required, fractions are not allowed, "Z" is.
std::optional<Instant> parse_instant(std::string_view text);
std::string to_string(Instant instant);

/// Reads "2026-11-22", years 1900 to 2199.
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Date date);

/// Minutes after midnight on the wall clock of `instant`, 0 to 1439.
int wall_minutes(Instant instant) noexcept;
/// The wall clock's calendar date.
Date wall_date(Instant instant) noexcept;

/// The trading day of a moment: the local date of local time less `day_starts_minutes`.
BusinessDate business_date(Instant instant, int day_starts_minutes) noexcept;

/// The same day `months` later (or earlier), clamped to the month's last day.
Date add_months(Date date, int months) noexcept;
Date first_of_month(Date date) noexcept;
Date last_of_month(Date date) noexcept;

/// The anniversary of `day` in `year`; 29 February counts as the 28th in other years.
Date anniversary(Date day, std::chrono::year year) noexcept;

}  // namespace loyal
