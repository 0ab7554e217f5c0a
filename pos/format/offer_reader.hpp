#pragma once

#include "reader.hpp"

namespace loyal::format {

inline constexpr std::int64_t days_max = 36'600;
inline constexpr std::int64_t pieces_max = Quantity::limit / 1000;

constexpr std::int32_t narrow(std::int64_t value)
{
    return static_cast<std::int32_t>(value);
}

/// "05:00" in minutes after midnight; "24:00" is the end of the day.
int minutes_of_day(const std::string& text, const std::string& place);

ItemMatch read_match(const Json& value, const std::string& place);

/// The selector of that name; absent: every line.
ItemSelector selector_or_all(ObjectReader& object, const char* name);

/// One offer; tiers and layers must be those that `programme` already has.
Offer read_offer(const Json& value, const std::string& place, const Programme& programme);

}  // namespace loyal::format
