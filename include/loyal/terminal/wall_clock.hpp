#pragma once

#include <loyal/core/calendar.hpp>

#include <cstdint>
#include <string>

namespace loyal::terminal {

/// The wall clock of a place, with its offset from UTC as the IANA time zone database says.
class WallClock {
public:
    /// @param zone "Asia/Shanghai". @throws std::runtime_error if the database has no such zone
    explicit WallClock(const std::string& zone);

    Instant now() const;
    Instant at(std::int64_t utc_seconds) const;

private:
    const void* zone_;  // of the database, which lives as long as the process
};

}  // namespace loyal::terminal
