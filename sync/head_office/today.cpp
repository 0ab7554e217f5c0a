#include "today.hpp"

#include <chrono>
#include <date/tz.h>
#include <stdexcept>

namespace loyal::head_office {

BusinessDate trading_day(std::int64_t utc_seconds, const Programme& programme)
{
    Instant instant{utc_seconds, 0};
    try {
        const auto* zone = date::locate_zone(programme.timezone);
        const auto moment = std::chrono::sys_seconds{std::chrono::seconds{utc_seconds}};
        instant.offset_seconds = static_cast<std::int32_t>(zone->get_info(moment).offset.count());
    } catch (const std::runtime_error&) {
        // No such zone on this machine: UTC is at most a day off, and only dates rights.
    }
    return business_date(instant, programme.day_starts_minutes);
}

}  // namespace loyal::head_office
