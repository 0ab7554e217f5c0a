#include "conditions.hpp"

#include "reasons.hpp"
#include "selection.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace loyal {
namespace {

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
bool is_for_here_and_now(const When& when, const Occasion& occasion)
{
    const Basket& basket = *occasion.basket;
    if (!when.stores.empty() && !contains(when.stores, basket.store)) return false;
    if (!when.channel.empty() && (!basket.channel || !contains(when.channel, *basket.channel))) {
        return false;
    }
    if (when.dates && !holds(*when.dates, occasion.day)) return false;
    if (!when.weekdays.empty() && !contains(when.weekdays, occasion.weekday)) return false;
    if (!when.days_of_month.empty() && !contains(when.days_of_month, occasion.day_of_month)) {
        return false;
    }
    return when.hours.empty() || std::ranges::any_of(when.hours, [&](const HourRange& range) {
               return holds(range, occasion.minutes);
           });
}

// Offers that cost points are for those who ask for them.
bool is_wanted(const Offer& offer, const Basket& basket)
{
    return !contains(basket.without, offer.id) &&
           (!offer.cost || contains(basket.redeem.offers, offer.id));
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
    if (member != nullptr && member->tier && contains(when.tiers, *member->tier)) {
        return std::nullopt;
    }
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
                                          std::span<const std::uint32_t> lines,
                                          const Occasion& occasion)
{
    const When& when = offer.when;
    if (!when.min_spend && !when.min_quantity) return std::nullopt;
    const Counted count = counted(offer, lines, occasion);
    if (when.min_spend && count.gross < *when.min_spend) {
        return Refused{"min_spend",
                       reasons::short_of(*when.min_spend - count.gross, *when.min_spend,
                                         occasion.programme->currency)};
    }
    if (when.min_quantity && count.quantity < *when.min_quantity) {
        return Refused{"min_quantity", reasons::pieces_short(*when.min_quantity - count.quantity,
                                                             *when.min_quantity)};
    }
    return std::nullopt;
}

std::int64_t uses(const std::map<OfferId, std::int64_t>& used, const OfferId& offer)
{
    const auto found = used.find(offer);
    return found == used.end() ? 0 : found->second;
}

// The pieces used in the window; a snapshot that counts only applications tells at least those.
std::int64_t used_units(const MemberSnapshot& member, const OfferId& offer)
{
    const auto found = member.used_units.find(offer);
    return found == member.used_units.end() ? uses(member.used, offer) : found->second;
}

// Sets what the limits leave.
std::optional<Refused> refused_for_limit(Candidate& candidate, const MemberSnapshot* member)
{
    const OfferLimit& limit = candidate.offer->limit;
    const OfferId& id = candidate.offer->id;
    candidate.applications_left = limit.per_basket.value_or(unlimited);
    candidate.units_left = limit.units.value_or(unlimited);
    if (limit.per_member || limit.units_per_member) {
        if (member == nullptr) return Refused{"limit", reasons::members_only()};
        if (limit.per_member) {
            candidate.applications_left =
                std::min(candidate.applications_left, *limit.per_member - uses(member->used, id));
        }
        if (limit.units_per_member) {
            candidate.units_left =
                std::min(candidate.units_left, *limit.units_per_member - used_units(*member, id));
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

// Whether the offer's items, for a bundle its slots, select the line.
bool has_items(const Offer& offer, const LineItem& line)
{
    const auto* bundle = std::get_if<BundleReward>(&offer.reward);
    if (bundle == nullptr) return selects(offer.items, line);
    return std::ranges::any_of(bundle->slots,
                               [&](const BundleSlot& slot) { return selects(slot.items, line); });
}

// Whether the reward may use the line; points look at lines that take no discount as well.
bool may_use(const Offer& offer, const LineItem& line)
{
    const bool takes_part = !line.no_discount || std::holds_alternative<PointsReward>(offer.reward);
    return takes_part && has_items(offer, line);
}

std::optional<Refused> refused_by_when(const Offer& offer,
                                       std::span<const std::uint32_t> lines,
                                       const Occasion& occasion)
{
    const When& when = offer.when;
    const MemberSnapshot* member = occasion.member;
    if (auto refused = refused_for_member(when, member, *occasion.programme)) return refused;
    if (auto refused = refused_for_history(when, member, occasion.day)) return refused;
    if (when.coupon && !has_coupon(*when.coupon, *occasion.basket)) {
        return Refused{"coupon", reasons::coupon_needed()};
    }
    return refused_for_amount(offer, lines, occasion);
}

}  // namespace

Occasion::Occasion(const Basket& sale, const Programme& rules)
    : basket{&sale},
      programme{&rules},
      member{sale.member ? &*sale.member : nullptr},
      day{business_date(sale.at, rules.day_starts_minutes)},
      minutes{wall_minutes(sale.at)},
      weekday{static_cast<std::int32_t>(std::chrono::weekday{day}.iso_encoding())},
      day_of_month{
          static_cast<std::int32_t>(static_cast<unsigned>(std::chrono::year_month_day{day}.day()))}
{
    gross.reserve(sale.lines.size());
    for (const LineItem& line : sale.lines) {
        gross.push_back(line.unit_price.times(line.quantity, rules.rounding));
    }
}

Counted counted(const Offer& offer, std::span<const std::uint32_t> lines, const Occasion& occasion)
{
    Counted sum;
    const auto count = [&](std::size_t i) {
        const LineItem& line = occasion.basket->lines[i];
        sum.gross += occasion.gross[i];
        sum.quantity = Quantity::thousandths(std::min(
            Quantity::limit, sum.quantity.in_thousandths() + line.quantity.in_thousandths()));
    };
    const std::vector<LineItem>& all = occasion.basket->lines;
    if (offer.when.of) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (!all[i].no_discount && selects(*offer.when.of, all[i])) count(i);
        }
        return sum;
    }
    for (const std::uint32_t i : lines) {
        if (!all[i].no_discount && has_items(offer, all[i])) count(i);
    }
    return sum;
}

Verdict judge(const Offer& offer,
              std::uint32_t position,
              std::span<const std::uint32_t> lines,
              const Occasion& occasion)
{
    const std::vector<LineItem>& all = occasion.basket->lines;
    if (!is_for_here_and_now(offer.when, occasion)) return NotForThisBasket{};
    if (!is_wanted(offer, *occasion.basket)) return NotForThisBasket{};
    const auto may = [&](std::uint32_t line) { return may_use(offer, all[line]); };
    const auto first = std::ranges::find_if(lines, may);
    if (first == lines.end()) return NotForThisBasket{};

    if (auto refused = refused_by_when(offer, lines, occasion)) return std::move(*refused);
    Candidate candidate{&offer, position, {}, 0, 0};
    if (auto refused = refused_for_limit(candidate, occasion.member)) return std::move(*refused);
    candidate.lines.reserve(static_cast<std::size_t>(lines.end() - first));
    std::copy_if(first, lines.end(), std::back_inserter(candidate.lines), may);
    return candidate;
}

}  // namespace loyal
