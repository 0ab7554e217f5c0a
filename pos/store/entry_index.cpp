#include "entry_index.hpp"

namespace loyal::store {
namespace {

EntryIndex index(const SaleEntry& sale)
{
    EntryIndex found{.kind = "sale", .date = sale.date, .at = sale.basket.at};
    found.transaction = sale.id.value();
    if (sale.basket.member) {
        found.member = sale.basket.member->id.value();
        found.tier = sale.basket.member->tier ? sale.basket.member->tier->value() : "";
    }
    return found;
}

EntryIndex index(const ReturnEntry& refund)
{
    EntryIndex found{
        .kind = refund.is_void ? "void" : "return", .date = refund.date, .at = refund.at};
    found.transaction = refund.id.value();
    found.of = refund.of.value();
    if (refund.member) found.member = refund.member->value();
    return found;
}

EntryIndex index(const EnrolEntry& enrol)
{
    EntryIndex found{.kind = "enrol", .date = enrol.date, .at = enrol.at};
    found.member = enrol.member.value();
    return found;
}

EntryIndex index(const AdjustEntry& adjust)
{
    EntryIndex found{.kind = "adjust", .date = adjust.date, .at = adjust.at};
    found.member = adjust.member.value();
    return found;
}

// Rights change no member's state, so they carry no member here and stay out of the overlay.
EntryIndex index(const GrantEntry& grant)
{
    return {.kind = "grant", .date = grant.date, .at = grant.at};
}

EntryIndex index(const DayCloseEntry& close)
{
    return {.kind = "day_close", .date = close.date, .at = close.at};
}

}  // namespace

EntryIndex index_of(const Entry& entry)
{
    return std::visit([](const auto& one) { return index(one); }, entry);
}

std::optional<TotalsChange> totals_change(const Entry& entry)
{
    if (const auto* sale = std::get_if<SaleEntry>(&entry)) {
        const PricedBasket& priced = sale->priced;
        return TotalsChange{
            .sales = 1,
            .net = net_total(priced).minor_units(),
            .discount = (priced.discount + priced.redeemed_worth).minor_units(),
            .points_issued = priced.points_earned.count(),
            .points_redeemed = priced.redeemed_points.count(),
        };
    }
    if (const auto* back = std::get_if<ReturnEntry>(&entry)) {
        return TotalsChange{
            .returns = back->refund.amount.minor_units(),
            .points_taken_back = back->refund.taken_back.count(),
            .points_given_back = back->refund.given_back.count(),
        };
    }
    return std::nullopt;
}

std::vector<std::string> coupons_used(const SaleEntry& sale)
{
    std::vector<std::string> codes;
    for (const CouponOutcome& coupon : sale.priced.coupons) {
        if (coupon.used) codes.push_back(coupon.code.value());
    }
    return codes;
}

}  // namespace loyal::store
