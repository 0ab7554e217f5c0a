#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/core/programme.hpp>

#include <cstdint>

namespace loyal::head_office {

/// The trading day of a moment in the programme's time zone; in UTC if that zone is not known here.
BusinessDate trading_day(std::int64_t utc_seconds, const Programme& programme);

}  // namespace loyal::head_office
