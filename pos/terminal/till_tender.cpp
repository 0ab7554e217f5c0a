#include "till_state.hpp"

#include <loyal/store/session.hpp>

#include <algorithm>

namespace loyal::terminal {
namespace {

using nlohmann::json;
using State = TillState;

constexpr std::size_t tenders_max = 10;
constexpr std::size_t reference_size_max = 128;

struct TenderRequest {
    std::int64_t revision = 0;
    Money total;
    std::vector<Tender> tenders;
    OperatorId cashier;
};

Tender read_tender(RequestBody& body)
{
    Tender tender;
    const auto type = tender_of(body.text("type", 16));
    if (!type) {
        body.refuse("type", "must be cash, card, mobile, stored_value or other",
                    "应是 cash、card、mobile、stored_value 或 other");
    }
    tender.type = *type;
    tender.amount = Money::minor(body.integer("amount", 0, Money::limit));
    tender.reference = body.optional_text("reference", reference_size_max).value_or("");
    tender.card = body.optional_text("card", id_size_max).value_or("");
    body.done();
    return tender;
}

Money sum_of(const std::vector<Tender>& tenders)
{
    Money sum;
    for (const Tender& tender : tenders) sum += tender.amount;
    return sum;
}

// Only cash can be given back.
Money change_of(const std::vector<Tender>& tenders, Money total)
{
    const Money sum = sum_of(tenders);
    if (sum < total) throw Refusal{problem_of(Errc::tender_too_small)};
    Money cash;
    for (const Tender& tender : tenders) {
        if (tender.type == TenderType::cash) cash += tender.amount;
    }
    const Money change = sum - total;
    if (change > cash) throw Refusal{problems::tender_too_large()};
    return change;
}

json tier_view(const std::optional<TierOutcome>& tier)
{
    if (!tier) return nullptr;
    return {{"before", tier->before ? tier->before->value() : tier->id.value()},
            {"after", tier->id.value()}};
}

json sale_view(const SaleEntry& sale, const std::string& basket, const json& balance)
{
    json tenders = json::array();
    for (const Tender& tender : sale.basket.tenders) tenders.push_back(to_view(tender));
    return {{"id", sale.id.value()},
            {"at", to_string(sale.basket.at)},
            {"business_date", to_string(sale.date)},
            {"basket", basket},
            {"total", sale.priced.total.minor_units()},
            {"cash_rounding", sale.priced.cash_rounding.minor_units()},
            {"paid", sum_of(sale.basket.tenders).minor_units()},
            {"change", sale.change.minor_units()},
            {"tenders", std::move(tenders)},
            {"points",
             {{"earned", sale.priced.points_earned.count()},
              {"redeemed", sale.priced.redeemed_points.count()},
              {"balance", balance}}},
            {"tier", tier_view(sale.priced.tier)}};
}

/// The member as the sale leaves them.
std::optional<ReceiptMember> member_after(const ShownBasket& shown, const SaleEntry& sale)
{
    if (!shown.member) return std::nullopt;
    const MemberState after = apply(shown.member->state, sale, *shown.rules);
    ReceiptMember member;
    member.masked_name = masked_name(shown.member->personal.name);
    member.balance = balance(after, sale.date);
    if (sale.priced.tier) member.tier = tier_name(*shown.rules, sale.priced.tier->id);
    return member;
}

}  // namespace

OperatorId State::cashier_of(RequestBody& body) const
{
    auto named = body.optional_text("cashier", id_size_max);
    return named && !named->empty() ? OperatorId{std::move(*named)} : options.cashier;
}

void State::tender(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    TenderRequest request;
    request.revision = body.integer("revision", 1, Money::limit);
    request.total = Money::minor(body.integer("total", 0, Money::limit));
    for (RequestBody& one : body.objects("tenders", tenders_max))
        request.tenders.push_back(read_tender(one));
    request.cashier = cashier_of(body);
    body.done();

    const OpenBasket basket = find_basket(exchange.database, exchange.argument(0));
    if (basket.is_suspended()) throw Refusal{problems::basket_suspended()};
    if (basket.lines.empty()) throw Refusal{problem_of(Errc::basket_empty)};
    const ShownBasket seen = shown(exchange, basket);
    const auto refuse_to_sell = [&](Errc why) {
        exchange.refused_basket = view(seen);
        throw Refusal{problem_of(why)};
    };
    if (basket.revision != request.revision) refuse_to_sell(Errc::revision_is_old);

    SaleEntry sale;
    sale.basket = seen.basket;
    sale.basket.tenders = request.tenders;
    sale.priced = price_tendered(sources(exchange), seen, request.tenders);
    if (sale.priced.total != request.total) refuse_to_sell(Errc::total_changed);
    sale.change = change_of(request.tenders, request.total);
    sale.id = store::next_transaction(exchange.database);
    sale.date = seen.date;
    sale.cashier = request.cashier;
    sale.rights = store::spend_from(seen.rights, sale.priced.redeemed_points);

    const auto member = member_after(seen, sale);
    decode::PrintDocument receipt = sale_receipt(sale, member, *seen.rules, options.receipt);
    json answer =
        sale_view(sale, basket.id,
                  member && member->balance ? json(member->balance->count()) : json(nullptr));
    answer["receipt"] = plain_text(receipt, options.receipt.columns);
    answer["printed"] = options.has_printer && !exchange.situation.printer_failed;
    const auto recorded =
        store::record_sale(exchange.database, sale, basket.id, exchange.answer(201, answer));
    if (!recorded) {
        if (recorded.error() == Errc::right_too_small) refuse_to_sell(Errc::total_changed);
        throw Refusal{problem_of(recorded.error())};
    }

    // From here on the sale stands. What follows is tidying that a restart would do as well.
    exchange.reply.has_recorded = true;
    if (options.has_printer) exchange.reply.print = std::move(receipt);
    if (current == basket.id) current.reset();
    exchange.event({{"type", "sale"}, {"sale", answer}});
    json voice = to_view(voices::paid(sale.priced.total, sale.change, sale.priced.currency));
    voice["type"] = "voice";
    exchange.event(voice);
    exchange.event({{"type", "basket"}, {"basket", nullptr}});
    try {
        store::drop_basket(exchange.database, basket.id, std::nullopt);
    } catch (const database::StoreError&) {
        // A sold basket is never opened again, whether its versions are gone or not.
    }
}

}  // namespace loyal::terminal
