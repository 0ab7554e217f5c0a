#include "views.hpp"

#include <loyal/format/json.hpp>

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace loyal::terminal {
namespace {

using nlohmann::json;

constexpr std::int64_t birthday_note_days = 7;
constexpr int expiring_note_days = 30;

struct NamedTender {
    TenderType type;
    std::string_view name;
};
constexpr std::array<NamedTender, 5> tender_names{{{TenderType::cash, "cash"},
                                                   {TenderType::card, "card"},
                                                   {TenderType::mobile, "mobile"},
                                                   {TenderType::stored_value, "stored_value"},
                                                   {TenderType::other, "other"}}};

std::string_view metric_name(Metric metric)
{
    switch (metric) {
        case Metric::spend: return "spend";
        case Metric::visits: return "visits";
        case Metric::points: return "points";
        case Metric::referrals: return "referrals";
        case Metric::score: return "score";
    }
    return "spend";
}

json next_tier_view(const std::optional<TierOutcome>& tier, const Programme& programme)
{
    if (!tier || !tier->next) return nullptr;
    json missing = json::array();
    for (const MissingForTier& part : tier->next->missing) {
        missing.push_back({{"metric", metric_name(part.requirement.metric)},
                           {"missing", part.missing},
                           {"min", part.requirement.min}});
    }
    return {{"id", tier->next->id.value()},
            {"name", to_view(tier_name(programme, tier->next->id))},
            {"missing", std::move(missing)}};
}

json line_view(const OpenLine& line)
{
    const LineItem& item = line.item;
    return {{"line", item.line},
            {"sku", item.sku.value()},
            {"names", to_view(line.names)},
            {"category", item.category},
            {"quantity", item.quantity.in_thousandths()},
            {"unit_price", item.unit_price.minor_units()},
            {"list_price", line.list_price.minor_units()},
            {"weighed", item.weighed}};
}

std::optional<json> birthday_note(const MemberState& member, BusinessDate day)
{
    const auto days = days_to_birthday(member, day);
    if (!days || *days > birthday_note_days) return std::nullopt;
    const Text text = *days == 0   ? Text{"今天生日。", "Birthday today."}
                      : *days == 1 ? Text{"明天生日。", "Birthday tomorrow."}
                                   : Text{fmt::format("{} 天后生日。", *days),
                                          fmt::format("Birthday in {} days.", *days)};
    return json{{"kind", "birthday"}, {"text", to_view(text)}, {"value", *days}};
}

std::optional<json> expiring_note(const MemberState& member, BusinessDate day)
{
    Points sum;
    for (const Lot& lot : member.account.lots) {
        if (lot.until && *lot.until >= day &&
            *lot.until <= day + std::chrono::days{expiring_note_days})
            sum += lot.points;
    }
    if (sum <= Points{}) return std::nullopt;
    const Text text{fmt::format("{} 分在 {} 天内到期。", sum.count(), expiring_note_days),
                    fmt::format("{} points end within {} days.", sum.count(), expiring_note_days)};
    return json{{"kind", "expiring"}, {"text", to_view(text)}, {"value", sum.count()}};
}

std::optional<json> debt_note(const MemberState& member)
{
    if (member.account.debt <= Points{}) return std::nullopt;
    const Text text{
        fmt::format("欠 {} 分，新得的先还。", member.account.debt.count()),
        fmt::format("Owes {} points; new ones fill that first.", member.account.debt.count())};
    return json{{"kind", "debt"}, {"text", to_view(text)}, {"value", member.account.debt.count()}};
}

std::optional<json> next_note(const ShownBasket& shown, const Programme& programme)
{
    const auto& tier = shown.priced.tier;
    if (!tier || !tier->next || tier->next->missing.empty()) return std::nullopt;
    const MissingForTier& first = tier->next->missing.front();
    if (first.requirement.metric != Metric::spend) return std::nullopt;
    const Text name = tier_name(programme, tier->next->id);
    const Money amount = Money::minor(std::min(first.missing, Money::limit));
    const std::string money = money_text(amount, programme.currency);
    const Text text{"再消费 " + money + " 升" + name.zh_cn + "。",
                    money + " more to become " + name.en + "."};
    return json{{"kind", "next"}, {"text", to_view(text)}, {"value", first.missing}};
}

json notes_view(const ShownBasket& shown, const Programme& programme)
{
    json notes = json::array();
    const MemberState& member = shown.member->state;
    for (auto note : {birthday_note(member, shown.date), debt_note(member),
                      expiring_note(member, shown.date), next_note(shown, programme)}) {
        if (note) notes.push_back(std::move(*note));
    }
    return notes;
}

json card_view(const std::vector<store::CardRow>& cards)
{
    for (const store::CardRow& card : cards) {
        if (!card.blocked) return last_four(card.number);
    }
    return nullptr;
}

json basket_member_view(const ShownBasket& shown, const Programme& programme)
{
    if (!shown.member) return nullptr;
    const store::KnownMember& member = *shown.member;
    const auto& tier = shown.basket.member->tier;
    return {{"id", member.state.id.value()},
            {"name", masked_name(member.personal.name)},
            {"card_last4", card_view(member.cards)},
            {"tier", tier ? json(tier->value()) : json(nullptr)},
            {"tier_name", tier ? to_view(tier_name(programme, *tier)) : json(nullptr)},
            {"points",
             {{"balance", balance(member.state, shown.date).count()},
              {"spendable", spendable(member.state, shown.date).count()}}},
            {"redeem",
             {{"suggested", shown.redeem.suggested.count()},
              {"most", shown.redeem.most.count()},
              {"allowed", shown.redeem.is_allowed},
              {"reason", to_view(shown.redeem.reason)}}},
            {"next_tier", next_tier_view(shown.priced.tier, programme)},
            {"notes", notes_view(shown, programme)}};
}

json optional_instant(const std::optional<Instant>& at)
{
    return at ? json(to_string(*at)) : json(nullptr);
}

}  // namespace

json to_view(const Text& text)
{
    return {{"zh-CN", text.zh_cn}, {"en", text.en}};
}

json to_view(const std::optional<Text>& text)
{
    return text ? to_view(*text) : json(nullptr);
}

json to_view(const Voice& voice)
{
    return {{"tone", name(voice.tone)},
            {"text", to_view(voice.text)},
            {"sound", voice.sound.empty() ? json(nullptr) : json(voice.sound)}};
}

json to_view(const DeviceReport& device)
{
    return {{"id", device.id},
            {"name", device.name},
            {"kind", device.kind},
            {"state", device.state},
            {"hint", to_view(device.hint)}};
}

json to_view(const store::ItemRow& item)
{
    return {{"sku", item.sku.value()},      {"codes", item.codes},
            {"names", to_view(item.names)}, {"category", item.category},
            {"brand", item.brand},          {"unit_price", item.unit_price.minor_units()},
            {"weighed", item.weighed}};
}

json to_view(const Tender& tender)
{
    json view{{"type", tender_name(tender.type)}, {"amount", tender.amount.minor_units()}};
    if (!tender.reference.empty()) view["reference"] = tender.reference;
    if (!tender.card.empty()) view["card"] = tender.card;
    return view;
}

json basket_view(const ShownBasket& shown, const Programme& programme)
{
    const OpenBasket& open = shown.open;
    json lines = json::array();
    for (const OpenLine& line : open.lines) lines.push_back(line_view(line));
    json coupons = json::array();
    for (const CouponInBasket& coupon : open.coupons)
        coupons.push_back({{"code", coupon.code.value()}, {"campaign", coupon.campaign.value()}});
    json offers = json::array();
    for (const OfferId& offer : open.redeem.offers) offers.push_back(offer.value());
    const Money saved = shown.priced.discount + shown.priced.redeemed_worth;
    return {
        {"id", open.id},
        {"revision", open.revision},
        {"state", open.is_suspended() ? "suspended" : "open"},
        {"opened_at", to_string(open.opened_at)},
        {"suspended_at", optional_instant(open.suspended_at)},
        {"channel", open.channel ? json(*open.channel) : json(nullptr)},
        {"lines", std::move(lines)},
        {"current_line", open.current_line ? json(*open.current_line) : json(nullptr)},
        {"priced", format::to_value(shown.priced)},
        {"due", {{"cash", shown.due_cash.minor_units()}, {"other", shown.due_other.minor_units()}}},
        {"saved", saved.minor_units()},
        {"member", basket_member_view(shown, programme)},
        {"coupons", std::move(coupons)},
        {"redeem", {{"points", open.redeem.points.count()}, {"offers", std::move(offers)}}}};
}

json basket_summary(const ShownBasket& shown)
{
    const OpenBasket& open = shown.open;
    std::int64_t pieces = 0;
    for (const OpenLine& line : open.lines) pieces += line.item.quantity.in_thousandths();
    return {{"id", open.id},
            {"revision", open.revision},
            {"state", open.is_suspended() ? "suspended" : "open"},
            {"opened_at", to_string(open.opened_at)},
            {"suspended_at", optional_instant(open.suspended_at)},
            {"lines", open.lines.size()},
            {"pieces", pieces},
            {"total", shown.due_other.minor_units()},
            {"member", masked(shown.member)}};
}

json masked(const std::optional<store::KnownMember>& member)
{
    return member ? json(masked_name(member->personal.name)) : json(nullptr);
}

json member_view(const store::KnownMember& member,
                 const Programme& programme,
                 const std::optional<TierOutcome>& tier,
                 BusinessDate day)
{
    const MemberState& state = member.state;
    const auto seen = snapshot(state, programme, day);
    const auto birthday = days_to_birthday(state, day);
    return {{"id", state.id.value()},
            {"name", masked_name(member.personal.name)},
            {"phone", member.personal.phone.empty() ? json(nullptr)
                                                    : json(masked_phone(member.personal.phone))},
            {"card_last4", card_view(member.cards)},
            {"tier", seen.tier ? json(seen.tier->value()) : json(nullptr)},
            {"tier_name", seen.tier ? to_view(tier_name(programme, *seen.tier)) : json(nullptr)},
            {"points",
             {{"balance", balance(state, day).count()},
              {"spendable", spendable(state, day).count()},
              {"debt", state.account.debt.count()}}},
            {"lifecycle", state.lifecycle ? json(*state.lifecycle) : json(nullptr)},
            {"birthday_in_days", birthday ? json(*birthday) : json(nullptr)},
            {"next_tier", next_tier_view(tier, programme)}};
}

std::optional<std::int64_t> days_to_birthday(const MemberState& member, BusinessDate day)
{
    if (!member.birthday) return std::nullopt;
    const auto year = std::chrono::year_month_day{day}.year();
    Date next = anniversary(*member.birthday, year);
    if (next < day) next = anniversary(*member.birthday, year + std::chrono::years{1});
    return (next - day).count();
}

json error_view(const Problem& problem, const std::string& member)
{
    json error{{"code", problem.code}, {"text", to_view(problem.text)}};
    if (!member.empty()) error["member"] = member;
    return {{"error", std::move(error)}};
}

std::string_view tender_name(TenderType type)
{
    for (const NamedTender& known : tender_names) {
        if (known.type == type) return known.name;
    }
    return "other";
}

std::optional<TenderType> tender_of(std::string_view name)
{
    for (const NamedTender& known : tender_names) {
        if (known.name == name) return known.type;
    }
    return std::nullopt;
}

Text tier_name(const Programme& programme, const TierCode& tier)
{
    const Tier* found = programme.find_tier(tier);
    return found == nullptr ? Text{tier.value(), tier.value()} : found->name;
}

}  // namespace loyal::terminal
