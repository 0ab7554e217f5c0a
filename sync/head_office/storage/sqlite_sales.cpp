#include "storage/sqlite_storage.hpp"

namespace loyal::head_office {
namespace {

using database::Statement;

BusinessDate read_date(Statement& row, int column)
{
    return parse_date(row.text_view(column)).value_or(BusinessDate{});
}

/// Reads id, terminal, epoch, seq, kind, sale_of, store, business_date, member, tier, programme.
SaleRecord read_sale(Statement& row)
{
    SaleRecord sale;
    sale.id = TransactionId{row.text(0)};
    sale.at = {TerminalId{row.text(1)}, row.integer(2), row.integer(3)};
    sale.kind = row.text(4);
    sale.of = TransactionId{row.text(5)};
    sale.store = StoreId{row.text(6)};
    sale.date = read_date(row, 7);
    if (auto member = row.optional_text(8)) sale.member = MemberId{*member};
    if (auto tier = row.optional_text(9)) sale.tier = TierCode{*tier};
    sale.programme = row.text(10);
    return sale;
}

/// Reads nine sums from `column` on.
Totals read_totals(Statement& row, int column)
{
    Totals sums;
    sums.sales = row.integer(column);
    sums.returned = row.integer(column + 1);
    sums.net = Money::minor(row.integer(column + 2));
    sums.discount = Money::minor(row.integer(column + 3));
    sums.points_issued = Points::of(row.integer(column + 4));
    sums.points_redeemed = Points::of(row.integer(column + 5));
    sums.returns = Money::minor(row.integer(column + 6));
    sums.points_taken_back = Points::of(row.integer(column + 7));
    sums.points_given_back = Points::of(row.integer(column + 8));
    return sums;
}

std::optional<TierCode> tier_of(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{TierCode{text}};
}

}  // namespace

std::optional<SaleRecord> SqliteStorage::sale(const TransactionId& id)
{
    auto row = database_->prepare(
        "SELECT id, terminal, epoch, seq, kind, sale_of, store, business_date, member, tier, "
        "programme FROM sale WHERE id = ?1");
    row.bind(1, id.value());
    if (!row.step()) return std::nullopt;
    return read_sale(row);
}

void SqliteStorage::put_sale(const SaleRecord& sale)
{
    auto row = database_->prepare(
        "INSERT INTO sale (id, terminal, epoch, seq, kind, sale_of, store, business_date, member, "
        "tier, programme) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    row.bind(1, sale.id.value()).bind(2, sale.at.terminal.value()).bind(3, sale.at.epoch);
    row.bind(4, sale.at.seq).bind(5, sale.kind).bind(6, sale.of.value());
    row.bind(7, sale.store.value()).bind(8, to_string(sale.date));
    row.bind(9, sale.member ? std::optional<std::string_view>{sale.member->value()} : std::nullopt);
    row.bind(10, sale.tier ? std::optional<std::string_view>{sale.tier->value()} : std::nullopt);
    row.bind(11, sale.programme).run();
}

std::vector<SaleRecord> SqliteStorage::returns_of(const TransactionId& sale)
{
    auto row = database_->prepare(
        "SELECT id, terminal, epoch, seq, kind, sale_of, store, business_date, member, tier, "
        "programme FROM sale WHERE sale_of = ?1 AND sale_of <> '' ORDER BY id");
    row.bind(1, sale.value());
    std::vector<SaleRecord> returns;
    while (row.step()) returns.push_back(read_sale(row));
    return returns;
}

void SqliteStorage::add_totals(const TotalsKey& key, const Totals& sums)
{
    auto row = database_->prepare(
        "INSERT INTO day_total (business_date, store, terminal, tier, sales, returned, net, "
        "discount, points_issued, points_redeemed, returns, points_taken_back, points_given_back) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
        "ON CONFLICT DO UPDATE SET sales = sales + excluded.sales, "
        "returned = returned + excluded.returned, net = net + excluded.net, "
        "discount = discount + excluded.discount, "
        "points_issued = points_issued + excluded.points_issued, "
        "points_redeemed = points_redeemed + excluded.points_redeemed, "
        "returns = returns + excluded.returns, "
        "points_taken_back = points_taken_back + excluded.points_taken_back, "
        "points_given_back = points_given_back + excluded.points_given_back");
    row.bind(1, to_string(key.date)).bind(2, key.store.value()).bind(3, key.terminal.value());
    row.bind(4, key.tier ? std::string_view{key.tier->value()} : std::string_view{""});
    row.bind(5, sums.sales).bind(6, sums.returned).bind(7, sums.net.minor_units());
    row.bind(8, sums.discount.minor_units()).bind(9, sums.points_issued.count());
    row.bind(10, sums.points_redeemed.count()).bind(11, sums.returns.minor_units());
    row.bind(12, sums.points_taken_back.count()).bind(13, sums.points_given_back.count()).run();
}

void SqliteStorage::add_day_member(BusinessDate date, const TierCode& tier, const MemberId& member)
{
    auto row = database_->prepare(
        "INSERT INTO day_member (business_date, tier, member) VALUES (?1, ?2, ?3) "
        "ON CONFLICT DO NOTHING");
    row.bind(1, to_string(date)).bind(2, tier.value()).bind(3, member.value()).run();
}

std::vector<TierRow> SqliteStorage::totals_by_tier(BusinessDate from, BusinessDate to)
{
    auto row = database_->prepare(
        "SELECT tier, (SELECT count(DISTINCT member) FROM day_member m WHERE m.tier = t.tier "
        "AND m.business_date BETWEEN ?1 AND ?2), sum(sales), sum(returned), sum(net), "
        "sum(discount), sum(points_issued), sum(points_redeemed), sum(returns), "
        "sum(points_taken_back), sum(points_given_back) FROM day_total t "
        "WHERE business_date BETWEEN ?1 AND ?2 GROUP BY tier ORDER BY tier");
    row.bind(1, to_string(from)).bind(2, to_string(to));
    std::vector<TierRow> rows;
    while (row.step())
        rows.push_back({std::nullopt, tier_of(row.text(0)), row.integer(1), read_totals(row, 2)});
    return rows;
}

std::vector<TierRow> SqliteStorage::totals_by_day(BusinessDate from, BusinessDate to)
{
    auto row = database_->prepare(
        "SELECT business_date, tier, (SELECT count(*) FROM day_member m WHERE m.tier = t.tier "
        "AND m.business_date = t.business_date), sum(sales), sum(returned), sum(net), "
        "sum(discount), sum(points_issued), sum(points_redeemed), sum(returns), "
        "sum(points_taken_back), sum(points_given_back) FROM day_total t "
        "WHERE business_date BETWEEN ?1 AND ?2 GROUP BY business_date, tier "
        "ORDER BY business_date, tier");
    row.bind(1, to_string(from)).bind(2, to_string(to));
    std::vector<TierRow> rows;
    while (row.step()) {
        rows.push_back(
            {read_date(row, 0), tier_of(row.text(1)), row.integer(2), read_totals(row, 3)});
    }
    return rows;
}

std::vector<std::string> SqliteStorage::use_coupon(const CouponCode& code,
                                                   const TransactionId& sale)
{
    std::vector<std::string> others;
    {
        auto row = database_->prepare("SELECT sale FROM coupon_use WHERE code = ?1 ORDER BY sale");
        row.bind(1, code.value());
        while (row.step())
            if (row.text_view(0) != sale.value()) others.push_back(row.text(0));
    }
    auto row = database_->prepare(
        "INSERT INTO coupon_use (code, sale) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    row.bind(1, code.value()).bind(2, sale.value()).run();
    return others;
}

void SqliteStorage::free_coupon(const CouponCode& code, const TransactionId& sale)
{
    auto row = database_->prepare("DELETE FROM coupon_use WHERE code = ?1 AND sale = ?2");
    row.bind(1, code.value()).bind(2, sale.value()).run();
}

void SqliteStorage::put_difference(const DifferenceRecord& difference)
{
    auto row = database_->prepare(
        "INSERT INTO price_difference (sale, kind, expected, found) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT DO UPDATE SET expected = excluded.expected, found = excluded.found");
    row.bind(1, difference.sale).bind(2, difference.kind).bind(3, difference.expected);
    row.bind(4, difference.found).run();
}

std::vector<DifferenceRecord> SqliteStorage::differences(std::size_t count_max)
{
    auto row = database_->prepare(
        "SELECT sale, kind, expected, found FROM price_difference ORDER BY sale, kind LIMIT ?1");
    row.bind(1, static_cast<std::int64_t>(count_max));
    std::vector<DifferenceRecord> all;
    while (row.step()) all.push_back({row.text(0), row.text(1), row.text(2), row.text(3)});
    return all;
}

std::vector<std::string> SqliteStorage::projection_lines()
{
    std::vector<std::string> lines;
    const auto add_all = [&lines, this](const char* sql) {
        auto row = database_->prepare(sql);
        while (row.step()) lines.push_back(row.text(0));
    };
    add_all(
        "SELECT 'sale ' || id || ' ' || kind || ' ' || sale_of || ' ' || store || ' ' || "
        "business_date || ' ' || coalesce(member, '') || ' ' || coalesce(tier, '') "
        "FROM sale ORDER BY id");
    add_all(
        "SELECT 'day ' || business_date || ' ' || store || ' ' || terminal || ' ' || tier || "
        "' ' || sales || ' ' || returned || ' ' || net || ' ' || discount || ' ' || "
        "points_issued || ' ' || points_redeemed || ' ' || returns || ' ' || "
        "points_taken_back || ' ' || points_given_back "
        "FROM day_total ORDER BY business_date, store, terminal, tier");
    add_all(
        "SELECT 'day member ' || business_date || ' ' || tier || ' ' || member "
        "FROM day_member ORDER BY business_date, tier, member");
    add_all("SELECT 'member ' || member || ' ' || state FROM member ORDER BY member");
    add_all("SELECT 'coupon ' || code || ' ' || sale FROM coupon_use ORDER BY code, sale");
    add_all(
        "SELECT 'right ' || grant_id || ' ' || points || ' ' || spent || ' ' || closed "
        "FROM right_granted ORDER BY grant_id");
    add_all(
        "SELECT 'difference ' || sale || ' ' || kind || ' ' || expected || ' ' || found "
        "FROM price_difference ORDER BY sale, kind");
    add_all(
        "SELECT 'held ' || terminal || '/' || epoch || '/' || seq || ' ' || state || ' ' || "
        "note FROM journal WHERE state <> 'projected' ORDER BY terminal, epoch, seq");
    return lines;
}

}  // namespace loyal::head_office
