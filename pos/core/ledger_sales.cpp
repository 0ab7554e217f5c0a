#include "apply.hpp"
#include "ledger_state.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace loyal {
namespace {

InputError within(const std::string& place, InputError error)
{
    error.member = error.member.empty() ? place : place + "." + error.member;
    return error;
}

// Whether what the sale adds surely stays within the limits of amounts, so that applying it cannot
// fail half-way.
bool has_room(const MemberState& member, const PointsAccount& account, const SaleEntry& sale)
{
    const PricedBasket& priced = sale.priced;
    std::int64_t points =
        account.debt.count() + priced.points_earned.count() + priced.redeemed_points.count();
    for (const Lot& lot : account.lots) points += lot.points.count();
    std::int64_t spend = net_total(priced).minor_units();
    std::int64_t accrued = priced.points_earned.count();
    const auto day = std::ranges::lower_bound(member.days, sale.date, {}, &DayTotals::date);
    if (day != member.days.end() && day->date == sale.date) {
        spend += std::abs(day->spend.minor_units());
        accrued += std::abs(day->accrued.count());
    }
    return points <= Points::limit && accrued <= Points::limit && spend <= Money::limit;
}

}  // namespace

Checked<ledger::Sold> LedgerState::sell(TransactionId id, Basket basket)
{
    std::optional<MemberPlace> buyer;
    SaleEntry entry;
    entry.id = std::move(id);
    entry.date = date_of(basket.at);
    if (basket.member) {
        buyer = find(basket.member->id);
        if (!buyer) return InputError{"basket.member.id", "is no member"};
        const LedgerMember& known = member(*buyer);
        basket.member =
            snapshot(known.state, account(known.account).points, programme, plan, entry.date);
    }
    if (auto error = refused_card(basket)) return *error;
    auto priced = price(basket, prepared);
    if (!priced) return within("basket", priced.error());
    entry.priced = std::move(*priced);

    ledger::Sold answer;
    LedgerSale kept;
    SalePlace place{static_cast<std::uint32_t>(sales.size())};
    bool may_be_referral = false;
    if (buyer) {
        LedgerMember& known = member(*buyer);
        LedgerAccount& points = account(known.account);
        may_be_referral =
            programme.referral && known.referrer && known.qualifying_sale == SalePlace::none;
        if (may_be_referral || !has_room(known.state, points.points, entry)) {
            undo.keep(known);
            undo.keep(points);
        }
        answer.tier = ledger::TierChange{tier_of(known.state, programme), {}};
        apply_to(known.state, points.points, entry, programme);
        answer.tier->after = tier_of(known.state, programme);
        kept.member = buyer;
        kept.account = current(known.account);
        kept.previous = std::exchange(known.last_sale, place);
    }
    if (may_be_referral) {
        undo.keep(cards);
        undo.add([this, sale_id = entry.id, count = sales.size()] {
            transactions.erase(sale_id);
            sales.resize(count);
        });
    }
    kept.date = entry.date;
    kept.spend = net_total(entry.priced);
    pay_by_card(kept, basket, entry.priced.total);
    kept.basket = std::move(basket);
    kept.id = entry.id;
    sales.push_back(std::move(kept));
    transactions.emplace(entry.id, place);
    if (may_be_referral) reward_referral(*buyer, place);
    answer.id = std::move(entry.id);
    answer.priced = std::move(entry.priced);
    return answer;
}

Checked<ledger::Returned> LedgerState::give_back(const ledger::Return& entry)
{
    const auto found = transactions.find(entry.of);
    if (found == transactions.end() || found->second == SalePlace::none) {
        return InputError{"of", "is no sale"};
    }
    LedgerSale& returned = undo.keep(sale(found->second));
    const BusinessDate today = date_of(entry.at);
    if (entry.is_void && today != returned.date) {
        return InputError{"at", "must be on the sale's business date"};
    }
    const auto& days = programme.returns.window_days;
    if (days && today > returned.date + std::chrono::days{*days}) {
        return InputError{"at", "is after the days in which the sale may be returned"};
    }

    SaleEntry sold;
    sold.id = returned.id;
    sold.date = returned.date;
    sold.basket = returned.basket;
    sold.priced = price(sold.basket, prepared).value();
    auto refund = refund_of(sold, returned.refunds, entry.lines, prepared);
    if (!refund) return InputError{"lines", refund.error().message()};

    ledger::Returned answer;
    answer.id = entry.id;
    answer.refund = std::move(*refund);
    if (returned.member) {
        LedgerMember& known = undo.keep(member(current(*returned.member)));
        PointsAccount& points = undo.keep(account(returned.account)).points;
        answer.refund = deduct_points(std::move(answer.refund), entry.of, points, programme, today);
        ReturnEntry applied;
        applied.of = entry.of;
        applied.date = today;
        applied.sale_date = returned.date;
        applied.refund = answer.refund;
        apply_to(known.state, points, applied, programme);
    }
    returned.spend -= answer.refund.spend;
    returned.refunds.push_back(answer.refund);
    answer.cards = refund_to_card(returned, answer.refund.amount);
    if (returned.member) {
        review_referral(found->second, today);
        answer.debt = account(returned.account).points.debt;
    }
    return answer;
}

Checked<ledger::Answer> LedgerState::take(ledger::Sale&& entry)
{
    if (transactions.contains(entry.id)) return InputError{"id", "is there twice"};
    auto sold = sell(std::move(entry.id), std::move(entry.basket));
    if (!sold) return sold.error();
    return std::move(*sold);
}

Checked<ledger::Answer> LedgerState::take(const ledger::Return& entry)
{
    if (transactions.contains(entry.id)) return InputError{"id", "is there twice"};
    auto returned = give_back(entry);
    if (!returned) return returned.error();
    transactions.emplace(entry.id, SalePlace::none);
    return std::move(*returned);
}

Checked<ledger::Answer> LedgerState::take(ledger::Exchange&& entry)
{
    if (transactions.contains(entry.id)) return InputError{"id", "is there twice"};
    ledger::Return back{entry.id, entry.of, entry.basket.at, std::move(entry.lines), false};
    auto returned = give_back(back);
    if (!returned) return returned.error();
    auto sold = sell(std::move(entry.id), std::move(entry.basket));
    if (!sold) return sold.error();
    return ledger::Exchanged{std::move(*returned), std::move(*sold)};
}

}  // namespace loyal
