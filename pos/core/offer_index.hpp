#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/programme.hpp>

#include <compare>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loyal {

/// From what a line is (item, category, brand, tag) to the offers that may select it, so that
/// offers for other merchandise, another store, channel or month, and rewards for points that
/// nobody asked for, cost nothing, however many there are.
class OfferIndex {
public:
    explicit OfferIndex(const Programme& programme);

    /// Calls `visit(position, lines)` in programme order for every offer that may select a line of
    /// the basket, with the indexes of all lines that it may select, ascending.
    template <class Visit>
    void visit(const Basket& basket, Visit&& visit) const
    {
        const std::vector<Touch> touches = touches_of(basket);
        const Positions open = open_to(basket);
        const std::vector<std::uint32_t> every_line = all_lines(basket);
        std::vector<std::uint32_t> lines;
        auto touch = touches.begin();
        auto any = open.begin();
        while (any != open.end() || touch != touches.end()) {
            const bool takes_any =
                any != open.end() && (touch == touches.end() || *any <= touch->offer);
            const std::uint32_t position = takes_any ? *any++ : touch->offer;
            lines.clear();
            for (; touch != touches.end() && touch->offer == position; ++touch) {
                lines.push_back(touch->line);
            }
            visit(position, std::span{takes_any ? every_line : lines});
        }
    }

    /// Positions of the offers that need a coupon of this campaign, ascending.
    std::span<const std::uint32_t> of_campaign(const CampaignId& campaign) const;

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

    // A line that an offer may select.
    struct Touch {
        std::uint32_t offer = 0;
        std::uint32_t line = 0;

        friend auto operator<=>(const Touch&, const Touch&) = default;
    };

    void add_for_any_line(const When& when, std::uint32_t position);
    void add(const ItemMatch& match, const When& when, std::uint32_t position);
    std::vector<Touch> touches_of(const Basket& basket) const;
    Positions open_to(const Basket& basket) const;
    static std::vector<std::uint32_t> all_lines(const Basket& basket);

    Table by_sku_;
    Table by_category_;
    Table by_brand_;
    Table by_tag_;
    // Offers for any line that certain stores, channels or months have.
    Table by_store_;
    Table by_channel_;
    std::unordered_map<std::int32_t, Positions> by_month_;
    Table by_request_;  // offers that cost points
    Table by_campaign_;
    Positions for_any_line_;
    std::int32_t day_starts_minutes_ = 0;
};

}  // namespace loyal
