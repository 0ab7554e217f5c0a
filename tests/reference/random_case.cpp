#include "random_case.hpp"

#include "random_offer.hpp"
#include "reward_off.hpp"

#include <algorithm>
#include <string>

namespace loyal::reference {
namespace {

/// Bounds that keep trying everything quick: most cases are tiny, some larger.
struct Size {
    std::size_t lines;
    std::size_t pieces;
    std::size_t offers;
    int exclusive_percent;
};

Size any_size(Dice& dice)
{
    const std::size_t roll = dice.below(100);
    if (roll < 25) return {2, 4, 2, 20};
    if (roll < 50) return {3, 6, 4, 20};
    if (roll < 78) return {4, 9, 5, 20};
    if (roll < 98) return {5, 12, 6, 20};
    return {2, 5, 9, 90};  // more exclusive offers than are weighed
}

LineItem any_line(Dice& dice, LineNumber number, std::size_t pieces_most)
{
    LineItem line;
    line.line = number;
    line.sku = Sku{dice.one_of<std::string>({"A", "A", "B", "C"})};
    line.category = dice.one_of<std::string>({"food", "food/tea", "food/team", "toys"});
    line.brand = dice.one_of<std::string>({"x", "y"});
    if (dice.chance(30)) line.tags.push_back(dice.one_of<std::string>({"new", "old"}));
    line.quantity = Quantity::pieces(static_cast<std::int64_t>(1 + dice.below(pieces_most)));
    if (dice.chance(10)) {
        line.weighed = true;
        line.quantity =
            Quantity::thousandths(dice.one_of<std::int64_t>({350, 500, 1'000, 1'999, 2'000}));
    } else if (dice.chance(4)) {
        line.quantity = Quantity::thousandths(dice.one_of<std::int64_t>({500, 1'500}));
    }
    line.no_discount = dice.chance(6);
    return line;
}

std::vector<LineItem> any_lines(Dice& dice, const Size& size)
{
    const Money usual = any_price(dice);
    std::vector<LineItem> lines;
    std::size_t pieces = 0;
    const std::size_t count = 1 + dice.below(size.lines);
    while (lines.size() < count && pieces < size.pieces) {
        const std::size_t most = std::min<std::size_t>(size.pieces - pieces, 5);
        lines.push_back(any_line(dice, static_cast<LineNumber>(lines.size() + 1), most));
        lines.back().unit_price = dice.chance(50) ? usual : any_price(dice);
        const bool splits = !lines.back().weighed && lines.back().quantity.is_whole();
        pieces +=
            splits ? static_cast<std::size_t>(lines.back().quantity.in_thousandths()) / 1000 : 1;
    }
    return lines;
}

MemberSnapshot any_member(Dice& dice, const Programme& programme)
{
    MemberSnapshot member;
    member.id = MemberId{"M1"};
    if (dice.chance(90)) member.tier = TierCode{dice.one_of<std::string>({"basic", "gold"})};
    if (dice.chance(90)) {
        const Points spendable = Points::of(dice.one_of<std::int64_t>({0, 5, 10, 30, 100, 1'000}));
        member.points =
            PointsSnapshot{spendable, spendable, Points::of(dice.one_of<std::int64_t>({0, 0, 3}))};
    }
    if (dice.chance(50)) member.transactions = dice.one_of<std::int64_t>({0, 1});
    if (dice.chance(50))
        member.birthday = *parse_date(
            dice.one_of<std::string>({"1990-11-22", "1990-11-30", "1991-12-01", "1992-02-29"}));
    if (dice.chance(50))
        member.enrolled = *parse_date(dice.one_of<std::string>({"2026-11-12", "2026-11-13"}));
    if (dice.chance(50)) member.segments.push_back(dice.one_of<std::string>({"tea", "none"}));
    if (dice.chance(50)) member.lifecycle = dice.one_of<std::string>({"new", "lost"});
    for (const Offer& offer : programme.offers) {
        if ((offer.limit.per_member || offer.limit.units_per_member) && dice.chance(70))
            member.used[offer.id] = dice.one_of<std::int64_t>({0, 1, 1, 2});
    }
    for (const Offer& offer : programme.offers) {
        if (offer.limit.units_per_member && dice.chance(40))
            member.used_units[offer.id] = dice.one_of<std::int64_t>({0, 1, 2, 3});
    }
    return member;
}

Basket any_basket(Dice& dice, const Size& size, const Programme& programme)
{
    Basket basket;
    basket.store = StoreId{"S1"};
    basket.terminal = TerminalId{"S1-T1"};
    basket.at = *parse_instant(dice.one_of<std::string>(
        {"2026-11-22T18:30:00+08:00", "2026-11-23T01:30:00+08:00", "2026-11-22T05:00:00-03:00"}));
    if (dice.chance(30)) basket.channel = dice.one_of<std::string>({"till", "web"});
    if (dice.chance(80)) basket.member = any_member(dice, programme);
    basket.lines = any_lines(dice, size);
    if (dice.chance(10)) std::reverse(basket.lines.begin(), basket.lines.end());
    for (const char* campaign : {"C1", "C2", "C1"}) {
        if (dice.chance(40))
            basket.coupons.push_back(
                {CouponCode{"K" + std::to_string(basket.coupons.size())}, CampaignId{campaign}});
    }
    if (dice.chance(40)) basket.redeem.points = Points::of(dice.one_of<std::int64_t>({7, 20, 500}));
    for (const Offer& offer : programme.offers) {
        for (int mention = 0; mention < 2 && offer.cost; ++mention) {
            if (dice.chance(60)) basket.redeem.offers.push_back(offer.id);
        }
        if (dice.chance(2)) basket.without.push_back(offer.id);
    }
    if (dice.chance(40))
        basket.tender = dice.one_of<TenderType>({TenderType::cash, TenderType::card});
    if (dice.chance(20)) {
        basket.tenders.push_back({TenderType::card, any_price(dice), {}, {}});
        basket.tenders.push_back({TenderType::cash, {}, {}, {}});
    }
    return basket;
}

PointsRules any_points_rules(Dice& dice)
{
    PointsRules rules;
    rules.earn.per = Money::minor(dice.one_of<std::int64_t>({1, 7, 100}));
    rules.earn.points = Points::of(dice.one_of<std::int64_t>({1, 1, 3}));
    if (dice.chance(20)) rules.earn.exclude.sku = {Sku{"B"}};
    if (dice.chance(15)) rules.earn.min = Points::of(3);
    if (dice.chance(15)) rules.earn.most_per_day = Points::of(5);
    if (dice.chance(60)) {
        RedeemRule redeem;
        redeem.points = Points::of(dice.one_of<std::int64_t>({1, 5, 10}));
        redeem.worth = Money::minor(dice.one_of<std::int64_t>({1, 3, 10}));
        redeem.min = Points::of(dice.one_of<std::int64_t>({0, 0, 20}));
        redeem.step = Points::of(redeem.points.count() * dice.one_of<std::int64_t>({1, 1, 2}));
        redeem.most = BasisPoints{dice.one_of<std::int32_t>({10'000, 5'000, 3'333})};
        if (dice.chance(25)) redeem.items = any_selector(dice);
        rules.redeem = redeem;
    }
    return rules;
}

Tier tier(std::string id, std::int32_t rank, std::int32_t rate)
{
    Tier it;
    it.id = TierCode{std::move(id)};
    it.rank = rank;
    it.name = {"级", "Tier"};
    it.points = BasisPoints{rate};
    return it;
}

}  // namespace

std::size_t Dice::below(std::size_t count)
{
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
    mixed ^= mixed >> 31U;
    return static_cast<std::size_t>(mixed % count);
}

Case random_case(std::uint64_t seed)
{
    Dice dice{seed};
    const Size size = any_size(dice);
    Programme programme;
    programme.id = ProgrammeId{"random"};
    programme.currency = "CNY";
    programme.timezone = "Asia/Shanghai";
    programme.day_starts_minutes = dice.one_of<std::int32_t>({0, 300});
    programme.rounding =
        dice.one_of<Rounding>({Rounding::half_up, Rounding::half_even, Rounding::down});
    programme.cash_rounding = Money::minor(dice.one_of<std::int64_t>({1, 5, 10}));
    programme.search_limit = 100'000;
    if (dice.chance(8)) programme.search_limit = dice.one_of<std::int64_t>({1, 5, 50});
    programme.tiers = {tier("basic", 0, 10'000), tier("gold", 1, 12'500)};
    programme.points = any_points_rules(dice);
    const bool one_layer = dice.chance(50);
    const std::size_t offers = size.offers > 6 ? size.offers : 1 + dice.below(size.offers);
    for (std::size_t i = 0; i < offers; ++i) {
        const std::string layer =
            one_layer ? "promotion" : programme.layers[dice.below(programme.layers.size())];
        programme.offers.push_back(any_offer(dice, "O" + std::to_string(i), layer));
        Offer& offer = programme.offers.back();
        offer.exclusive = takes_money_off(offer) && dice.chance(size.exclusive_percent);
    }
    Basket basket = any_basket(dice, size, programme);
    return {std::move(programme), std::move(basket)};
}

}  // namespace loyal::reference
