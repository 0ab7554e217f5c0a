#include "offer_index.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

namespace loyal {
namespace {

// Positions come in ascending order; two slots of a bundle may name the same thing.
void put(std::vector<std::uint32_t>& positions, std::uint32_t position)
{
    if (positions.empty() || positions.back() != position) positions.push_back(position);
}

// An offer that runs for longer is looked at in every month.
constexpr std::int32_t months_max = 36;

// Months since year 0.
std::int32_t month_of(Date date)
{
    const std::chrono::year_month_day ymd{date};
    return static_cast<std::int32_t>(ymd.year()) * 12 +
           static_cast<std::int32_t>(static_cast<unsigned>(ymd.month())) - 1;
}

}  // namespace

OfferIndex::OfferIndex(const Programme& programme)
    : day_starts_minutes_{programme.day_starts_minutes}
{
    for (std::size_t i = 0; i < programme.offers.size(); ++i) {
        const Offer& offer = programme.offers[i];
        const auto position = static_cast<std::uint32_t>(i);
        if (offer.when.coupon) put(by_campaign_[offer.when.coupon->value()], position);
        if (offer.cost) {
            put(by_request_[offer.id.value()], position);
        } else if (const auto* bundle = std::get_if<BundleReward>(&offer.reward)) {
            for (const BundleSlot& slot : bundle->slots) add(slot.items.all, offer.when, position);
        } else {
            add(offer.items.all, offer.when, position);
        }
    }
}

// The narrowest list is enough: a line must be in each of them.
void OfferIndex::add(const ItemMatch& match, const When& when, std::uint32_t position)
{
    if (!match.sku.empty()) {
        for (const Sku& sku : match.sku) put(by_sku_[sku.value()], position);
    } else if (!match.category.empty()) {
        for (const std::string& path : match.category) put(by_category_[path], position);
    } else if (!match.brand.empty()) {
        for (const std::string& brand : match.brand) put(by_brand_[brand], position);
    } else if (!match.tag.empty()) {
        for (const std::string& tag : match.tag) put(by_tag_[tag], position);
    } else {
        add_for_any_line(when, position);
    }
}

void OfferIndex::add_for_any_line(const When& when, std::uint32_t position)
{
    const bool has_dates = when.dates && when.dates->from && when.dates->to;
    if (!when.stores.empty()) {
        for (const StoreId& store : when.stores) put(by_store_[store.value()], position);
    } else if (!when.channel.empty()) {
        for (const std::string& channel : when.channel) put(by_channel_[channel], position);
    } else if (has_dates && month_of(*when.dates->to) - month_of(*when.dates->from) < months_max) {
        for (auto month = month_of(*when.dates->from); month <= month_of(*when.dates->to);
             ++month) {
            put(by_month_[month], position);
        }
    } else {
        put(for_any_line_, position);
    }
}

std::vector<OfferIndex::Touch> OfferIndex::touches_of(const Basket& basket) const
{
    std::vector<Touch> touches;
    touches.reserve(2 * basket.lines.size());
    std::uint32_t line = 0;
    const auto take = [&](const Table& table, std::string_view name) {
        if (table.empty()) return;
        const auto entry = table.find(name);
        if (entry == table.end()) return;
        for (const std::uint32_t position : entry->second) touches.push_back({position, line});
    };
    for (; line < basket.lines.size(); ++line) {
        const LineItem& item = basket.lines[line];
        take(by_sku_, item.sku.value());
        const std::string_view path = item.category;
        for (std::size_t end = path.find('/'); end != std::string_view::npos;
             end = path.find('/', end + 1)) {
            take(by_category_, path.substr(0, end));
        }
        take(by_category_, path);
        take(by_brand_, item.brand);
        for (const std::string& tag : item.tags) take(by_tag_, tag);
    }
    std::ranges::sort(touches);
    touches.erase(std::unique(touches.begin(), touches.end()), touches.end());
    return touches;
}

OfferIndex::Positions OfferIndex::open_to(const Basket& basket) const
{
    Positions open = for_any_line_;
    const auto take = [&](const auto& table, const auto& name) {
        const auto entry = table.find(name);
        if (entry == table.end()) return;
        open.insert(open.end(), entry->second.begin(), entry->second.end());
    };
    take(by_store_, basket.store.value());
    if (basket.channel) take(by_channel_, *basket.channel);
    if (!by_month_.empty()) {
        take(by_month_, month_of(business_date(basket.at, day_starts_minutes_)));
    }
    for (const OfferId& offer : basket.redeem.offers) take(by_request_, offer.value());
    if (open.size() == for_any_line_.size()) return open;
    std::ranges::sort(open);
    open.erase(std::unique(open.begin(), open.end()), open.end());
    return open;
}

std::vector<std::uint32_t> OfferIndex::all_lines(const Basket& basket)
{
    std::vector<std::uint32_t> lines(basket.lines.size());
    std::iota(lines.begin(), lines.end(), 0U);
    return lines;
}

std::span<const std::uint32_t> OfferIndex::of_campaign(const CampaignId& campaign) const
{
    const auto entry = by_campaign_.find(campaign.value());
    if (entry == by_campaign_.end()) return {};
    return entry->second;
}

}  // namespace loyal
