#include "offer_index.hpp"

#include <algorithm>

namespace loyal {

OfferIndex::OfferIndex(const Programme& programme)
{
    for (std::size_t i = 0; i < programme.offers.size(); ++i) {
        const Offer& offer = programme.offers[i];
        const auto position = static_cast<std::uint32_t>(i);
        if (const auto* bundle = std::get_if<BundleReward>(&offer.reward)) {
            for (const BundleSlot& slot : bundle->slots) add(slot.items.all, position);
        } else {
            add(offer.items.all, position);
        }
    }
}

// The narrowest list is enough: a line must be in each of them.
void OfferIndex::add(const ItemMatch& match, std::uint32_t position)
{
    if (!match.sku.empty()) {
        for (const Sku& sku : match.sku) by_sku_[sku.value()].push_back(position);
    } else if (!match.category.empty()) {
        for (const std::string& path : match.category) by_category_[path].push_back(position);
    } else if (!match.brand.empty()) {
        for (const std::string& brand : match.brand) by_brand_[brand].push_back(position);
    } else if (!match.tag.empty()) {
        for (const std::string& tag : match.tag) by_tag_[tag].push_back(position);
    } else {
        for_any_line_.push_back(position);
    }
}

std::vector<std::uint32_t> OfferIndex::candidates(const Basket& basket) const
{
    Positions found = for_any_line_;
    const auto take = [&found](const Table& table, std::string_view name) {
        const auto entry = table.find(name);
        if (entry != table.end()) {
            found.insert(found.end(), entry->second.begin(), entry->second.end());
        }
    };
    for (const LineItem& line : basket.lines) {
        take(by_sku_, line.sku.value());
        const std::string_view path = line.category;
        for (std::size_t end = path.find('/'); end != std::string_view::npos;
             end = path.find('/', end + 1)) {
            take(by_category_, path.substr(0, end));
        }
        take(by_category_, path);
        take(by_brand_, line.brand);
        for (const std::string& tag : line.tags) take(by_tag_, tag);
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace loyal
