#pragma once

#include <loyal/core/entry.hpp>

#include <optional>
#include <string>
#include <vector>

namespace loyal::store {

/// What the journal's columns repeat of an entry.
struct EntryIndex {
    std::string kind;
    BusinessDate date{};
    Instant at{};
    std::optional<std::string> transaction{};
    std::optional<std::string> of{};
    std::optional<std::string> member{};
    std::optional<std::string> tier{};  ///< of a sale with a member
};
EntryIndex index_of(const Entry& entry);

/// What a sale, return or void adds to its day's totals.
struct TotalsChange {
    std::int64_t sales = 0;
    std::int64_t net = 0;
    std::int64_t discount = 0;
    std::int64_t points_issued = 0;
    std::int64_t points_redeemed = 0;
    std::int64_t returns = 0;
    std::int64_t points_taken_back = 0;
    std::int64_t points_given_back = 0;

    friend bool operator==(const TotalsChange&, const TotalsChange&) = default;
};
std::optional<TotalsChange> totals_change(const Entry& entry);

/// The coupons that a sale used up.
std::vector<std::string> coupons_used(const SaleEntry& sale);

}  // namespace loyal::store
