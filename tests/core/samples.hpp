#pragma once

#include <loyal/core/price.hpp>

#include <string>
#include <utility>
#include <vector>

/// Small programmes and baskets for tests of core, written as values.
namespace loyal::samples {

inline Money fen(std::int64_t units)
{
    return Money::minor(units);
}

inline Programme programme()
{
    Programme it;
    it.id = ProgrammeId{"test"};
    it.currency = "CNY";
    it.tiers = {{TierCode{"basic"}, 0, {"普通", "Basic"}, {}, {}, BasisPoints{10'000}},
                {TierCode{"gold"},
                 1,
                 {"金卡", "Gold"},
                 {{{Metric::spend, {Window::Kind::calendar_month, 1, false}, 100'000}}},
                 {},
                 BasisPoints{15'000}}};
    return it;
}

inline Offer offer(std::string id, std::string layer, Reward reward)
{
    Offer it;
    it.id = OfferId{std::move(id)};
    it.layer = std::move(layer);
    it.name = {"优惠", "Offer"};
    it.reward = std::move(reward);
    return it;
}

inline LineItem line(LineNumber number,
                     std::string sku,
                     std::int64_t price,
                     std::int64_t pieces = 1)
{
    LineItem it;
    it.line = number;
    it.sku = Sku{std::move(sku)};
    it.quantity = Quantity::pieces(pieces);
    it.unit_price = fen(price);
    return it;
}

inline Basket basket(std::vector<LineItem> lines)
{
    Basket it;
    it.store = StoreId{"S1"};
    it.terminal = TerminalId{"S1-T1"};
    it.at = *parse_instant("2026-11-22T18:30:00+08:00");
    it.lines = std::move(lines);
    return it;
}

inline MemberSnapshot member()
{
    MemberSnapshot it;
    it.id = MemberId{"M1"};
    it.tier = TierCode{"basic"};
    it.points = PointsSnapshot{Points::of(5000), Points::of(5000), {}};
    return it;
}

inline PricedBasket priced(const Basket& basket, Programme programme)
{
    return price(basket, PreparedProgramme{std::move(programme)}).value();
}

}  // namespace loyal::samples
