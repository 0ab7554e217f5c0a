#include "merchandise.hpp"

#include <algorithm>
#include <stdexcept>

namespace loyal::reference {
namespace {

template <class T>
bool contains(const std::vector<T>& list, const T& value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

bool is_in_category(const LineItem& line, const std::string& category)
{
    return (line.category + '/').starts_with(category + '/');
}

bool has_category(const ItemMatch& match, const LineItem& line)
{
    return std::any_of(match.category.begin(), match.category.end(),
                       [&](const auto& category) { return is_in_category(line, category); });
}

bool has_tag(const ItemMatch& match, const LineItem& line)
{
    return std::any_of(match.tag.begin(), match.tag.end(),
                       [&](const auto& tag) { return contains(line.tags, tag); });
}

bool has_price(const PriceRange& range, const LineItem& line)
{
    return (!range.from || line.unit_price >= *range.from) &&
           (!range.to || line.unit_price <= *range.to);
}

}  // namespace

Merchandise::Merchandise(const Basket& from, Rounding by) : basket{&from}, rounding{by}
{
    for (std::size_t i = 0; i < from.lines.size(); ++i) {
        const LineItem& line = from.lines[i];
        const bool whole = is_one_unit(line);
        const Count count = whole ? 1 : line.quantity.in_thousandths() / 1000;
        const Quantity each = whole ? line.quantity : Quantity::pieces(1);
        for (Count piece = 0; piece < count; ++piece) {
            if (pieces.size() == pieces_max) throw std::length_error{"too many pieces to try all"};
            pieces.push_back(
                {i, each, extended(line.unit_price.minor_units(), each, by), !line.no_discount});
        }
    }
}

Count Merchandise::rest_of(PieceSet set) const
{
    Count sum = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (set & one_piece(i)) sum += pieces[i].rest;
    }
    return sum;
}

Count extended(Count price, Quantity quantity, Rounding rounding)
{
    return rounded(static_cast<WideCount>(price) * quantity.in_thousandths(), 1000, rounding);
}

bool is_one_unit(const LineItem& line)
{
    return line.weighed || line.quantity.in_thousandths() % 1000 != 0;
}

bool selects(const ItemSelector& items, const LineItem& line)
{
    const ItemMatch& all = items.all;
    return (all.sku.empty() || contains(all.sku, line.sku)) &&
           (all.category.empty() || has_category(all, line)) &&
           (all.brand.empty() || contains(all.brand, line.brand)) &&
           (all.tag.empty() || has_tag(all, line)) && (!all.price || has_price(*all.price, line)) &&
           !holds_any(items.none, line);
}

bool is_for(const Offer& offer, const LineItem& line)
{
    const auto* bundle = std::get_if<BundleReward>(&offer.reward);
    if (bundle == nullptr) return selects(offer.items, line);
    return std::any_of(bundle->slots.begin(), bundle->slots.end(),
                       [&](const BundleSlot& slot) { return selects(slot.items, line); });
}

bool holds_any(const ItemMatch& match, const LineItem& line)
{
    return contains(match.sku, line.sku) || has_category(match, line) ||
           contains(match.brand, line.brand) || has_tag(match, line) ||
           (match.price && has_price(*match.price, line));
}

}  // namespace loyal::reference
