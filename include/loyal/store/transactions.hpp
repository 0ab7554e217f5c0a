#pragma once

#include <loyal/core/entry.hpp>
#include <loyal/core/error.hpp>
#include <loyal/store/journal.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loyal::store {

/// A recorded sale with everything that came back of it.
struct RecordedSale {
    SaleEntry sale;
    JournalPosition position;
    std::vector<ReturnEntry> returns;  ///< and voids, in the order of the journal
};

/// @return Errc::transaction_not_found if no sale of this terminal has this receipt code
Result<RecordedSale> find_sale(Database& database, const TransactionId& id);
/// @return Errc::transaction_not_found if no return or void has this id
Result<ReturnEntry> find_return(Database& database, const TransactionId& id);

/// Newest first, sales, returns and voids; at most `limit` (and 500).
std::vector<Entry> transactions_on(Database& database, BusinessDate date, std::int64_t limit);
std::vector<Entry> latest_transactions(Database& database, std::int64_t limit);

}  // namespace loyal::store
