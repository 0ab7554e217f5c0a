#include "samples.hpp"

#include <loyal/core/entry.hpp>

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;

namespace {

Date day(const char* text)
{
    return parse_date(text).value();
}

Programme with_points()
{
    Programme it = programme();
    it.points.expiry.rule = ExpiryRule::Months{12, false};
    it.points.redeem =
        RedeemRule{Points::of(1), fen(1), {}, Points::of(1), BasisPoints{10'000}, {}};
    return it;
}

SaleEntry sale(std::string id,
               const char* date,
               std::int64_t spend,
               const MemberState& member,
               const Programme& rules,
               std::int64_t redeem = 0)
{
    SaleEntry entry;
    entry.id = TransactionId{std::move(id)};
    entry.date = day(date);
    entry.basket = basket({line(1, "A", spend)});
    entry.basket.at = *parse_instant(std::string{date} + "T12:00:00+08:00");
    entry.basket.member = snapshot(member, rules, entry.date);
    entry.basket.redeem.points = Points::of(redeem);
    entry.priced = priced(entry.basket, rules);
    return entry;
}

ReturnEntry returned(const SaleEntry& of, const char* date, const Programme& rules)
{
    ReturnEntry entry;
    entry.id = TransactionId{"R-" + of.id.value()};
    entry.of = of.id;
    entry.date = day(date);
    entry.sale_date = of.date;
    entry.member = of.basket.member->id;
    entry.refund = refund_of(of, {}, {}, PreparedProgramme{rules}).value();
    return entry;
}

MemberState newcomer()
{
    MemberState it;
    it.id = MemberId{"M1"};
    return it;
}

}  // namespace

TEST_CASE("A sale adds a lot, spend and a visit", "[core][member]")
{
    const Programme rules = with_points();
    MemberState member = newcomer();
    member = apply(member, sale("T1", "2026-01-31", 12'345, member, rules), rules);
    REQUIRE(member.account.lots.size() == 1);
    CHECK(member.account.lots[0].points == Points::of(123));
    CHECK(to_string(*member.account.lots[0].until) == "2027-01-31");
    CHECK(balance(member, day("2027-01-31")) == Points::of(123));
    CHECK(balance(member, day("2027-02-01")) == Points{});
    const Window month{Window::Kind::calendar_month, 1, false};
    CHECK(metric_value(member, Metric::spend, month, day("2026-01-31")) == 12'345);
    CHECK(metric_value(member, Metric::spend, month, day("2026-02-01")) == 0);
    CHECK(metric_value(member, Metric::visits, {}, day("2026-02-01")) == 1);
}

TEST_CASE("Points are spent from the lot that expires first, then from the older", "[core][member]")
{
    const Programme rules = with_points();
    MemberState member = newcomer();
    member.account.lots = {{"late", Points::of(50), day("2026-01-01"), day("2027-01-01")},
                           {"never", Points::of(50), day("2025-01-01"), std::nullopt},
                           {"soon", Points::of(50), day("2026-01-01"), day("2026-06-30")}};
    const SaleEntry entry = sale("T1", "2026-06-30", 70, member, rules, 70);
    CHECK(entry.priced.redeemed_points == Points::of(70));
    member = apply(member, entry, rules);
    REQUIRE(member.account.lots.size() == 2);
    CHECK(member.account.lots[0] ==
          Lot{"late", Points::of(30), day("2026-01-01"), day("2027-01-01")});
    CHECK(member.account.lots[1].points == Points::of(50));
}

TEST_CASE("A return puts points back into their lots and takes the sale's own back",
          "[core][member]")
{
    const Programme rules = with_points();
    MemberState member = newcomer();
    member.account.lots = {{"old", Points::of(500), day("2026-01-01"), day("2026-12-31")}};
    const MemberState before = member;
    const SaleEntry entry = sale("T1", "2026-06-30", 10'000, member, rules, 300);
    member = apply(member, entry, rules);
    CHECK(balance(member, day("2026-06-30")) == Points::of(500 - 300 + 97));
    member = apply(member, returned(entry, "2026-07-01", rules), rules);
    CHECK(member == before);
}

TEST_CASE("Points that were spent meanwhile become debt, which new points fill first",
          "[core][member]")
{
    const Programme rules = with_points();
    MemberState member = newcomer();
    const SaleEntry first = sale("T1", "2026-06-01", 10'000, member, rules);
    member = apply(member, first, rules);
    const SaleEntry second = sale("T2", "2026-06-02", 80, member, rules, 80);
    member = apply(member, second, rules);
    member = apply(member, returned(first, "2026-06-03", rules), rules);
    CHECK(member.account.debt == Points::of(80));
    CHECK(spendable(member, day("2026-06-03")) == Points{});
    member = apply(member, sale("T3", "2026-06-04", 10'000, member, rules), rules);
    CHECK(member.account.debt == Points{});
    CHECK(balance(member, day("2026-06-04")) == Points::of(20));
}

TEST_CASE("A tier that a returned sale had lifted falls at once", "[core][member]")
{
    const Programme rules = with_points();
    MemberState member = newcomer();
    const SaleEntry big = sale("T1", "2026-06-10", 100'000, member, rules);
    member = apply(member, big, rules);
    CHECK(member.standing.tier == TierCode{"gold"});
    SECTION("to the tier before the sale")
    {
        member = apply(member, returned(big, "2026-06-11", rules), rules);
        CHECK(member.standing.tier == TierCode{});
    }
    SECTION("but not below what a later sale reached without it")
    {
        member = apply(member, sale("T2", "2026-06-11", 100'000, member, rules), rules);
        member = apply(member, returned(big, "2026-06-12", rules), rules);
        CHECK(member.standing.tier == TierCode{"gold"});
    }
    SECTION("but not below the floor that was set by hand")
    {
        member.floor = TierFloor{TierCode{"gold"}, day("2026-12-31"), {}, {}};
        member = apply(member, returned(big, "2026-06-11", rules), rules);
        CHECK(member.standing.tier == TierCode{"gold"});
    }
}

TEST_CASE("Entries of others leave a member as it is", "[core][member]")
{
    const Programme rules = with_points();
    MemberState other = newcomer();
    other.id = MemberId{"M2"};
    CHECK(apply(newcomer(), sale("T1", "2026-06-10", 100, other, rules), rules) == newcomer());
}
