#include "conditions.hpp"

#include "reasons.hpp"
#include "selection.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace loyal {
namespace {

constexpr std::int64_t unlimited = std::numeric_limits<std::int64_t>::max();

template <class T>
bool contains(const std::vector<T>& list, const T& value)
{
    return std::ranges::find(list, value) != list.end();
}

bool holds(const DateRange& range, Date date)
{
    return (!range.from || date >= *range.from) && (!range.to || date <= *range.to);
}

bool holds(const HourRange& range, int minutes)
{
    if (range.from < range.to) return minutes >= range.from && minutes < range.to;
    return minutes >= range.from || minutes < range.to;
}

// Store, channel and time: where one fails, the offer is not for this basket at all.
bool is_for_here_and_now(const When& when, const Basket& basket, const Programme& programme)
{
    if (!when.stores.empty() && !contains(when.stores, basket.store)) return false;
    if (!when.channel.empty() && (!basket.channel || !contains(when.channel, *basket.channel))) {
        return false;
    }
    const Date day = business_date(basket.at, programme.day_starts_minutes);
    if (when.dates && !holds(*when.dates, day)) return false;
    if (!when.weekdays.empty()) {
        const std::chrono::weekday weekday{day};
        if (!contains(when.weekdays, static_cast<std::int32_t>(weekday.iso_encoding()))) {
            return false;
        }
    }
    if (!when.days_of_month.empty()) {
        const std::chrono::year_month_day ymd{day};
        const auto of_month = static_cast<std::int32_t>(static_cast<unsigned>(ymd.day()));
        if (!contains(when.days_of_month, of_month)) return false;
    }
    const int minutes = wall_minutes(basket.at);
    return when.hours.empty() || std::ranges::any_of(when.hours, [&](const HourRange& range) {
               return holds(range, minutes);
           });
}

bool is_birthday(const BirthdayCondition& condition, Date birthday, Date day)
{
    const std::chrono::year_month_day today{day};
    if (condition.month) return std::chrono::year_month_day{birthday}.month() == today.month();
    constexpr std::array years{-1, 0, 1};  // the days around a birthday may pass New Year
    return std::ranges::any_of(years, [&](int away) {
        const Date feast = anniversary(birthday, today.year() + std::chrono::years{away});
        return day >= feast - std::chrono::days{condition.days_before} &&
               day <= feast + std::chrono::days{condition.days_after};
    });
}

bool shares_one(const std::vector<std::string>& wanted, const std::vector<std::string>& had)
{
    return std::ranges::any_of(wanted, [&](const std::string& it) { return contains(had, it); });
}

std::optional<Refused> refused_for_tier(const When& when,
                                        const MemberSnapshot* member,
                                        const Programme& programme)
{
    if (when.tiers.empty()) return std::nullopt;
    TierCode tier;
    if (member != nullptr && member->tier) tier = *member->tier;
    if (member != nullptr && !member->tier && !programme.tiers.empty()) {
        tier = programme.tiers.front().id;
    }
    if (contains(when.tiers, tier)) return std::nullopt;
    return Refused{"tiers", reasons::tiers_only(when.tiers, programme)};
}

std::optional<Refused> refused_for_member(const When& when,
                                          const MemberSnapshot* member,
                                          const Programme& programme)
{
    if (when.member && *when.member != (member != nullptr)) {
        return Refused{"member",
                       *when.member ? reasons::members_only() : reasons::non_members_only()};
    }
    if (auto refused = refused_for_tier(when, member, programme)) return refused;
    if (!when.segments.empty() &&
        (member == nullptr || !shares_one(when.segments, member->segments))) {
        return Refused{"segments", reasons::chosen_members_only()};
    }
    if (!when.lifecycle.empty() && (member == nullptr || !member->lifecycle ||
                                    !contains(when.lifecycle, *member->lifecycle))) {
        return Refused{"lifecycle", reasons::lifecycle_only()};
    }
    return std::nullopt;
}

std::optional<Refused> refused_for_history(const When& when, const MemberSnapshot* member, Date day)
{
    if (when.birthday && (member == nullptr || !member->birthday ||
                          !is_birthday(*when.birthday, *member->birthday, day))) {
        return Refused{"birthday", reasons::birthday_only(*when.birthday)};
    }
    if (when.enrolled_days_most) {
        const bool known = member != nullptr && member->enrolled;
        if (!known || (day - *member->enrolled).count() > *when.enrolled_days_most) {
            return Refused{"enrolled_days", reasons::enrolled_within(*when.enrolled_days_most)};
        }
    }
    if (when.first_purchase) {
        const bool known = member != nullptr && member->transactions;
        if (!known || (*member->transactions == 0) != *when.first_purchase) {
            return Refused{"first_purchase", reasons::first_purchase(*when.first_purchase)};
        }
    }
    return std::nullopt;
}

std::optional<Refused> refused_for_amount(const Offer& offer,
                                          const Basket& basket,
                                          const Programme& programme)
{
    const When& when = offer.when;
    if (!when.min_spend && !when.min_quantity) return std::nullopt;
    const Counted count = counted(offer, basket, programme.rounding);
    if (when.min_spend && count.gross < *when.min_spend) {
        return Refused{"min_spend", reasons::short_of(*when.min_spend - count.gross,
                                                      *when.min_spend, programme.currency)};
    }
    if (when.min_quantity && count.quantity < *when.min_quantity) {
        return Refused{"min_quantity", reasons::pieces_short(*when.min_quantity - count.quantity,
                                                             *when.min_quantity)};
    }
    return std::nullopt;
}

std::optional<Refused> refused_for_limit(Candidate& candidate, const MemberSnapshot* member)
{
    const OfferLimit& limit = candidate.offer->limit;
    candidate.applications_left = limit.per_basket.value_or(unlimited);
    candidate.units_left = limit.units.value_or(unlimited);
    if (limit.per_member || limit.units_per_member) {
        if (member == nullptr) return Refused{"limit", reasons::members_only()};
        const auto found = member->used.find(candidate.offer->id);
        const std::int64_t used = found == member->used.end() ? 0 : found->second;
        if (limit.per_member) {
            candidate.applications_left =
                std::min(candidate.applications_left, *limit.per_member - used);
        }
        if (limit.units_per_member) {
            candidate.units_left = std::min(candidate.units_left, *limit.units_per_member - used);
        }
    }
    if (candidate.applications_left <= 0 || candidate.units_left <= 0) {
        return Refused{"limit", reasons::limit_reached()};
    }
    return std::nullopt;
}

bool has_coupon(const CampaignId& campaign, const Basket& basket)
{
    return std::ranges::find(basket.coupons, campaign, &CouponInBasket::campaign) !=
           basket.coupons.end();
}

}  // namespace

std::vector<std::uint32_t> selected_lines(const Offer& offer, const Basket& basket)
{
    const bool for_points = std::holds_alternative<PointsReward>(offer.reward);
    const auto* bundle = std::get_if<BundleReward>(&offer.reward);
    std::vector<std::uint32_t> lines;
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        const LineItem& line = basket.lines[i];
        if (line.no_discount && !for_points) continue;
        const bool selected = bundle == nullptr
                                  ? selects(offer.items, line)
                                  : std::ranges::any_of(bundle->slots, [&](const BundleSlot& slot) {
                                        return selects(slot.items, line);
                                    });
        if (selected) lines.push_back(static_cast<std::uint32_t>(i));
    }
    return lines;
}

Counted counted(const Offer& offer, const Basket& basket, Rounding rounding)
{
    const ItemSelector& selector = offer.when.of ? *offer.when.of : offer.items;
    Counted sum;
    for (const LineItem& line : basket.lines) {
        if (line.no_discount || !selects(selector, line)) continue;
        sum.gross += line.unit_price.times(line.quantity, rounding);
        sum.quantity = Quantity::thousandths(std::min(
            Quantity::limit, sum.quantity.in_thousandths() + line.quantity.in_thousandths()));
    }
    return sum;
}

Verdict judge(const Offer& offer,
              std::uint32_t position,
              const Basket& basket,
              const Programme& programme)
{
    if (!is_for_here_and_now(offer.when, basket, programme)) return NotForThisBasket{};
    if (contains(basket.without, offer.id)) return NotForThisBasket{};
    if (offer.cost && !contains(basket.redeem.offers, offer.id)) return NotForThisBasket{};
    Candidate candidate{&offer, position, selected_lines(offer, basket), 0, 0};
    if (candidate.lines.empty()) return NotForThisBasket{};

    const MemberSnapshot* member = basket.member ? &*basket.member : nullptr;
    const Date day = business_date(basket.at, programme.day_starts_minutes);
    if (auto refused = refused_for_member(offer.when, member, programme)) return *refused;
    if (auto refused = refused_for_history(offer.when, member, day)) return *refused;
    if (offer.when.coupon && !has_coupon(*offer.when.coupon, basket)) {
        return Refused{"coupon", reasons::coupon_needed()};
    }
    if (auto refused = refused_for_amount(offer, basket, programme)) return *refused;
    if (auto refused = refused_for_limit(candidate, member)) return *refused;
    return candidate;
}

}  // namespace loyal
