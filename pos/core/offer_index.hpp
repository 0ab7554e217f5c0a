#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/programme.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loyal {

/// From what a line is (item, category, brand, tag) to the offers that may select it, so that
/// offers for other merchandise cost nothing, however many there are.
class OfferIndex {
public:
    explicit OfferIndex(const Programme& programme);

    /// Positions in Programme::offers, ascending, of every offer that may select a line of the
    /// basket; some of them may not.
    std::vector<std::uint32_t> candidates(const Basket& basket) const;

private:
    struct TextHash {
        using is_transparent = void;  // NOLINT(readability-identifier-naming): the standard's name
        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>{}(text);
        }
    };
    using Positions = std::vector<std::uint32_t>;
    using Table = std::unordered_map<std::string, Positions, TextHash, std::equal_to<>>;

    void add(const ItemMatch& match, std::uint32_t position);

    Table by_sku_;
    Table by_category_;
    Table by_brand_;
    Table by_tag_;
    Positions for_any_line_;
};

}  // namespace loyal
