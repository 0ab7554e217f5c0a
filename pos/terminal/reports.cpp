#include "texts.hpp"
#include "till_state.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/items.hpp>
#include <loyal/store/replication.hpp>
#include <loyal/store/reports.hpp>

#include <fmt/format.h>

namespace loyal::terminal {
namespace {

using nlohmann::json;
using store::TierTotals;

constexpr std::int64_t items_max = 500;
constexpr std::int64_t items_shown = 20;

/// One report being made.
struct Making {
    database::Database& database;
    const Call& call;
    const Situation& situation;
    store::DateSpan span;
    std::optional<Programme> programme;
};

store::DateSpan read_span(const Call& call, BusinessDate today)
{
    const BusinessDate from = date_parameter(call, "from").value_or(today);
    const BusinessDate to = date_parameter(call, "to").value_or(std::max(from, today));
    if (to < from) {
        throw Refusal{bad_request("to: must not be before from", "to：不能早于 from"), "to"};
    }
    return {from, to};
}

json head_of(const Making& making)
{
    return {{"from", to_string(making.span.from)},
            {"to", to_string(making.span.to)},
            {"as_of", to_string(making.situation.at)},
            {"unsent", store::unsent(making.database).count}};
}

json totals_view(const TierTotals& totals)
{
    return {{"sales", totals.sales},
            {"members", totals.members},
            {"net", totals.net.minor_units()},
            {"discount", totals.discount.minor_units()},
            {"points_issued", totals.points_issued.count()},
            {"points_redeemed", totals.points_redeemed.count()},
            {"returns", totals.returns.minor_units()}};
}

Text name_of(const Making& making, const std::optional<TierCode>& tier)
{
    if (!tier) return {"无卡", "No card"};
    return making.programme ? tier_name(*making.programme, *tier)
                            : Text{tier->value(), tier->value()};
}

json row_view(const Making& making, const TierTotals& totals)
{
    json row = totals_view(totals);
    row["tier"] = totals.tier ? json(totals.tier->value()) : json(nullptr);
    row["name"] = to_view(name_of(making, totals.tier));
    return row;
}

// Highest rank first, sales without a card last, as the store page stacks them.
void by_rank(const Making& making, std::vector<TierTotals>& rows)
{
    const auto rank = [&](const TierTotals& row) {
        if (!row.tier) return std::int32_t{-1};
        const Tier* tier = making.programme ? making.programme->find_tier(*row.tier) : nullptr;
        return tier == nullptr ? std::int32_t{0} : tier->rank;
    };
    std::ranges::stable_sort(
        rows, [&](const TierTotals& a, const TierTotals& b) { return rank(a) > rank(b); });
}

TierTotals sum_of(const std::vector<TierTotals>& rows)
{
    TierTotals sum;
    for (const TierTotals& row : rows) {
        sum.sales += row.sales;
        sum.members += row.members;
        sum.net += row.net;
        sum.discount += row.discount;
        sum.points_issued += row.points_issued;
        sum.points_redeemed += row.points_redeemed;
        sum.returns += row.returns;
    }
    return sum;
}

json rows_view(const Making& making, std::vector<TierTotals> rows)
{
    by_rank(making, rows);
    json list = json::array();
    for (const TierTotals& row : rows) list.push_back(row_view(making, row));
    return list;
}

std::string as_csv(const Making& making, std::vector<TierTotals> rows)
{
    by_rank(making, rows);
    std::string csv = "tier,sales,members,net,discount,points_issued,points_redeemed,returns\r\n";
    for (const TierTotals& row : rows) {
        csv += fmt::format("{},{},{},{},{},{},{},{}\r\n", row.tier ? row.tier->value() : "",
                           row.sales, row.members, row.net.minor_units(),
                           row.discount.minor_units(), row.points_issued.count(),
                           row.points_redeemed.count(), row.returns.minor_units());
    }
    return csv;
}

Reply sales_by_tier(const Making& making)
{
    auto rows = store::totals_by_tier(making.database, making.span);
    Reply reply;
    if (making.call.wants_csv) {
        reply.content_type = "text/csv; charset=utf-8";
        reply.body = as_csv(making, std::move(rows));
        return reply;
    }
    json days = json::array();
    for (const store::DayTierTotals& day : store::totals_by_day(making.database, making.span)) {
        days.push_back({{"date", to_string(day.date)}, {"rows", rows_view(making, day.rows)}});
    }
    json view = head_of(making);
    view["total"] = totals_view(sum_of(rows));
    view["rows"] = rows_view(making, std::move(rows));
    view["days"] = std::move(days);
    view["definition"] = to_view(Text{
        "按销售时（升级前）的等级、营业日合计。净额是优惠和积分抵扣后的货款，未减退货，不含现金取整"
        "；"
        "退货按退货日另列。只含本机。",
        "By the tier at the sale (before it moved up) and business date. Net is what was paid "
        "for goods after discounts and points, before returns and cash rounding; returns stand "
        "apart, on their own date. This till only."});
    reply.body = view.dump();
    return reply;
}

Reply top_items(const Making& making)
{
    const auto limit = limit_parameter(making.call, items_shown, items_max);
    json list = json::array();
    for (const auto& item : store::top_items(making.database, making.span, limit)) {
        list.push_back({{"sku", item.sku.value()},
                        {"name", item.name},
                        {"quantity", item.quantity.in_thousandths()},
                        {"net", item.net.minor_units()}});
    }
    json view = head_of(making);
    view["items"] = std::move(list);
    view["definition"] = to_view(
        Text{"按净额排序，未减退货。只含本机。", "By net, before returns. This till only."});
    Reply reply;
    reply.body = view.dump();
    return reply;
}

std::int64_t share_bp(Money part, Money whole)
{
    if (whole <= Money{}) return 0;
    return scale(part.minor_units(), 10'000, whole.minor_units(), Rounding::half_up);
}

std::int64_t each(Money sum, std::int64_t count)
{
    return count == 0 ? 0 : scale(sum.minor_units(), 1, count, Rounding::half_up);
}

Reply overview(const Making& making)
{
    const auto rows = store::totals_by_tier(making.database, making.span);
    const TierTotals sum = sum_of(rows);
    TierTotals with_card;
    for (const TierTotals& row : rows) {
        if (!row.tier) continue;
        with_card.sales += row.sales;
        with_card.net += row.net;
    }
    json view = head_of(making);
    view["figures"] = {
        {"sales", sum.sales},
        {"net", sum.net.minor_units()},
        {"returns", sum.returns.minor_units()},
        {"member_sales", with_card.sales},
        {"member_net", with_card.net.minor_units()},
        {"member_share_bp", share_bp(with_card.net, sum.net)},
        {"members", sum.members},
        {"basket_value_member", each(with_card.net, with_card.sales)},
        {"basket_value_other", each(sum.net - with_card.net, sum.sales - with_card.sales)},
        {"discount", sum.discount.minor_units()},
        {"points_issued", sum.points_issued.count()},
        {"points_redeemed", sum.points_redeemed.count()}};
    view["definition"] = to_view(
        Text{"会员占比 = 会员净额 ÷ 全部净额；客单价 = 净额 ÷ 单数。净额未减退货。只含本机。",
             "Member share = members' net ÷ all net; basket value = net ÷ sales. Net is before "
             "returns. This till only."});
    Reply reply;
    reply.body = view.dump();
    return reply;
}

Reply refused(const Problem& problem, const std::string& member)
{
    Reply reply;
    reply.status = problem.status;
    reply.body = error_view(problem, member).dump();
    return reply;
}

}  // namespace

bool is_report(const Call& call)
{
    return call.method == http::Method::get && call.path.starts_with("/v1/reports/");
}

Reply report(database::Database& reader, const Call& call, const Situation& situation)
{
    try {
        const database::ReadTransaction snapshot{reader};
        Making making{reader, call, situation, {}, std::nullopt};
        making.span = read_span(call, store::trading_day(reader, situation.at));
        if (const auto stored = store::current_programme(reader)) {
            auto programme = format::parse_programme(stored->document);
            if (programme) making.programme = std::move(*programme);
        }
        if (call.path == "/v1/reports/sales-by-tier") return sales_by_tier(making);
        if (call.path == "/v1/reports/top-items") return top_items(making);
        if (call.path == "/v1/reports/overview") return overview(making);
        return refused(problems::no_such_path(), {});
    } catch (const Refusal& refusal) {
        return refused(refusal.problem(), refusal.member());
    } catch (const database::StoreError& error) {
        Reply reply = refused(problems::database_failed(), {});
        reply.fault = error.what();
        return reply;
    }
}

}  // namespace loyal::terminal
