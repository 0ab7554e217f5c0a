#include "conditions.hpp"

#include "reward_off.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <map>

namespace loyal::reference {
namespace {

constexpr Count no_bound = std::numeric_limits<Count>::max();

template <class List, class Value>
bool is_one_of(const List& list, const Value& value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// A condition that a list states of something that may be unknown.
template <class List, class Value>
bool allows(const List& list, const std::optional<Value>& value)
{
    return list.empty() || (value && is_one_of(list, *value));
}

bool selects_a_line(const Offer& offer, const Basket& basket)
{
    const bool for_points = std::holds_alternative<PointsReward>(offer.reward);
    return std::any_of(basket.lines.begin(), basket.lines.end(), [&](const LineItem& line) {
        return is_for(offer, line) && (for_points || !line.no_discount);
    });
}

bool is_birthday(const BirthdayCondition& wanted, Date birthday, BusinessDate today)
{
    const std::chrono::year_month_day now{today};
    if (wanted.month) return std::chrono::year_month_day{birthday}.month() == now.month();
    for (int years = -1; years <= 1; ++years) {  // a window may reach over New Year
        const Date day = anniversary(birthday, now.year() + std::chrono::years{years});
        if (today >= day - std::chrono::days{wanted.days_before} &&
            today <= day + std::chrono::days{wanted.days_after})
            return true;
    }
    return false;
}

bool holds_of_member(const When& when, const Basket& basket, BusinessDate today)
{
    if (when.member && *when.member != basket.member.has_value()) return false;
    const MemberSnapshot nobody;
    const MemberSnapshot& member = basket.member ? *basket.member : nobody;
    const bool in_segment =
        std::any_of(when.segments.begin(), when.segments.end(),
                    [&](const auto& segment) { return is_one_of(member.segments, segment); });
    if (!allows(when.tiers, member.tier)) return false;
    if (!when.segments.empty() && !in_segment) return false;
    if (!allows(when.lifecycle, member.lifecycle)) return false;
    if (when.birthday && !(member.birthday && is_birthday(*when.birthday, *member.birthday, today)))
        return false;
    if (when.enrolled_days_most &&
        !(member.enrolled &&
          today - *member.enrolled <= std::chrono::days{*when.enrolled_days_most}))
        return false;
    return !when.first_purchase ||
           (member.transactions && (*member.transactions == 0) == *when.first_purchase);
}

bool holds_of_time(const When& when, Instant at, BusinessDate today)
{
    if (when.dates && ((when.dates->from && today < *when.dates->from) ||
                       (when.dates->to && today > *when.dates->to)))
        return false;
    const auto weekday = static_cast<std::int32_t>(std::chrono::weekday{today}.iso_encoding());
    const auto day =
        static_cast<std::int32_t>(static_cast<unsigned>(std::chrono::year_month_day{today}.day()));
    if (!when.weekdays.empty() && !is_one_of(when.weekdays, weekday)) return false;
    if (!when.days_of_month.empty() && !is_one_of(when.days_of_month, day)) return false;
    const int now = wall_minutes(at);
    return when.hours.empty() ||
           std::any_of(when.hours.begin(), when.hours.end(), [&](const HourRange& range) {
               return range.from < range.to ? now >= range.from && now < range.to
                                            : now >= range.from || now < range.to;
           });
}

bool holds_of_basket(const Offer& offer, const Basket& basket, Rounding rounding)
{
    const When& when = offer.when;
    const bool has_coupon =
        !when.coupon ||
        std::any_of(basket.coupons.begin(), basket.coupons.end(),
                    [&](const auto& held) { return held.campaign == *when.coupon; });
    if (!has_coupon) return false;
    if (!when.stores.empty() && !is_one_of(when.stores, basket.store)) return false;
    if (!allows(when.channel, basket.channel)) return false;
    const Counted sum = counted(offer, basket, rounding);
    return (!when.min_spend || sum.gross >= when.min_spend->minor_units()) &&
           (!when.min_quantity || sum.quantity >= when.min_quantity->in_thousandths());
}

/// What earlier use leaves of a member's limit. Of nobody nothing is known: nothing is left.
Count left_of(Count limit, const OfferId& offer, const std::map<OfferId, std::int64_t>& used)
{
    const auto found = used.find(offer);
    return std::max(Count{0}, limit - (found == used.end() ? 0 : found->second));
}

Count applications_left(const Offer& offer, const Basket& basket)
{
    if (!basket.member) return 0;
    return left_of(*offer.limit.per_member, offer.id, basket.member->used);
}

/// Where the pieces are not known, an application counts as one.
Count units_left(const Offer& offer, const Basket& basket)
{
    if (!basket.member) return 0;
    const MemberSnapshot& member = *basket.member;
    const bool known = member.used_units.contains(offer.id);
    return left_of(*offer.limit.units_per_member, offer.id,
                   known ? member.used_units : member.used);
}

}  // namespace

bool applies(const Offer& offer, const Basket& basket, const Programme& programme)
{
    const BusinessDate today = business_date(basket.at, programme.day_starts_minutes);
    const Count cost = offer.cost ? offer.cost->count() : 0;
    return selects_a_line(offer, basket) && !is_one_of(basket.without, offer.id) &&
           holds_of_member(offer.when, basket, today) &&
           holds_of_time(offer.when, basket.at, today) &&
           holds_of_basket(offer, basket, programme.rounding) &&
           applications_most(offer, basket) > 0 && cost <= redeemable(basket);
}

Count applications_most(const Offer& offer, const Basket& basket)
{
    Count most = no_bound;
    const auto* nth = std::get_if<NthReward>(&offer.reward);
    const bool repeats = nth != nullptr ? nth->repeat
                                        : std::holds_alternative<BundleReward>(offer.reward) ||
                                              std::holds_alternative<GiftReward>(offer.reward);
    if (!repeats) most = 1;
    if (offer.limit.per_basket) most = std::min(most, *offer.limit.per_basket);
    if (offer.limit.per_member) most = std::min(most, applications_left(offer, basket));
    if (units_most(offer, basket) == 0) return 0;
    if (offer.cost) {
        const auto& asked = basket.redeem.offers;
        most = std::min(most, static_cast<Count>(std::count(asked.begin(), asked.end(), offer.id)));
    }
    return most;
}

std::optional<Count> units_most(const Offer& offer, const Basket& basket)
{
    std::optional<Count> most = offer.limit.units;
    if (offer.limit.units_per_member) {
        const Count left = units_left(offer, basket);
        most = std::min(most.value_or(left), left);
    }
    return most;
}

Counted counted(const Offer& offer, const Basket& basket, Rounding rounding)
{
    Counted sum;
    for (const LineItem& line : basket.lines) {
        const bool counts = offer.when.of ? selects(*offer.when.of, line) : is_for(offer, line);
        if (line.no_discount || !counts) continue;
        sum.gross += extended(line.unit_price.minor_units(), line.quantity, rounding);
        sum.quantity += line.quantity.in_thousandths();
    }
    return sum;
}

Count redeemable(const Basket& basket)
{
    if (!basket.member || !basket.member->points) return 0;
    return basket.member->points->spendable.count();
}

}  // namespace loyal::reference
