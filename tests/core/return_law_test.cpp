#include "generated.hpp"

#include <loyal/core/entry.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;
using namespace loyal::generated;

namespace {

SaleEntry sold(const PreparedProgramme& rules)
{
    SaleEntry sale;
    sale.id = TransactionId{"T1"};
    sale.basket = any_basket();
    sale.priced = price(sale.basket, rules).value();
    return sale;
}

// Some of what is left, gifts included; nothing when the draw leaves everything.
std::vector<ReturnedLine> any_part(const SaleEntry& sale, std::span<const Refund> earlier)
{
    std::vector<ReturnedLine> lines;
    for (const PricedLine& line : sale.priced.lines) {
        Quantity left = line.quantity;
        for (const Refund& refund : earlier) {
            for (const RefundedLine& back : refund.lines) {
                if (back.line == line.line) left = left - back.quantity;
            }
        }
        const std::int64_t unit = left.is_whole() ? 1'000 : 1;
        const std::int64_t units = left.in_thousandths() / unit;
        if (units == 0) continue;
        const std::int64_t back = one_of<int>({0, 1, 2}) == 0 ? units : number(0, units);
        if (back > 0) lines.push_back({line.line, Quantity::thousandths(back * unit)});
    }
    return lines;
}

// Returns a sale in up to four parts, the last of them everything that is left.
std::vector<Refund> returned(const SaleEntry& sale, const PreparedProgramme& rules)
{
    std::vector<Refund> refunds;
    const int parts = one_of<int>({0, 1, 2, 3});
    for (int i = 0; i < parts; ++i) {
        const std::vector<ReturnedLine> lines = any_part(sale, refunds);
        if (lines.empty()) continue;
        refunds.push_back(refund_of(sale, refunds, lines, rules).value());
    }
    if (const auto rest = refund_of(sale, refunds, {}, rules)) refunds.push_back(*rest);
    return refunds;
}

struct Sums {
    Money amount;
    Money spend;
    Points taken;
    Points given;
    std::vector<CouponCode> coupons;
    std::map<OfferId, std::pair<std::int64_t, std::int64_t>> uses;
    int whole = 0;

    void add(const Refund& refund)
    {
        amount += refund.amount;
        spend += refund.spend;
        taken += refund.taken_back;
        given += refund.given_back;
        whole += refund.whole ? 1 : 0;
        coupons.insert(coupons.end(), refund.coupons.begin(), refund.coupons.end());
        for (const AppliedOffer& use : refund.uses) {
            uses[use.offer].first += use.applications;
            uses[use.offer].second += use.units;
        }
    }
};

std::vector<CouponCode> used_coupons(const PricedBasket& priced)
{
    std::vector<CouponCode> used;
    for (const CouponOutcome& coupon : priced.coupons) {
        if (coupon.used) used.push_back(coupon.code);
    }
    return used;
}

void check_bounds(const SaleEntry& sale, const Refund& refund, const Sums& so_far)
{
    RC_ASSERT(refund.amount >= Money{});
    RC_ASSERT(refund.spend >= Money{});
    RC_ASSERT(refund.taken_back >= Points{});
    RC_ASSERT(refund.given_back >= Points{});
    RC_ASSERT(so_far.amount <= sale.priced.total);
    RC_ASSERT(so_far.spend <= net_total(sale.priced));
    RC_ASSERT(so_far.taken <= sale.priced.points_earned);
    RC_ASSERT(so_far.given <= sale.priced.redeemed_points);
    Money by_line;
    for (const RefundedLine& line : refund.lines) {
        RC_ASSERT(line.refund >= Money{});
        by_line += line.refund;
    }
    RC_ASSERT(by_line == refund.amount);
}

void check_end(const SaleEntry& sale, Sums& end)
{
    RC_ASSERT(end.whole == 1);
    RC_ASSERT(end.amount == sale.priced.total);
    RC_ASSERT(end.spend == net_total(sale.priced));
    RC_ASSERT(end.taken == sale.priced.points_earned);
    RC_ASSERT(end.given == sale.priced.redeemed_points);
    std::vector<CouponCode> used = used_coupons(sale.priced);
    std::ranges::sort(used);
    std::ranges::sort(end.coupons);
    RC_ASSERT(end.coupons == used);
    for (const AppliedOffer& applied : sale.priced.applied) {
        RC_ASSERT(end.uses[applied.offer] == std::pair(applied.applications, applied.units));
    }
}

}  // namespace

TEST_CASE("Buying and returning in any parts ends where it began", "[core][refund][property]")
{
    rc::prop("money, spend, points, coupons and uses return to nothing", [] {
        Programme rules = any_programme();
        rules.returns.method =
            one_of<ReturnRules::Method>({ReturnRules::Method::reprice, ReturnRules::Method::line});
        const PreparedProgramme prepared{rules};
        const SaleEntry sale = sold(prepared);
        const std::vector<Refund> refunds = returned(sale, prepared);
        Sums sums;
        for (const Refund& refund : refunds) {
            sums.add(refund);
            check_bounds(sale, refund, sums);
        }
        check_end(sale, sums);
        RC_ASSERT(refund_of(sale, refunds, {}, prepared).error() == Errc::already_returned);
    });
}

TEST_CASE("A return says the same every time it is asked", "[core][refund][property]")
{
    rc::prop("one sale, one part, one answer", [] {
        const PreparedProgramme rules{any_programme()};
        const SaleEntry sale = sold(rules);
        const std::vector<ReturnedLine> lines = any_part(sale, {});
        RC_ASSERT(refund_of(sale, {}, lines, rules).value() ==
                  refund_of(sale, {}, lines, rules).value());
    });
}
