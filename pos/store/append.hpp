#pragma once

#include "entry_index.hpp"

#include <loyal/core/entry.hpp>
#include <loyal/core/error.hpp>
#include <loyal/format/seal.hpp>
#include <loyal/store/journal.hpp>

#include <optional>
#include <span>
#include <string>

/// Parts of recording that need the caller's transaction.
namespace loyal::store {

/// Adds an entry at the end of the chain and to the totals.
/// @return Errc::too_many_lines for a body over entry_bytes_max
Result<JournalPosition> append(Database& database, const Entry& entry);

void keep_answer(Database& database, const std::optional<Answer>& answer);

/// Takes the running number of `id`, which next_transaction() gave.
void take_transaction(Database& database, const TransactionId& id);

std::int64_t running_epoch(Database& database);

std::span<const std::uint8_t> bytes_of(const format::Hash& hash);
format::Hash hash_of(const std::vector<std::uint8_t>& bytes);

}  // namespace loyal::store
