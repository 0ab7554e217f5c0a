#include "till_state.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/transactions.hpp>

#include <algorithm>

namespace loyal::terminal {
namespace {

using nlohmann::json;
using State = TillState;

constexpr std::size_t reason_size_max = 600;  // 200 characters
constexpr std::int64_t transactions_max = 500;
constexpr std::int64_t transactions_shown = 50;

/// A refund that was worked out and not recorded.
struct Quote {
    store::RecordedSale recorded;
    Refund refund;
    std::vector<ReturnedLine> lines;
    Points debt;
    json tier;
};

std::vector<ReturnedLine> read_lines(RequestBody& body)
{
    std::vector<ReturnedLine> lines;
    for (RequestBody& one : body.objects("lines", Basket::lines_max)) {
        ReturnedLine line;
        line.line = static_cast<LineNumber>(one.integer("line", 1, 10'000'000));
        line.quantity = Quantity::thousandths(one.integer("quantity", 1, Quantity::limit));
        one.done();
        lines.push_back(line);
    }
    return lines;
}

std::vector<Refund> refunds_of(const store::RecordedSale& recorded)
{
    std::vector<Refund> refunds;
    for (const ReturnEntry& back : recorded.returns) refunds.push_back(back.refund);
    return refunds;
}

Quantity returned_of(const store::RecordedSale& recorded, LineNumber line)
{
    Quantity sum;
    for (const ReturnEntry& back : recorded.returns) {
        for (const RefundedLine& one : back.refund.lines) {
            if (one.line == line) sum = sum + one.quantity;
        }
    }
    return sum;
}

ReturnEntry entry_of(const Quote& quote)
{
    ReturnEntry entry;
    entry.of = quote.recorded.sale.id;
    entry.lines = quote.lines;
    entry.refund = quote.refund;
    entry.sale_date = quote.recorded.sale.date;
    if (quote.recorded.sale.basket.member) entry.member = quote.recorded.sale.basket.member->id;
    return entry;
}

json points_view(const Quote& quote)
{
    return {{"taken_back", quote.refund.taken_back.count()},
            {"given_back", quote.refund.given_back.count()},
            {"debt", quote.debt.count()}};
}

json lines_view(const Refund& refund)
{
    json lines = json::array();
    for (const RefundedLine& line : refund.lines) {
        lines.push_back({{"line", line.line},
                         {"quantity", line.quantity.in_thousandths()},
                         {"refund", line.refund.minor_units()}});
    }
    return lines;
}

Money paid_so_far(const store::RecordedSale& recorded)
{
    Money paid = recorded.sale.priced.total;
    for (const ReturnEntry& back : recorded.returns) paid -= back.refund.amount;
    return paid;
}

json transaction_line(const store::RecordedSale& recorded, const PricedLine& priced)
{
    const auto& lines = recorded.sale.basket.lines;
    const auto item =
        std::ranges::find_if(lines, [&](const LineItem& one) { return one.line == priced.line; });
    const Quantity returned = returned_of(recorded, priced.line);
    const bool is_known = item != lines.end();
    return {{"line", priced.line},
            {"sku", priced.sku.value()},
            {"name", is_known ? item->name : priced.sku.value()},
            {"quantity", priced.quantity.in_thousandths()},
            {"unit_price", is_known ? item->unit_price.minor_units() : 0},
            {"gross", priced.gross.minor_units()},
            {"net", priced.net.minor_units()},
            {"returned", returned.in_thousandths()},
            {"returnable", (priced.quantity - returned).in_thousandths()}};
}

json returns_view(const store::RecordedSale& recorded)
{
    json returns = json::array();
    for (const ReturnEntry& back : recorded.returns) {
        returns.push_back({{"id", back.id.value()},
                           {"kind", back.is_void ? "void" : "return"},
                           {"at", to_string(back.at)},
                           {"refund", back.refund.amount.minor_units()}});
    }
    return returns;
}

json summary_of(const SaleEntry& sale, json member)
{
    const auto& tenders = sale.basket.tenders;
    return {{"id", sale.id.value()},
            {"kind", "sale"},
            {"at", to_string(sale.basket.at)},
            {"business_date", to_string(sale.date)},
            {"cashier", sale.cashier.value()},
            {"total", sale.priced.total.minor_units()},
            {"tender", tenders.empty() ? "cash" : tender_name(tenders.back().type)},
            {"member", std::move(member)},
            {"of", nullptr}};
}

json summary_of(const ReturnEntry& back, json member)
{
    return {{"id", back.id.value()},
            {"kind", back.is_void ? "void" : "return"},
            {"at", to_string(back.at)},
            {"business_date", to_string(back.date)},
            {"cashier", back.cashier.value()},
            {"total", -back.refund.amount.minor_units()},
            {"tender", tender_name(back.tender)},
            {"member", std::move(member)},
            {"of", back.of.value()}};
}

json return_transaction(const ReturnEntry& back, json member)
{
    json lines = json::array();
    for (const RefundedLine& line : back.refund.lines) {
        lines.push_back({{"line", line.line},
                         {"sku", ""},
                         {"name", ""},
                         {"quantity", line.quantity.in_thousandths()},
                         {"unit_price", 0},
                         {"gross", line.refund.minor_units()},
                         {"net", line.refund.minor_units()},
                         {"returned", line.quantity.in_thousandths()},
                         {"returnable", 0}});
    }
    const Tender paid_out{
        .type = back.tender, .amount = back.refund.amount, .card = {}, .reference = {}};
    json view = summary_of(back, std::move(member));
    view.erase("tender");
    view["lines"] = std::move(lines);
    view["tenders"] = json::array({to_view(paid_out)});
    view["change"] = 0;
    view["returns"] = json::array();
    view["priced"] = nullptr;
    return view;
}

store::RecordedSale find_sale(Exchange& exchange)
{
    auto found =
        store::find_sale(exchange.database, TransactionId{std::string{exchange.argument(0)}});
    if (!found) throw Refusal{problem_of(found.error())};
    return std::move(*found);
}

void check_window(const SaleEntry& sale, const Programme& programme, BusinessDate today)
{
    const auto& days = programme.returns.window_days;
    if (days && today > sale.date + std::chrono::days{*days})
        throw Refusal{problem_of(Errc::return_window_over)};
}

Quote quote(State& state, Exchange& exchange, std::vector<ReturnedLine> lines)
{
    Quote found;
    found.recorded = find_sale(exchange);
    found.lines = std::move(lines);
    const SaleEntry& sale = found.recorded.sale;
    const PreparedProgramme& programme =
        state.programmes.version(exchange.database, sale.priced.version);
    auto refund = refund_of(sale, refunds_of(found.recorded), found.lines, programme);
    if (!refund) throw Refusal{problem_of(refund.error())};
    found.refund = std::move(*refund);
    if (!sale.basket.member) return found;

    const auto member =
        store::find_member(exchange.database, sale.basket.member->id, state.rules(exchange));
    if (!member) return found;
    const BusinessDate today = state.today(exchange);
    found.refund = deduct_points(std::move(found.refund), sale.id, member->state.account,
                                 programme.programme(), today);
    ReturnEntry entry = entry_of(found);
    entry.date = today;
    const MemberState after = apply(member->state, entry, state.rules(exchange));
    found.debt = after.account.debt;
    const auto before_tier = snapshot(member->state, state.rules(exchange), today).tier;
    const auto after_tier = snapshot(after, state.rules(exchange), today).tier;
    if (before_tier && after_tier)
        found.tier = {{"before", before_tier->value()}, {"after", after_tier->value()}};
    return found;
}

}  // namespace

void State::list_transactions(Exchange& exchange)
{
    const auto date = date_parameter(exchange.call, "date");
    const auto limit = limit_parameter(exchange.call, transactions_shown, transactions_max);
    const auto entries = date ? store::transactions_on(exchange.database, *date, limit)
                              : store::latest_transactions(exchange.database, limit);
    json list = json::array();
    for (const Entry& entry : entries) {
        const json member = masked_member(exchange, loyal::member_of(entry));
        if (const auto* sale = std::get_if<SaleEntry>(&entry))
            list.push_back(summary_of(*sale, member));
        if (const auto* back = std::get_if<ReturnEntry>(&entry))
            list.push_back(summary_of(*back, member));
    }
    exchange.answer(200, list);
}

void State::get_transaction(Exchange& exchange)
{
    const TransactionId id{std::string{exchange.argument(0)}};
    if (const auto back = store::find_return(exchange.database, id)) {
        exchange.answer(200, return_transaction(*back, masked_member(exchange, back->member)));
        return;
    }
    const store::RecordedSale recorded = find_sale(exchange);
    const SaleEntry& sale = recorded.sale;
    json view = summary_of(sale, masked_member(exchange, loyal::member_of(sale)));
    view.erase("tender");
    view["lines"] = json::array();
    for (const PricedLine& line : sale.priced.lines)
        view["lines"].push_back(transaction_line(recorded, line));
    view["tenders"] = json::array();
    for (const Tender& tender : sale.basket.tenders) view["tenders"].push_back(to_view(tender));
    view["change"] = sale.change.minor_units();
    view["returns"] = returns_view(recorded);
    view["priced"] = format::to_value(sale.priced);
    exchange.answer(200, view);
}

void State::quote_return(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    std::vector<ReturnedLine> lines = read_lines(body);
    body.done();
    const Quote found = quote(*this, exchange, std::move(lines));
    const PreparedProgramme& programme =
        programmes.version(exchange.database, found.recorded.sale.priced.version);
    check_window(found.recorded.sale, programme.programme(), today(exchange));
    const Money paid = paid_so_far(found.recorded);
    exchange.answer(
        200,
        {{"of", found.recorded.sale.id.value()},
         {"refund", found.refund.amount.minor_units()},
         {"lines", lines_view(found.refund)},
         {"points", points_view(found)},
         {"sum",
          {{"paid", paid.minor_units()}, {"rest", (paid - found.refund.amount).minor_units()}}},
         {"tier", found.tier},
         {"whole", found.refund.whole}});
}

namespace {

void record(State& state, Exchange& exchange, const Quote& found, ReturnEntry entry)
{
    entry.id = store::next_transaction(exchange.database);
    entry.at = exchange.situation.at;
    entry.date = state.today(exchange);
    entry.store = state.options.store;
    const Programme& programme =
        state.programmes.version(exchange.database, found.recorded.sale.priced.version).programme();
    decode::PrintDocument receipt =
        return_receipt(entry, found.recorded.sale, programme, state.options.receipt);
    const bool is_printed = state.options.has_printer && !exchange.situation.printer_failed;
    const json answer{{"id", entry.id.value()},
                      {"kind", entry.is_void ? "void" : "return"},
                      {"of", entry.of.value()},
                      {"at", to_string(entry.at)},
                      {"business_date", to_string(entry.date)},
                      {"refund", entry.refund.amount.minor_units()},
                      {"lines", lines_view(entry.refund)},
                      {"points", points_view(found)},
                      {"tier", found.tier},
                      {"receipt", plain_text(receipt, state.options.receipt.columns)},
                      {"printed", is_printed}};
    const auto recorded =
        store::record_return(exchange.database, entry, exchange.answer(201, answer));
    if (!recorded) throw Refusal{problem_of(recorded.error())};
    exchange.reply.has_recorded = true;
    if (state.options.has_printer) exchange.reply.print = std::move(receipt);
}

}  // namespace

void State::return_lines(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    std::vector<ReturnedLine> lines = read_lines(body);
    const std::string reason = body.text("reason", reason_size_max);
    const auto tender = tender_of(body.text("tender", 16));
    if (!tender) body.refuse("tender", "is no tender", "没有这种收款方式");
    const Money seen = Money::minor(body.integer("refund", 0, Money::limit));
    const OperatorId cashier = cashier_of(body);
    body.done();

    const Quote found = quote(*this, exchange, std::move(lines));
    const PreparedProgramme& programme =
        programmes.version(exchange.database, found.recorded.sale.priced.version);
    check_window(found.recorded.sale, programme.programme(), today(exchange));
    if (found.refund.amount != seen) throw Refusal{problem_of(Errc::total_changed)};
    ReturnEntry entry = entry_of(found);
    entry.reason = reason;
    entry.tender = *tender;
    entry.cashier = cashier;
    record(*this, exchange, found, std::move(entry));
}

void State::void_sale(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    const std::string reason = body.text("reason", reason_size_max);
    const OperatorId cashier = cashier_of(body);
    body.done();
    const Quote found = quote(*this, exchange, {});
    const SaleEntry& sale = found.recorded.sale;
    const bool is_ours = sale.basket.terminal == options.terminal && sale.date == today(exchange);
    if (!is_ours) throw Refusal{problem_of(Errc::not_this_terminal)};
    ReturnEntry entry = entry_of(found);
    entry.is_void = true;
    entry.reason = reason;
    entry.tender = sale.basket.tenders.empty() ? TenderType::cash : sale.basket.tenders.back().type;
    entry.cashier = cashier;
    record(*this, exchange, found, std::move(entry));
}

void State::reprint(Exchange& exchange)
{
    RequestBody::parse(exchange.call.body).done();
    const TransactionId id{std::string{exchange.argument(0)}};
    decode::PrintDocument receipt;
    if (const auto back = store::find_return(exchange.database, id)) {
        const auto sale = store::find_sale(exchange.database, back->of);
        if (!sale) throw Refusal{problem_of(sale.error())};
        receipt = return_receipt(*back, sale->sale, rules(exchange), options.receipt);
    } else {
        const store::RecordedSale recorded = find_sale(exchange);
        std::optional<ReceiptMember> member;
        if (recorded.sale.basket.member) {
            const auto known = store::find_member(exchange.database,
                                                  recorded.sale.basket.member->id, rules(exchange));
            member.emplace();
            member->masked_name = known ? masked_name(known->personal.name) : "*";
        }
        receipt = sale_receipt(recorded.sale, member, rules(exchange), options.receipt);
    }
    const bool is_printed = options.has_printer && !exchange.situation.printer_failed;
    const json answer{{"receipt", plain_text(receipt, options.receipt.columns)},
                      {"printed", is_printed}};
    if (const auto kept = exchange.answer(200, answer))
        store::keep_session_answer(exchange.database, *kept);
    if (options.has_printer) exchange.reply.print = std::move(receipt);
}

}  // namespace loyal::terminal
