#include "lots.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace loyal {
namespace {

namespace chrono = std::chrono;

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

std::vector<Lot*> in_redemption_order(PointsAccount& account)
{
    std::vector<Lot*> lots;
    for (Lot& lot : account.lots) lots.push_back(&lot);
    std::ranges::sort(lots, [](const Lot* a, const Lot* b) { return is_redeemed_before(*a, *b); });
    return lots;
}

void drop_empty_lots(PointsAccount& account)
{
    std::erase_if(account.lots, [](const Lot& lot) { return lot.points == Points{}; });
}

// How many points of the lot are spent in sales, or stand in for another lot's, and may still come
// back; less those for which another lot stands in or debt was made.
Points returnable(const PointsAccount& account, const std::string& id)
{
    Points sum;
    for (const LotSpend& spend : account.spends) {
        if (spend.lot.id == id) sum += spend.lot.points;
    }
    for (const StandIn& stand_in : account.stand_ins) {
        if (stand_in.lot.id == id) sum += stand_in.lot.points;
        if (stand_in.in_place_of == id) sum -= stand_in.lot.points;
    }
    for (const OwedPoints& owed : account.owed) {
        if (owed.lot == id) sum -= owed.points;
    }
    return std::max(sum, Points{});
}

void remember_stand_in(PointsAccount& account, const std::string& id, Lot lot, Points points)
{
    lot.points = points;
    if (points > Points{} && lot.id != id) account.stand_ins.push_back({id, std::move(lot)});
}

// Fills debt with points of this lot: first what the lot itself owes, then what others owe, in
// whose place it stands from then on. Returns what is left.
Points fill_debt(PointsAccount& account, const Lot& lot)
{
    const Points filled = std::min(account.debt, lot.points);
    account.debt -= filled;
    Points rest = filled;
    std::stable_partition(account.owed.begin(), account.owed.end(),
                          [&](const OwedPoints& owed) { return owed.lot == lot.id; });
    for (OwedPoints& owed : account.owed) {
        const Points part = std::min(owed.points, rest);
        owed.points -= part;
        rest -= part;
        remember_stand_in(account, owed.lot, lot, part);
    }
    std::erase_if(account.owed, [](const OwedPoints& owed) { return owed.points == Points{}; });
    return lot.points - filled;
}

// Points that no lot has: debt, and a lot that expired before, should they come back.
void spend_beyond(PointsAccount& account,
                  const TransactionId& sale,
                  Points points,
                  BusinessDate day)
{
    if (points <= Points{}) return;
    const Lot none{"beyond:" + sale.value(), points, day, day - chrono::days{1}};
    account.spends.push_back({sale, none});
    account.owed.push_back({none.id, points});
    account.debt += points;
}

// Points of a lot are free again: they fill debt, go to the lots that stood in for theirs, and the
// rest is a lot as before.
void restore(PointsAccount& account, Lot lot)
{
    lot.points = fill_debt(account, lot);
    for (auto stand_in = account.stand_ins.begin();
         stand_in != account.stand_ins.end() && lot.points > Points{};) {
        if (stand_in->in_place_of != lot.id) {
            ++stand_in;
            continue;
        }
        Lot other = stand_in->lot;
        other.points = std::min(other.points, lot.points);
        lot.points -= other.points;
        stand_in->lot.points -= other.points;
        if (stand_in->lot.points == Points{}) account.stand_ins.erase(stand_in);
        restore(account, std::move(other));
        stand_in = account.stand_ins.begin();
    }
    if (lot.points > Points{}) put(account, lot);
}

}  // namespace

std::optional<BusinessDate> last_day(const ExpiryRule& expiry, BusinessDate day)
{
    using Answer = std::optional<BusinessDate>;
    return std::visit(
        Overloaded{
            [](std::monostate) -> Answer { return std::nullopt; },
            [&](const ExpiryRule::Days& rule) -> Answer { return day + chrono::days{rule.count}; },
            [&](const ExpiryRule::Months& rule) -> Answer {
                const BusinessDate last = add_months(day, rule.count);
                return rule.month_end ? last_of_month(last) : last;
            },
            [&](const ExpiryRule::YearEnd& rule) -> Answer {
                const chrono::year year = chrono::year_month_day{day}.year();
                return chrono::sys_days{(year + chrono::years{rule.after_years}) /
                                        chrono::December / 31};
            }},
        expiry.rule);
}

bool is_redeemed_before(const Lot& a, const Lot& b)
{
    const BusinessDate a_until = a.until.value_or(BusinessDate::max());
    const BusinessDate b_until = b.until.value_or(BusinessDate::max());
    return std::tie(a_until, a.from, a.id) < std::tie(b_until, b.from, b.id);
}

void put(PointsAccount& account, const Lot& lot)
{
    Points held = lot.points;
    for (const Lot& other : account.lots) held += other.points;
    const auto place = std::ranges::lower_bound(account.lots, lot.id, {}, &Lot::id);
    if (place != account.lots.end() && place->id == lot.id) {
        place->points += lot.points;
    } else {
        account.lots.insert(place, lot);
    }
}

void accrue_lot(PointsAccount& account,
                const std::string& id,
                Points points,
                BusinessDate day,
                const PointsRules& rules)
{
    if (points <= Points{}) return;
    Lot lot{id, points, day + chrono::days{rules.pending_days}, last_day(rules.expiry, day)};
    lot.points = fill_debt(account, lot);
    if (lot.points > Points{}) put(account, lot);
}

void spend_lots(PointsAccount& account, const TransactionId& sale, Points points, BusinessDate day)
{
    if (points <= Points{}) return;
    for (Lot* lot : in_redemption_order(account)) {
        if (points == Points{}) break;
        if (lot->from > day || has_expired(*lot, day)) continue;
        Lot taken = *lot;
        taken.points = std::min(points, lot->points);
        lot->points -= taken.points;
        points -= taken.points;
        account.spends.push_back({sale, std::move(taken)});
    }
    spend_beyond(account, sale, points, day);
    drop_empty_lots(account);
}

void take_back(PointsAccount& account, const std::string& id, Points points, BusinessDate day)
{
    if (points <= Points{}) return;
    const auto own = std::ranges::find(account.lots, id, &Lot::id);
    if (own != account.lots.end()) {
        const Points taken = std::min(points, own->points);
        own->points -= taken;
        points -= taken;
    }
    Points may_come_back = returnable(account, id);
    for (Lot* lot : in_redemption_order(account)) {
        if (lot->id == id || has_expired(*lot, day)) continue;
        const Points taken = std::min(points, lot->points);
        lot->points -= taken;
        points -= taken;
        const Points standing_in = std::min(taken, may_come_back);
        may_come_back -= standing_in;
        remember_stand_in(account, id, *lot, standing_in);
    }
    account.debt += points;
    const Points owed = std::min(points, may_come_back);
    if (owed > Points{}) account.owed.push_back({id, owed});
    drop_empty_lots(account);
}

void give_back(PointsAccount& account, const TransactionId& sale, Points points)
{
    for (std::size_t i = account.spends.size(); i-- > 0 && points > Points{};) {
        if (account.spends[i].sale != sale) continue;
        Lot restored = account.spends[i].lot;
        restored.points = std::min(points, restored.points);
        account.spends[i].lot.points -= restored.points;
        points -= restored.points;
        restore(account, std::move(restored));
    }
    std::erase_if(account.spends,
                  [](const LotSpend& spend) { return spend.lot.points == Points{}; });
}

}  // namespace loyal
