#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/programme.hpp>

#include <string_view>

namespace loyal {

/// Whether `path` is `prefix` or lies below it, by whole segments: "a/b" is below "a", "ab" is not.
bool is_within(std::string_view path, std::string_view prefix) noexcept;

/// Whether an offer's selector takes this line: one of each list, and nothing of `none`.
/// The selector's sku lists are ascending (PreparedProgramme sees to it).
bool selects(const ItemSelector& selector, const LineItem& line);

/// Whether any member of the match holds for the line: what `not` and `earn.exclude` mean.
bool touches(const ItemMatch& match, const LineItem& line);

}  // namespace loyal
