#include "till_state.hpp"

#include <loyal/store/items.hpp>
#include <loyal/store/session.hpp>

namespace loyal::terminal {
namespace {

using nlohmann::json;
using State = TillState;

constexpr std::size_t label_size_max = 1024;
constexpr std::size_t symbology_size_max = 32;

/// What one scan did to the basket, if anything.
struct Scanned {
    std::string_view outcome;
    Voice voice;
    std::optional<OpenBasket> changed;
    std::optional<std::string> transaction;
};

}  // namespace

/// Takes one label apart. Each kind of label is answered by one overload.
class LabelReader {
public:
    LabelReader(State& state, Exchange& exchange, OpenBasket basket, Quantity quantity)
        : state_{state}, exchange_{exchange}, basket_{std::move(basket)}, quantity_{quantity}
    {
    }

    Scanned operator()(const CardScan& card) { return by_card(card.number); }

    Scanned operator()(const ItemScan& scan)
    {
        const auto item = store::find_item(exchange_.database, scan.code);
        if (!item) {
            // A chain without card prefixes: the label may still be somebody's card.
            if (store::member_of_card(exchange_.database, scan.code)) return by_card(scan.code);
            return {"unknown_item", voices::unknown_item(), std::nullopt, std::nullopt};
        }
        const Programme& rules = state_.rules(exchange_);
        const Voice voice = voices::item_added(item->names, item->unit_price, rules.currency);
        if (!basket_.add(to_line(*item, quantity_)))
            throw Refusal{problem_of(Errc::too_many_lines)};
        return {"item", voice, std::move(basket_), std::nullopt};
    }

    Scanned operator()(const CouponScan& scan)
    {
        auto coupon = read_coupon(scan.code);
        if (!coupon) return {"unknown_item", voices::unknown_item(), std::nullopt, std::nullopt};
        if (store::is_coupon_used(exchange_.database, coupon->code))
            throw Refusal{problems::coupon_there_already()};
        put_coupon(basket_, std::move(*coupon));
        return {"coupon", voices::coupon_added(), std::move(basket_), std::nullopt};
    }

    Scanned operator()(const ReceiptScan& scan)
    {
        return {"receipt", voices::receipt_found(scan.id.value()), std::nullopt, scan.id.value()};
    }

    Scanned operator()(const PaymentCardScan&)
    {
        return {"payment_card", voices::payment_card(), std::nullopt, std::nullopt};
    }

    Scanned operator()(const UnknownScan&)
    {
        return {"unknown_item", voices::unknown_item(), std::nullopt, std::nullopt};
    }

private:
    Scanned by_card(const std::string& number)
    {
        const auto member = store::member_of_card(exchange_.database, number);
        if (!member) {
            const bool is_blocked = member.error() == Errc::credential_blocked;
            return {is_blocked ? "blocked_card" : "unknown_card",
                    is_blocked ? voices::blocked_card() : voices::unknown_card(), std::nullopt,
                    std::nullopt};
        }
        if (basket_.member != *member) basket_.redeem = {};
        basket_.member = *member;
        // What the card saves is known once the basket is priced with it.
        return {"member", {}, std::move(basket_), std::nullopt};
    }

    State& state_;
    Exchange& exchange_;
    OpenBasket basket_;
    Quantity quantity_;
};

namespace {

Voice voice_of(const Scanned& scanned, const ShownBasket& before, const ShownBasket& after)
{
    if (scanned.outcome == "member" && after.member) {
        return voices::member_added(masked_name(after.member->personal.name),
                                    before.due_other - after.due_other, after.priced.currency);
    }
    if (scanned.outcome == "coupon" && !after.priced.coupons.empty()) {
        const CouponOutcome& coupon = after.priced.coupons.back();
        if (!coupon.used && coupon.text) return voices::coupon_stays(*coupon.text);
    }
    return scanned.voice;
}

json scan_view(const Scanned& scanned, const Voice& voice, json basket)
{
    json view{
        {"outcome", scanned.outcome}, {"voice", to_view(voice)}, {"basket", std::move(basket)}};
    if (scanned.transaction) view["transaction"] = *scanned.transaction;
    return view;
}

}  // namespace

void State::scan(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    const std::string label = body.text("label", label_size_max);
    body.optional_text("symbology", symbology_size_max);
    const Quantity quantity =
        Quantity::thousandths(body.optional_integer("quantity", 1, Quantity::limit).value_or(1000));
    body.done();

    const OpenBasket basket = editable_basket(exchange, true);
    const bool is_new = basket.revision == 0;
    const ShownBasket before = shown(exchange, basket);
    const Scan meaning = classify(label, options.labels);
    exchange.leaves_trace = !std::holds_alternative<PaymentCardScan>(meaning);
    Scanned scanned = std::visit(LabelReader{*this, exchange, basket, quantity}, meaning);

    ShownBasket after = before;
    if (scanned.changed)
        after = revise(exchange, std::move(*scanned.changed));
    else if (is_new)
        after = revise(exchange, basket);
    const Voice voice = voice_of(scanned, before, after);
    const json answer = scan_view(scanned, voice, view(after));
    json message = to_view(voice);
    message["type"] = "voice";
    if (scanned.transaction) message["transaction"] = *scanned.transaction;
    exchange.event(message);
    if (scanned.changed || is_new) {
        keep(exchange, after, 200, answer);
        return;
    }
    if (const auto kept = exchange.answer(200, answer))
        store::keep_session_answer(exchange.database, *kept);
}

std::optional<std::string> State::unknown_credential(database::Database& database,
                                                     const std::string& label) const
{
    const Scan meaning = classify(label, options.labels);
    const auto* card = std::get_if<CardScan>(&meaning);
    if (card == nullptr) return std::nullopt;
    const auto member = store::member_of_card(database, card->number);
    if (member || member.error() != Errc::member_not_found) return std::nullopt;
    return card->number;
}

}  // namespace loyal::terminal
