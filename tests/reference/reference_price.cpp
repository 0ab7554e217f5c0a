#include "reference_price.hpp"

#include "after_discounts.hpp"
#include "conditions.hpp"
#include "layer_search.hpp"
#include "reward_off.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <tuple>

namespace loyal::reference {
namespace {

constexpr std::size_t exclusive_weighed_max = 6;

using Positions = std::vector<std::size_t>;  // of offers in the programme

/// Discounts worked out so far.
struct Sale {
    Merchandise merchandise;
    Count points = 0;  // redeemable, less what offers have cost
    std::vector<std::map<OfferId, Count>> off_by_line;
    std::map<OfferId, AppliedAnswer> applied;
};

class Pricing {
public:
    Pricing(const Basket& basket, const Programme& programme, Search search);

    Sale discounted() const;
    Answer answer() const;

private:
    Positions of_layer(const std::string& layer) const;
    void work(const Positions& offers, bool exclusive, Sale& sale) const;
    Sale with_exclusive(const Positions& chosen) const;

    const Basket* basket_;
    const Programme* programme_;
    Search search_;
    Positions applicable_;
};

Pricing::Pricing(const Basket& basket, const Programme& programme, Search search)
    : basket_{&basket}, programme_{&programme}, search_{search}
{
    for (std::size_t i = 0; i < programme.offers.size(); ++i) {
        if (applies(programme.offers[i], basket, programme)) applicable_.push_back(i);
    }
}

Positions Pricing::of_layer(const std::string& layer) const
{
    Positions offers;
    for (const std::size_t i : applicable_) {
        const Offer& offer = programme_->offers[i];
        if (offer.layer == layer && !offer.exclusive) offers.push_back(i);
    }
    return offers;
}

/// Takes the best applications of these offers off the sale.
void Pricing::work(const Positions& offers, bool exclusive, Sale& sale) const
{
    std::vector<Contender> contenders;
    for (const std::size_t i : offers) {
        if (takes_money_off(programme_->offers[i]))
            contenders.push_back({i, applications_most(programme_->offers[i], *basket_)});
    }
    if (contenders.empty()) return;
    LayerSearch search{programme_->offers, contenders, sale.merchandise};
    const Plan plan =
        search_ == Search::everything ? search.best(sale.points) : search.greedy(sale.points);
    std::vector<Piece> after = sale.merchandise.pieces;
    for (const Application& made : plan.applications) {
        const Offer& offer = programme_->offers[made.offer];
        const std::vector<Count> offs = off_by_piece(offer, sale.merchandise, made.pieces);
        for (std::size_t piece = 0; piece < offs.size(); ++piece) {
            after[piece].rest -= offs[piece];
            sale.off_by_line[after[piece].line][offer.id] += offs[piece];
            if (exclusive && (made.pieces & one_piece(piece))) after[piece].usable = false;
        }
        AppliedAnswer& applied = sale.applied[offer.id];
        ++applied.applications;
        applied.off += Money::minor(made.off);
        if (offer.cost) sale.points -= offer.cost->count();
    }
    sale.merchandise.pieces = std::move(after);
}

Sale Pricing::with_exclusive(const Positions& chosen) const
{
    Sale sale{Merchandise{*basket_, programme_->rounding},
              redeemable(*basket_),
              std::vector<std::map<OfferId, Count>>(basket_->lines.size()),
              {}};
    work(chosen, true, sale);
    for (const std::string& layer : programme_->layers) work(of_layer(layer), false, sale);
    return sale;
}

Count left_to_pay(const Sale& sale)
{
    Count sum = 0;
    for (const Piece& piece : sale.merchandise.pieces) sum += piece.rest;
    return sum;
}

/// Step 5: every choice of exclusive offers; the lowest total, then the choice with fewer, then
/// the one with the earlier offers.
Sale Pricing::discounted() const
{
    Positions weighed;
    Positions always;
    for (const std::size_t i : applicable_) {
        const Offer& offer = programme_->offers[i];
        if (!offer.exclusive || !takes_money_off(offer)) continue;
        (weighed.size() < exclusive_weighed_max ? weighed : always).push_back(i);
    }
    std::optional<Sale> best;
    Positions best_chosen;
    for (std::uint32_t choice = 0; choice < (1U << weighed.size()); ++choice) {
        Positions chosen;
        for (std::size_t i = 0; i < weighed.size(); ++i) {
            if (choice >> i & 1U) chosen.push_back(weighed[i]);
        }
        chosen.insert(chosen.end(), always.begin(), always.end());
        Sale sale = with_exclusive(chosen);
        const auto rank = [](const Sale& of, const Positions& by) {
            return std::tuple{left_to_pay(of), by.size(), by};
        };
        if (best && rank(*best, best_chosen) < rank(sale, chosen)) continue;
        best = std::move(sale);
        best_chosen = std::move(chosen);
    }
    return *best;
}

Quantity gift_of(const Offer& offer, const Basket& basket, Rounding rounding)
{
    const auto& gift = std::get<GiftReward>(offer.reward);
    Count times = 1;
    if (gift.every) {
        const Counted sum = counted(offer, basket, rounding);
        times = gift.every->min_spend ? sum.gross / gift.every->min_spend->minor_units()
                                      : sum.quantity / gift.every->min_quantity->in_thousandths();
        if (gift.every->most != 0) times = std::min(times, gift.every->most);
    }
    times = std::min(times, applications_most(offer, basket));
    return Quantity::thousandths(times * gift.quantity.in_thousandths());
}

/// A coupon is used by an offer of its campaign that gave something; a second one stays.
std::vector<bool> coupons_used(const Basket& basket,
                               const Programme& programme,
                               const Answer& answer)
{
    std::set<CampaignId> gave;
    for (const Offer& offer : programme.offers) {
        const bool gives = answer.applied.contains(offer.id) || answer.gifts.contains(offer.id);
        if (offer.when.coupon && gives) gave.insert(*offer.when.coupon);
    }
    std::vector<bool> used;
    for (const CouponInBasket& coupon : basket.coupons)
        used.push_back(gave.erase(coupon.campaign) == 1);
    return used;
}

Answer Pricing::answer() const
{
    const Sale sale = discounted();
    Answer answer;
    for (std::size_t i = 0; i < basket_->lines.size(); ++i) {
        const LineItem& item = basket_->lines[i];
        const Money gross = Money::minor(
            extended(item.unit_price.minor_units(), item.quantity, programme_->rounding));
        LineAnswer line{gross, {}, {}, {}};
        for (const auto& [offer, off] : sale.off_by_line[i]) {
            if (off == 0) continue;
            line.off[offer] = Money::minor(off);
            line.net -= Money::minor(off);
            answer.discount += Money::minor(off);
        }
        answer.gross += gross;
        answer.lines.push_back(std::move(line));
    }
    answer.applied = sale.applied;
    std::vector<const Offer*> points_offers;
    for (const std::size_t i : applicable_) {
        const Offer& offer = programme_->offers[i];
        if (std::holds_alternative<PointsReward>(offer.reward)) points_offers.push_back(&offer);
        if (!std::holds_alternative<GiftReward>(offer.reward)) continue;
        const Quantity given = gift_of(offer, *basket_, programme_->rounding);
        if (given > Quantity{}) answer.gifts[offer.id] = given;
    }
    answer.redeemed_points = Points::of(redeemable(*basket_) - sale.points);  // what offers cost
    redeem(*basket_, *programme_, sale.points, answer);
    total_up(*basket_, *programme_, answer);
    accrue(*basket_, *programme_, points_offers, answer);
    answer.coupons_used = coupons_used(*basket_, *programme_, answer);
    return answer;
}

}  // namespace

Answer reference_price(const Basket& basket, const Programme& programme, Search search)
{
    // Earlier lines are those with the smaller number, whatever their order in the basket.
    std::vector<std::size_t> order(basket.lines.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return basket.lines[a].line < basket.lines[b].line;
    });
    Basket sorted = basket;
    for (std::size_t i = 0; i < order.size(); ++i) sorted.lines[i] = basket.lines[order[i]];
    Answer answer = Pricing{sorted, programme, search}.answer();
    std::vector<LineAnswer> lines = answer.lines;
    for (std::size_t i = 0; i < order.size(); ++i) answer.lines[order[i]] = lines[i];
    return answer;
}

}  // namespace loyal::reference
