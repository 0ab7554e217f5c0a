#include "pricing.hpp"

#include "texts.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/items.hpp>

#include <algorithm>

namespace loyal::terminal {
namespace {

constexpr int expiring_soon_days = 60;

MemberSnapshot snapshot_of(const ShownBasket& shown, const Programme& programme)
{
    MemberSnapshot seen = snapshot(shown.member->state, programme, shown.date);
    Points rights;
    for (const store::HeldRight& right : shown.rights) rights += right.remaining;
    // Points are redeemed under rights only, whatever the balance.
    if (seen.points) seen.points->spendable = rights;
    return seen;
}

Basket basket_of(const PricingSources& sources, const ShownBasket& shown)
{
    const OpenBasket& open = shown.open;
    Basket basket;
    basket.store = sources.options.store;
    basket.terminal = sources.options.terminal;
    basket.at = sources.situation.at;
    basket.channel = open.channel;
    if (shown.member) basket.member = snapshot_of(shown, sources.programme.programme());
    for (const OpenLine& line : open.lines) basket.lines.push_back(line.item);
    basket.coupons = open.coupons;
    basket.redeem = open.redeem;
    return basket;
}

Points down_to_step(Points points, const RedeemRule& rule)
{
    const std::int64_t step = std::max<std::int64_t>(1, rule.step.count());
    return Points::of(points.count() / step * step);
}

Points ending_soon(const MemberState& member, BusinessDate day)
{
    Points sum;
    for (const Lot& lot : member.account.lots) {
        const bool is_soon = lot.until && *lot.until >= day &&
                             *lot.until <= day + std::chrono::days{expiring_soon_days};
        if (is_soon && lot.from <= day) sum += lot.points;
    }
    return sum;
}

// The points that end first, else half: nobody is talked out of everything at once.
Points suggestion(Points most, const MemberState& member, BusinessDate day, const RedeemRule& rule)
{
    const Points soon = std::min(most, down_to_step(ending_soon(member, day), rule));
    if (soon >= rule.min && soon > Points{}) return soon;
    const Points half = down_to_step(Points::of(most.count() / 2), rule);
    return half >= rule.min && half > Points{} ? half : most;
}

Points most_redeemable(const Basket& basket, Points spendable, const PreparedProgramme& programme)
{
    if (spendable <= Points{}) return {};
    Basket asking = basket;
    asking.member->points->spendable = spendable;
    asking.redeem.points = spendable;
    return price_or_refuse(asking, programme).redeemed_points;
}

RedeemRoom room_of(const PricingSources& sources, const ShownBasket& shown)
{
    RedeemRoom room;
    const auto& rule = sources.programme.programme().points.redeem;
    if (!shown.member || !shown.basket.member->points) return room;
    if (!rule) {
        room.reason = no_points_rule();
        return room;
    }
    const Points own = spendable(shown.member->state, shown.date);
    Points rights;
    for (const store::HeldRight& right : shown.rights) rights += right.remaining;
    const bool may_ask = sources.situation.link.is_online();
    const Points reach = may_ask ? std::max(own, rights) : rights;
    room.most = shown.open.lines.empty() ? Points{}
                                         : most_redeemable(shown.basket, reach, sources.programme);
    room.is_allowed = room.most > Points{};
    if (own < rule->min || own <= Points{})
        room.reason = too_few_points(rule->min);
    else if (reach <= Points{})
        room.reason = no_right_offline();
    if (room.is_allowed) {
        room.reason.reset();
        room.suggested = suggestion(room.most, shown.member->state, shown.date, *rule);
    }
    return room;
}

Money due_by(const PricingSources& sources, const Basket& basket, TenderType type)
{
    Basket paid = basket;
    paid.tender = type;
    return price_or_refuse(paid, sources.programme).total;
}

}  // namespace

const PreparedProgramme& Programmes::current(database::Database& database)
{
    const std::int64_t newest = store::programme_version(database);
    if (newest == 0) throw Refusal{problems::no_programme()};
    return version(database, newest);
}

const PreparedProgramme& Programmes::version(database::Database& database, std::int64_t version)
{
    const auto there = prepared_.find(version);
    if (there != prepared_.end()) return there->second;
    const auto stored = store::find_programme(database, version);
    if (!stored) throw Refusal{problems::no_programme()};
    auto programme = format::parse_programme(stored->document);
    if (!programme) throw Refusal{problems::database_failed()};
    if (prepared_.size() >= kept_max) prepared_.erase(prepared_.begin());
    return prepared_.emplace(version, PreparedProgramme{std::move(*programme)}).first->second;
}

PricedBasket price_or_refuse(const Basket& basket, const PreparedProgramme& programme)
{
    auto priced = price(basket, programme);
    if (!priced) throw Refusal{cannot_price(priced.error()), priced.error().member};
    return std::move(*priced);
}

ShownBasket show(const PricingSources& sources, const OpenBasket& open)
{
    ShownBasket shown;
    shown.open = open;
    shown.rules = &sources.programme.programme();
    shown.date = store::trading_day(sources.database, sources.situation.at);
    if (open.member) {
        auto member =
            store::find_member(sources.database, *open.member, sources.programme.programme());
        if (member) {
            shown.member = std::move(*member);
            shown.rights = store::rights_of(sources.database, *open.member, shown.date);
        }
    }
    shown.basket = basket_of(sources, shown);
    shown.priced = price_or_refuse(shown.basket, sources.programme);
    shown.due_other = shown.priced.total;
    shown.due_cash = sources.programme.programme().cash_rounding == Money::minor(1)
                         ? shown.due_other
                         : due_by(sources, shown.basket, TenderType::cash);
    shown.redeem = room_of(sources, shown);
    return shown;
}

PricedBasket price_tendered(const PricingSources& sources,
                            const ShownBasket& shown,
                            const std::vector<Tender>& tenders)
{
    Basket paid = shown.basket;
    paid.tenders = tenders;
    return price_or_refuse(paid, sources.programme);
}

}  // namespace loyal::terminal
