#include <loyal/core/entry.hpp>
#include <loyal/core/proration.hpp>

#include <algorithm>
#include <map>

namespace loyal {
namespace {

// What has come back so far, this return included.
using ReturnedQuantities = std::map<LineNumber, Quantity>;

struct Standing {
    Money paid;
    Money spend;
    Points earned;
    Points redeemed;
};

// What of the sale still stands before this return.
Standing standing(const SaleEntry& sale, std::span<const Refund> earlier)
{
    Standing now{sale.priced.total, net_total(sale.priced), sale.priced.points_earned,
                 sale.priced.redeemed_points};
    for (const Refund& refund : earlier) {
        now.paid -= refund.amount + refund.deducted;
        now.spend -= refund.spend;
        now.earned -= refund.taken_back;
        now.redeemed -= refund.given_back;
    }
    return now;
}

ReturnedQuantities returned_so_far(std::span<const Refund> earlier)
{
    ReturnedQuantities returned;
    for (const Refund& refund : earlier) {
        for (const RefundedLine& line : refund.lines) {
            returned[line.line] = returned[line.line] + line.quantity;
        }
    }
    return returned;
}

std::vector<ReturnedLine> everything_left(const SaleEntry& sale, const ReturnedQuantities& returned)
{
    std::vector<ReturnedLine> lines;
    for (const PricedLine& line : sale.priced.lines) {
        const auto found = returned.find(line.line);
        const Quantity left =
            line.quantity - (found == returned.end() ? Quantity{} : found->second);
        if (left > Quantity{}) lines.push_back({line.line, left});
    }
    return lines;
}

const PricedLine* find_line(const PricedBasket& priced, LineNumber number)
{
    const auto found = std::ranges::find(priced.lines, number, &PricedLine::line);
    return found == priced.lines.end() ? nullptr : &*found;
}

// The points that the offers of a sale took, not those taken off its total.
Points costs_of(const PricedBasket& priced)
{
    Points sum;
    for (const AppliedOffer& applied : priced.applied) sum += applied.cost.value_or(Points{});
    return sum;
}

// What the sale redeemed, asked for again: a return never redeems anything new.
RedeemRequest redeemed_in(const PricedBasket& priced)
{
    RedeemRequest request;
    request.points = priced.redeemed_points - costs_of(priced);
    for (const AppliedOffer& applied : priced.applied) {
        if (!applied.cost) continue;
        request.offers.insert(request.offers.end(), static_cast<std::size_t>(applied.applications),
                              applied.offer);
    }
    return request;
}

// The original basket without what came back, to be paid in the same way.
Basket rest_of(const SaleEntry& sale, const ReturnedQuantities& returned)
{
    Basket rest = sale.basket;
    for (LineItem& line : rest.lines) {
        const auto found = returned.find(line.line);
        if (found != returned.end()) line.quantity = line.quantity - found->second;
    }
    std::erase_if(rest.lines, [](const LineItem& line) { return line.quantity <= Quantity{}; });
    rest.redeem = redeemed_in(sale.priced);
    return rest;
}

// What gifts that the rest no longer earns are worth, if they stay with the customer.
Money kept_gifts(const SaleEntry& sale,
                 const PricedBasket& rest,
                 const ReturnedQuantities& returned,
                 const Programme& programme)
{
    Money value;
    for (const PricedLine& gift : sale.priced.lines) {
        if (!gift.gift) continue;
        Quantity kept = gift.quantity;
        const auto back = returned.find(gift.line);
        if (back != returned.end()) kept = kept - back->second;
        for (const PricedLine& line : rest.lines) {
            if (line.gift == gift.gift) kept = kept - line.quantity;
        }
        const Offer* offer = programme.find_offer(*gift.gift);
        const auto* reward = offer == nullptr ? nullptr : std::get_if<GiftReward>(&offer->reward);
        if (kept > Quantity{} && reward != nullptr) {
            value += reward->value.times(kept, programme.rounding);
        }
    }
    return value;
}

void put_uses(const SaleEntry& sale,
              std::span<const Refund> earlier,
              const PricedBasket& rest,
              Refund& refund)
{
    for (AppliedOffer use : sale.priced.applied) {
        const auto subtract = [&use](const std::vector<AppliedOffer>& list) {
            const auto found = std::ranges::find(list, use.offer, &AppliedOffer::offer);
            if (found == list.end()) return;
            use.applications -= found->applications;
            use.units -= found->units;
        };
        for (const Refund& before : earlier) subtract(before.uses);
        subtract(rest.applied);
        use.off.reset();
        use.multiplier.reset();
        use.bonus.reset();
        use.cost.reset();
        use.applications = std::max<std::int64_t>(use.applications, 0);
        use.units = std::max<std::int64_t>(use.units, 0);
        if (use.applications > 0 || use.units > 0) refund.uses.push_back(std::move(use));
    }
}

void put_coupons(const SaleEntry& sale,
                 std::span<const Refund> earlier,
                 const PricedBasket& rest,
                 Refund& refund)
{
    for (const CouponOutcome& coupon : sale.priced.coupons) {
        if (!coupon.used) continue;
        const bool is_back = std::ranges::any_of(earlier, [&](const Refund& before) {
            return std::ranges::find(before.coupons, coupon.code) != before.coupons.end();
        });
        const auto in_rest = std::ranges::find(rest.coupons, coupon.code, &CouponOutcome::code);
        const bool still_used = in_rest != rest.coupons.end() && in_rest->used;
        if (!is_back && !still_used) refund.coupons.push_back(coupon.code);
    }
}

// Splits what is paid out over the returned lines by the net of what came back.
void put_lines(const SaleEntry& sale, std::span<const ReturnedLine> lines, Refund& refund)
{
    std::vector<std::int64_t> weights;
    for (const ReturnedLine& returned : lines) {
        const PricedLine* line = find_line(sale.priced, returned.line);
        weights.push_back(scale(line->net.minor_units(), returned.quantity.in_thousandths(),
                                line->quantity.in_thousandths(), Rounding::down));
    }
    const auto shares = prorate(refund.amount.minor_units(), weights);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        refund.lines.push_back({lines[i].line, lines[i].quantity, Money::minor(shares[i])});
    }
}

// The share of `whole` that so much of a line carries, rounded down.
std::int64_t part(std::int64_t whole, Quantity returned, const PricedLine& line)
{
    return scale(whole, returned.in_thousandths(), line.quantity.in_thousandths(), Rounding::down);
}

// returns.method "line": each line keeps its net less the share of what came back, whatever the
// rest would cost. Offers, coupons and what offers cost stay until nothing is left.
PricedBasket rest_by_line(const SaleEntry& sale, const ReturnedQuantities& returned)
{
    PricedBasket rest = sale.priced;
    Money redeemed_back;
    for (PricedLine& line : rest.lines) {
        const auto found = returned.find(line.line);
        if (found == returned.end()) continue;
        const Money back = Money::minor(part(line.net.minor_units(), found->second, line));
        line.net -= back;
        rest.total = std::max(Money{}, rest.total - back);
        rest.points_earned -= Points::of(part(line.points.count(), found->second, line));
        redeemed_back += Money::minor(part(line.redeemed.minor_units(), found->second, line));
    }
    if (rest.redeemed_worth != Money{}) {
        const Points redeemed = rest.redeemed_points - costs_of(rest);
        rest.redeemed_points -=
            Points::of(scale(redeemed.count(), redeemed_back.minor_units(),
                             rest.redeemed_worth.minor_units(), Rounding::down));
    }
    return rest;
}

// What the sale would be without what came back.
PricedBasket priced_rest(const SaleEntry& sale,
                         const ReturnedQuantities& returned,
                         const PreparedProgramme& programme)
{
    const Basket rest = rest_of(sale, returned);
    if (rest.lines.empty()) return {};
    if (programme.programme().returns.method == ReturnRules::Method::line) {
        return rest_by_line(sale, returned);
    }
    return price(rest, programme).value();
}

bool has_merchandise_left(const SaleEntry& sale, const ReturnedQuantities& returned)
{
    return std::ranges::any_of(sale.basket.lines, [&](const LineItem& line) {
        const auto found = returned.find(line.line);
        return found == returned.end() || found->second < line.quantity;
    });
}

}  // namespace

Result<Refund> refund_of(const SaleEntry& sale,
                         std::span<const Refund> earlier,
                         std::span<const ReturnedLine> lines,
                         const PreparedProgramme& programme)
{
    const Programme& rules = programme.programme();
    ReturnedQuantities returned = returned_so_far(earlier);
    const std::vector<ReturnedLine> all = everything_left(sale, returned);
    if (lines.empty()) lines = all;
    if (lines.empty()) return Errc::already_returned;
    for (const ReturnedLine& line : lines) {
        const PricedLine* sold = find_line(sale.priced, line.line);
        if (sold == nullptr || line.quantity <= Quantity{}) return Errc::already_returned;
        returned[line.line] = returned[line.line] + line.quantity;
        if (returned[line.line] > sold->quantity) return Errc::already_returned;
    }

    const PricedBasket rest = priced_rest(sale, returned, programme);
    const Standing now = standing(sale, earlier);
    const Money kept = kept_gifts(sale, rest, returned, rules);
    Refund refund;
    // A gift that comes back after everything else ends the sale no second time.
    refund.whole =
        !has_merchandise_left(sale, returned) && std::ranges::none_of(earlier, &Refund::whole);
    refund.amount = std::clamp(now.paid - rest.total - kept, Money{}, now.paid);
    refund.taken_back = std::max(Points{}, now.earned - rest.points_earned);
    refund.given_back = std::max(Points{}, now.redeemed - rest.redeemed_points);
    refund.spend = std::max(Money{}, now.spend - net_total(rest));
    put_coupons(sale, earlier, rest, refund);
    put_uses(sale, earlier, rest, refund);
    put_lines(sale, lines, refund);
    return refund;
}

}  // namespace loyal
