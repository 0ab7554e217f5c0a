#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/core/error.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/strong_id.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::wire {

/// What one lot gives to a right.
struct RightLot {
    std::string lot;
    Points points;
    std::optional<BusinessDate> until;
};

/// The right to redeem points, as head office signs it: for one member, terminal and epoch.
struct Right {
    static constexpr std::size_t lots_max = 200;

    GrantId grant;  ///< "<generation>-<request>"
    std::string generation;
    MemberId member;
    TerminalId terminal;
    std::int64_t epoch = 1;
    Points points;
    std::vector<RightLot> lots;  ///< that the points come from, the first to expire first
    std::optional<BusinessDate> last_day;
};

/// Canonical JSON: the text that is signed.
std::string to_json(const Right& right);
Checked<Right> parse_right(std::string_view json);

}  // namespace loyal::wire
