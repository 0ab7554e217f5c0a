#include "selection.hpp"

#include <algorithm>

namespace loyal {
namespace {

bool has_sku(const ItemMatch& match, const LineItem& line)
{
    return std::ranges::binary_search(match.sku, line.sku);
}

bool has_category(const ItemMatch& match, const LineItem& line)
{
    return std::ranges::any_of(match.category, [&](const std::string& prefix) {
        return is_within(line.category, prefix);
    });
}

bool has_brand(const ItemMatch& match, const LineItem& line)
{
    return std::ranges::find(match.brand, line.brand) != match.brand.end();
}

bool has_tag(const ItemMatch& match, const LineItem& line)
{
    return std::ranges::any_of(match.tag, [&](const std::string& tag) {
        return std::ranges::find(line.tags, tag) != line.tags.end();
    });
}

bool has_price(const PriceRange& range, const LineItem& line)
{
    return (!range.from || line.unit_price >= *range.from) &&
           (!range.to || line.unit_price <= *range.to);
}

}  // namespace

bool is_within(std::string_view path, std::string_view prefix) noexcept
{
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

bool selects(const ItemSelector& selector, const LineItem& line)
{
    const ItemMatch& all = selector.all;
    return (all.sku.empty() || has_sku(all, line)) &&
           (all.category.empty() || has_category(all, line)) &&
           (all.brand.empty() || has_brand(all, line)) && (all.tag.empty() || has_tag(all, line)) &&
           (!all.price || has_price(*all.price, line)) && !touches(selector.none, line);
}

bool touches(const ItemMatch& match, const LineItem& line)
{
    if (match.empty()) return false;
    return has_sku(match, line) || has_category(match, line) || has_brand(match, line) ||
           has_tag(match, line) || (match.price && has_price(*match.price, line));
}

}  // namespace loyal
