#include "ledger_state.hpp"

#include <algorithm>
#include <utility>

namespace loyal {
namespace {

// The highest step that the amount reaches.
Money recharge_bonus(Money amount, const Programme& programme)
{
    const RechargeBonus* best = nullptr;
    if (programme.stored_value) {
        for (const RechargeBonus& step : programme.stored_value->recharge) {
            const bool is_higher = best == nullptr || step.from > best->from;
            if (amount >= step.from && is_higher) best = &step;
        }
    }
    return best == nullptr ? Money{} : best->bonus;
}

}  // namespace

Checked<ledger::Answer> LedgerState::take(const ledger::Recharge& entry)
{
    if (transactions.contains(entry.id)) return InputError{"id", "is there twice"};
    const Money bonus = recharge_bonus(entry.amount, programme);
    const auto known = cards.find(entry.card);
    const Money balance = (known == cards.end() ? Money{} : known->second) + entry.amount + bonus;
    cards[entry.card] = balance;
    transactions.emplace(entry.id, SalePlace::none);
    return ledger::Recharged{entry.id, entry.card, bonus, balance};
}

std::optional<InputError> LedgerState::refused_card(const Basket& basket) const
{
    std::map<std::string, Money> asked;
    for (std::size_t i = 0; i < basket.tenders.size(); ++i) {
        const Tender& tender = basket.tenders[i];
        if (tender.type != TenderType::stored_value) continue;
        const std::string place = "basket.tenders[" + std::to_string(i) + "]";
        const auto card = cards.find(tender.card);
        if (card == cards.end()) return InputError{place + ".card", "is no stored-value card"};
        asked[tender.card] += tender.amount;
        if (asked[tender.card] > card->second) {
            return InputError{place + ".amount", "is more than is on the card"};
        }
    }
    return std::nullopt;
}

// A card pays its tender, but never more than is still due.
void LedgerState::pay_by_card(LedgerSale& sale, const Basket& basket, Money total)
{
    Money due = total;
    for (const Tender& tender : basket.tenders) {
        const Money paid = std::min(tender.amount, due);
        due -= paid;
        if (tender.type != TenderType::stored_value || paid == Money{}) continue;
        cards.at(tender.card) -= paid;
        sale.cards.push_back({tender.card, paid});
    }
}

// What cards had paid goes back to them first, so that no stored value turns into cash.
std::vector<ledger::CardAmount> LedgerState::refund_to_card(LedgerSale& sale, Money amount)
{
    std::vector<ledger::CardAmount> refunds;
    for (ledger::CardAmount& paid : sale.cards) {
        const Money back = std::min(paid.amount, amount);
        if (back == Money{}) continue;
        undo.keep(cards.at(paid.card)) += back;
        paid.amount -= back;
        amount -= back;
        refunds.push_back({paid.card, back});
    }
    return refunds;
}

}  // namespace loyal
