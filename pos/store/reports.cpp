#include "append.hpp"

#include <loyal/store/reports.hpp>

#include <algorithm>

namespace loyal::store {
namespace {

constexpr std::int64_t top_items_max = 500;

std::optional<TierCode> tier_in(const database::Statement& row, int column)
{
    if (row.text_view(column).empty()) return std::nullopt;
    return TierCode{row.text(column)};
}

// Columns from `first`: sales, net, discount, issued, redeemed, returns, taken back, given back.
TierTotals totals_in(const database::Statement& row, int first)
{
    return {.sales = row.integer(first),
            .net = Money::minor(row.integer(first + 1)),
            .discount = Money::minor(row.integer(first + 2)),
            .points_issued = Points::of(row.integer(first + 3)),
            .points_redeemed = Points::of(row.integer(first + 4)),
            .returns = Money::minor(row.integer(first + 5)),
            .points_taken_back = Points::of(row.integer(first + 6)),
            .points_given_back = Points::of(row.integer(first + 7))};
}

}  // namespace

std::vector<TierTotals> totals_by_tier(Database& database, DateSpan span)
{
    auto row = database.prepare(
        "SELECT t.tier, (SELECT count(DISTINCT m.member_id) FROM member_day AS m "
        "WHERE m.tier = t.tier AND m.business_date BETWEEN ?1 AND ?2), "
        "sum(sales), sum(net), sum(discount), sum(points_issued), sum(points_redeemed), "
        "sum(returns), sum(points_taken_back), sum(points_given_back) "
        "FROM day_total AS t WHERE business_date BETWEEN ?1 AND ?2 GROUP BY t.tier "
        "ORDER BY t.tier");
    row.bind(1, to_string(span.from)).bind(2, to_string(span.to));
    std::vector<TierTotals> rows;
    while (row.step()) {
        TierTotals totals = totals_in(row, 2);
        totals.tier = tier_in(row, 0);
        totals.members = row.integer(1);
        rows.push_back(std::move(totals));
    }
    return rows;
}

std::vector<DayTierTotals> totals_by_day(Database& database, DateSpan span)
{
    auto row = database.prepare(
        "SELECT business_date, tier, (SELECT count(*) FROM member_day AS m "
        "WHERE m.tier = t.tier AND m.business_date = t.business_date), sales, net, discount, "
        "points_issued, points_redeemed, returns, points_taken_back, points_given_back "
        "FROM day_total AS t WHERE business_date BETWEEN ?1 AND ?2 ORDER BY business_date, tier");
    row.bind(1, to_string(span.from)).bind(2, to_string(span.to));
    std::vector<DayTierTotals> days;
    while (row.step()) {
        const auto date = parse_date(row.text_view(0));
        if (!date) continue;
        if (days.empty() || days.back().date != *date) days.push_back({*date, {}});
        TierTotals totals = totals_in(row, 3);
        totals.tier = tier_in(row, 1);
        totals.members = row.integer(2);
        days.back().rows.push_back(std::move(totals));
    }
    return days;
}

std::vector<ItemTotals> top_items(Database& database, DateSpan span, std::int64_t limit)
{
    auto row = database.prepare(
        "WITH sale AS (SELECT CAST(body AS TEXT) AS body FROM journal "
        "WHERE business_date BETWEEN ?1 AND ?2 AND kind = 'sale') "
        "SELECT line.value ->> 'sku' AS sku, max(coalesce((SELECT name_zh FROM item "
        "WHERE item.sku = line.value ->> 'sku'), (SELECT l.value ->> 'name' FROM "
        "json_each(sale.body, '$.basket.lines') AS l WHERE l.value ->> 'sku' = line.value ->> 'sku'"
        " LIMIT 1), '')) AS name, sum(line.value ->> 'quantity'), sum(line.value ->> 'net') AS net "
        "FROM sale, json_each(sale.body, '$.priced.lines') AS line "
        "GROUP BY 1 ORDER BY net DESC, sku LIMIT ?3");
    row.bind(1, to_string(span.from)).bind(2, to_string(span.to));
    row.bind(3, std::clamp<std::int64_t>(limit, 1, top_items_max));
    std::vector<ItemTotals> items;
    while (row.step()) {
        items.push_back(
            {.sku = Sku{row.text(0)},
             .name = row.text(1),
             .quantity = Quantity::thousandths(std::min(row.integer(2), Quantity::limit)),
             .net = Money::minor(row.integer(3))});
    }
    return items;
}

}  // namespace loyal::store
