#include <loyal/terminal/wall_clock.hpp>

#include <chrono>
#include <date/tz.h>

namespace loyal::terminal {
namespace {

// Offsets of our instants are whole minutes; zones of today have no others.
constexpr std::int64_t seconds_per_minute = 60;

}  // namespace

WallClock::WallClock(const std::string& zone) : zone_{date::locate_zone(zone)} {}

Instant WallClock::at(std::int64_t utc_seconds) const
{
    const auto* zone = static_cast<const date::time_zone*>(zone_);
    const auto info = zone->get_info(date::sys_seconds{std::chrono::seconds{utc_seconds}});
    const std::int64_t offset = info.offset.count() / seconds_per_minute * seconds_per_minute;
    return {.utc_seconds = utc_seconds, .offset_seconds = static_cast<std::int32_t>(offset)};
}

Instant WallClock::now() const
{
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return at(std::chrono::duration_cast<std::chrono::seconds>(since_epoch).count());
}

}  // namespace loyal::terminal
