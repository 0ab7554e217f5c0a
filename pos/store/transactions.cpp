#include "append.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/transactions.hpp>

#include <algorithm>

namespace loyal::store {
namespace {

constexpr std::int64_t transactions_max = 500;

Entry entry_in(std::string_view body)
{
    auto entry = format::parse_entry(body);
    if (!entry) {
        throw database::StoreError{SQLITE_CORRUPT,
                                   "a journal entry is damaged: " + to_string(entry.error())};
    }
    return std::move(*entry);
}

std::vector<ReturnEntry> returns_of(Database& database, const TransactionId& sale)
{
    auto row = database.prepare("SELECT body FROM journal WHERE of_transaction = ?1 ORDER BY id");
    row.bind(1, sale.value());
    std::vector<ReturnEntry> returns;
    while (row.step()) {
        Entry entry = entry_in(row.text_view(0));
        if (auto* one = std::get_if<ReturnEntry>(&entry)) returns.push_back(std::move(*one));
    }
    return returns;
}

std::vector<Entry> entries(database::Statement& row)
{
    std::vector<Entry> found;
    while (row.step()) found.push_back(entry_in(row.text_view(0)));
    return found;
}

}  // namespace

Result<RecordedSale> find_sale(Database& database, const TransactionId& id)
{
    RecordedSale found;
    {
        auto row = database.prepare(
            "SELECT epoch, seq, body FROM journal WHERE transaction_id = ?1 AND kind = 'sale'");
        row.bind(1, id.value());
        if (!row.step()) return Errc::transaction_not_found;
        found.position.epoch = row.integer(0);
        found.position.seq = row.integer(1);
        found.sale = std::get<SaleEntry>(entry_in(row.text_view(2)));
    }
    found.position.terminal = identification(database).terminal;
    found.returns = returns_of(database, id);
    return found;
}

Result<ReturnEntry> find_return(Database& database, const TransactionId& id)
{
    auto row = database.prepare(
        "SELECT body FROM journal WHERE transaction_id = ?1 AND kind IN ('return', 'void')");
    row.bind(1, id.value());
    if (!row.step()) return Errc::transaction_not_found;
    return std::get<ReturnEntry>(entry_in(row.text_view(0)));
}

std::vector<Entry> transactions_on(Database& database, BusinessDate date, std::int64_t limit)
{
    auto row = database.prepare(
        "SELECT body FROM journal WHERE business_date = ?1 AND transaction_id IS NOT NULL "
        "ORDER BY id DESC LIMIT ?2");
    row.bind(1, to_string(date)).bind(2, std::clamp<std::int64_t>(limit, 1, transactions_max));
    return entries(row);
}

std::vector<Entry> latest_transactions(Database& database, std::int64_t limit)
{
    auto row = database.prepare(
        "SELECT body FROM journal WHERE transaction_id IS NOT NULL ORDER BY id DESC LIMIT ?1");
    row.bind(1, std::clamp<std::int64_t>(limit, 1, transactions_max));
    return entries(row);
}

}  // namespace loyal::store
