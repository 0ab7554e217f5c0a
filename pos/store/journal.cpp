#include "append.hpp"

#include <loyal/store/replication.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace loyal::store {
namespace {

Result<void> spend_right(Database& database, const RightSpend& spend)
{
    auto row = database.prepare(
        "UPDATE grant_held SET remaining = remaining - ?2 "
        "WHERE grant_id = ?1 AND closed = 0 AND remaining >= ?2 RETURNING remaining");
    row.bind(1, spend.grant.value()).bind(2, spend.points.count());
    if (!row.step()) return Errc::right_too_small;
    row.run();
    return {};
}

Result<void> use_coupon(Database& database, const std::string& code, const TransactionId& sale)
{
    auto row = database.prepare(
        "INSERT INTO used_coupon (code, transaction_id) VALUES (?1, ?2) "
        "ON CONFLICT (code) DO NOTHING");
    row.bind(1, code).bind(2, sale.value()).run();
    if (database.changes() == 0) return Errc::already_returned;
    return {};
}

void give_coupon_back(Database& database, const CouponCode& code, const TransactionId& sale)
{
    auto row = database.prepare("DELETE FROM used_coupon WHERE code = ?1 AND transaction_id = ?2");
    row.bind(1, code.value()).bind(2, sale.value()).run();
}

Result<void> close_basket(Database& database, const std::string& basket, const SaleEntry& sale)
{
    auto row = database.prepare(
        "INSERT INTO sold_basket (basket_id, transaction_id, at) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (basket_id) DO NOTHING");
    row.bind(1, basket).bind(2, sale.id.value()).bind(3, sale.basket.at.utc_seconds).run();
    if (database.changes() == 0) return Errc::basket_not_found;
    return {};
}

Result<void> use_up(Database& database, const SaleEntry& sale)
{
    for (const RightSpend& spend : sale.rights) {
        const auto spent = spend_right(database, spend);
        if (!spent) return spent.error();
    }
    for (const std::string& code : coupons_used(sale)) {
        const auto used = use_coupon(database, code, sale.id);
        if (!used) return used.error();
    }
    return {};
}

}  // namespace

bool is_coupon_used(Database& database, const CouponCode& code)
{
    auto row = database.prepare("SELECT 1 FROM used_coupon WHERE code = ?1");
    row.bind(1, code.value());
    return row.step();
}

TransactionId next_transaction(Database& database)
{
    auto row = database.prepare(
        "SELECT (SELECT value FROM meta WHERE name = 'terminal'), "
        "coalesce((SELECT value FROM counter WHERE name = 'transaction'), 0) + 1");
    row.step();
    return TransactionId{fmt::format("{}-{:06}", row.text_view(0), row.integer(1))};
}

void take_transaction(Database& database, const TransactionId& id)
{
    const std::string& text = id.value();
    const auto digits = text.substr(text.rfind('-') + 1);
    auto row = database.prepare(
        "INSERT INTO counter (name, value) VALUES ('transaction', CAST(?1 AS INTEGER)) "
        "ON CONFLICT (name) DO UPDATE SET value = max(value, CAST(?1 AS INTEGER))");
    row.bind(1, digits).run();
}

BusinessDate trading_day(Database& database, Instant at)
{
    auto row = database.prepare(
        "SELECT (SELECT business_date FROM journal ORDER BY id DESC LIMIT 1), "
        "coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE name = 'day_starts'), 0)");
    row.step();
    const BusinessDate today = business_date(at, static_cast<int>(row.integer(1)));
    const auto last = parse_date(row.text_view(0));
    return last ? std::max(today, *last) : today;
}

Result<JournalPosition> record_sale(Database& database,
                                    const SaleEntry& sale,
                                    const std::string& basket,
                                    const std::optional<Answer>& answer)
{
    database::Transaction transaction{database};
    const auto closed = close_basket(database, basket, sale);
    if (!closed) return closed.error();
    const auto used = use_up(database, sale);
    if (!used) return used.error();
    auto position = append(database, sale);
    if (!position) return position.error();
    take_transaction(database, sale.id);
    keep_answer(database, answer);
    transaction.commit();
    return position;
}

Result<JournalPosition> record_return(Database& database,
                                      const ReturnEntry& refund,
                                      const std::optional<Answer>& answer)
{
    database::Transaction transaction{database};
    auto position = append(database, refund);
    if (!position) return position.error();
    for (const CouponCode& code : refund.refund.coupons)
        give_coupon_back(database, code, refund.of);
    take_transaction(database, refund.id);
    keep_answer(database, answer);
    transaction.commit();
    return position;
}

Result<JournalPosition> record_day_close(Database& database, const DayCloseEntry& close)
{
    database::Transaction transaction{database};
    auto position = append(database, close);
    if (!position) return position.error();
    transaction.commit();
    return position;
}

}  // namespace loyal::store
