#include <loyal/core/calendar.hpp>
#include <loyal/core/member_state.hpp>

#include <catch2/catch.hpp>

using namespace loyal;

namespace {

Date day(const char* text)
{
    return parse_date(text).value();
}

}  // namespace

TEST_CASE("A sale at half past one belongs to the day before where days start at five",
          "[core][calendar]")
{
    const Instant night = parse_instant("2026-11-23T01:30:00+08:00").value();
    CHECK(business_date(night, 5 * 60) == day("2026-11-22"));
    CHECK(business_date(night, 0) == day("2026-11-23"));
    CHECK(business_date(parse_instant("2026-11-23T05:00:00+08:00").value(), 300) ==
          day("2026-11-23"));
}

TEST_CASE("An instant keeps its wall clock and offset", "[core][calendar]")
{
    for (const char* text :
         {"2026-11-22T18:30:00+08:00", "1969-12-31T23:59:59-03:30", "2000-02-29T00:00:00+00:00"}) {
        CHECK(to_string(parse_instant(text).value()) == text);
    }
    CHECK(parse_instant("2026-11-22T10:30:00Z").value().utc_seconds ==
          parse_instant("2026-11-22T18:30:00+08:00").value().utc_seconds);
}

TEST_CASE("A text that is no instant or date is refused", "[core][calendar]")
{
    const char* text = GENERATE("", "2026-11-22", "2026-11-22T18:30+08:00",
                                "2026-02-30T18:30:00+08:00", "2026-11-22T24:00:00+08:00",
                                "2026-11-22T18:30:00.5+08:00", "2026-11-22T18:30:00+0800");
    CAPTURE(text);
    CHECK_FALSE(parse_instant(text));
    CHECK_FALSE(parse_date("2025-02-29"));
    CHECK_FALSE(parse_date("2026-1-01"));
}

TEST_CASE("A day that a month lacks clamps to the month's last", "[core][calendar]")
{
    CHECK(add_months(day("2026-01-31"), 1) == day("2026-02-28"));
    CHECK(add_months(day("2024-01-31"), 1) == day("2024-02-29"));
    CHECK(add_months(day("2026-03-31"), -1) == day("2026-02-28"));
    CHECK(anniversary(day("2000-02-29"), std::chrono::year{2026}) == day("2026-02-28"));
    CHECK(anniversary(day("2000-02-29"), std::chrono::year{2028}) == day("2028-02-29"));
}

TEST_CASE("A window names its first and last day", "[core][calendar]")
{
    using Kind = Window::Kind;
    struct Case {
        Window window;
        const char* first;
        const char* last;
    };
    // All as seen from 31 March 2026; enrolled on 1 April 2024.
    const auto [window, first, last] = GENERATE(values<Case>({
        {{Kind::calendar_month, 1, false}, "2026-03-01", "2026-03-31"},
        {{Kind::calendar_month, 1, true}, "2026-02-01", "2026-02-28"},
        {{Kind::calendar_quarter, 1, false}, "2026-01-01", "2026-03-31"},
        {{Kind::calendar_quarter, 1, true}, "2025-10-01", "2025-12-31"},
        {{Kind::calendar_year, 1, true}, "2025-01-01", "2025-12-31"},
        {{Kind::rolling_days, 1, false}, "2026-03-31", "2026-03-31"},
        {{Kind::rolling_days, 90, false}, "2026-01-01", "2026-03-31"},
        {{Kind::rolling_months, 1, false}, "2026-03-01", "2026-03-31"},
        {{Kind::rolling_months, 12, false}, "2025-04-01", "2026-03-31"},
        {{Kind::membership_year, 1, false}, "2025-04-01", "2026-03-31"},
        {{Kind::membership_year, 1, true}, "2024-04-01", "2025-03-31"},
    }));
    CAPTURE(first, last);
    const DaySpan span = days_of(window, day("2026-03-31"), day("2024-04-01"));
    CHECK(to_string(span.first) == first);
    CHECK(to_string(span.last) == last);
}
