#include "office_bench.hpp"

#include <loyal/format/sign.hpp>
#include <loyal/wire/right.hpp>

using namespace loyal;
using namespace loyal::head_office;

namespace {

/// A member with 500 points, and two terminals that ask for them.
struct RightsBench : OfficeBench {
    TillJournal till{"S001-T1"};
    RightContext context;

    RightsBench()
    {
        take(till, {till.add(till.sale(50'000, &member))});
        context.terminal = till.terminal();
        context.today = *parse_date("2026-11-22");
        context.grant_seed.fill(3);
    }
    wire::Grant ask(char request, std::int64_t points)
    {
        return decide_right(storage, {std::string(32, request), member.id, Points::of(points)},
                            context);
    }
    static std::int64_t granted(const wire::Grant& grant)
    {
        if (grant.document.empty()) return 0;
        return wire::parse_right(grant.document).value().points.count();
    }
};

}  // namespace

TEST_CASE("Rights never add up to more than the member has", "[head_office][rights]")
{
    RightsBench bench;
    CHECK(bench.granted(bench.ask('a', 300)) == 300);
    CHECK(bench.granted(bench.ask('b', 300)) == 200);
    const auto none = bench.ask('c', 1);
    CHECK(none.document.empty());
    CHECK(none.reason == "no points are free");
}

TEST_CASE("Asking again with the same request gets the same right", "[head_office][rights]")
{
    RightsBench bench;
    const auto first = bench.ask('a', 300);
    const auto again = bench.ask('a', 300);
    CHECK(first.document == again.document);
    CHECK(bench.granted(bench.ask('b', 500)) == 200);
}

TEST_CASE("A right is signed, and names its terminal, lots and generation", "[head_office][rights]")
{
    RightsBench bench;
    const auto grant = bench.ask('a', 300);
    const auto key = format::public_key(bench.context.grant_seed);
    const auto signature = format::signature_from_hex(grant.signature);
    REQUIRE(signature.has_value());
    CHECK(format::is_signed_by(grant.document, *signature, key));
    std::string forged = grant.document;
    forged.replace(forged.find("300"), 3, "900");
    CHECK_FALSE(format::is_signed_by(forged, *signature, key));
    const auto right = wire::parse_right(grant.document).value();
    CHECK(right.terminal == TerminalId{"S001-T1"});
    CHECK(right.generation == "g1");
    REQUIRE(right.lots.size() == 1);
    CHECK(right.lots[0].points == Points::of(300));
}

TEST_CASE("A spend settles against its right, a close frees the rest", "[head_office][rights]")
{
    RightsBench bench;
    const auto right = wire::parse_right(bench.ask('a', 300).document).value();
    SaleEntry sale = bench.till.sale(5'000, &bench.member, 50);
    sale.basket.member->points = PointsSnapshot{Points::of(500), Points::of(300), Points{}};
    sale.basket.redeem.points = Points::of(100);
    TillJournal::price_it(sale);
    CHECK(sale.priced.redeemed_points == Points::of(100));
    sale.rights = {{right.grant, Points::of(100)}};
    bench.take(bench.till, {bench.till.add(sale)});
    CHECK(bench.storage.differences(10).empty());
    // 500 − 100 spent + 49 earned are held; 200 of them stand for the right.
    CHECK(bench.balance_of("M1") == 449);
    CHECK(bench.storage.right(right.grant)->outstanding() == Points::of(200));
    GrantEntry close;
    close.step = GrantEntry::Step::closed;
    close.grant = right.grant;
    close.member = right.member;
    close.at = sale.basket.at;
    close.date = sale.date;
    close.points = Points::of(200);
    bench.take(bench.till, {bench.till.add(close)});
    CHECK(bench.storage.right(right.grant)->outstanding() == Points{});
    CHECK(bench.granted(bench.ask('b', 1'000)) == 449);
    CHECK(bench.check().empty());
}

TEST_CASE("Redeeming without a right, or beyond it, is counted and told", "[head_office][rights]")
{
    RightsBench bench;
    SaleEntry sale = bench.till.sale(5'000, &bench.member, 50);
    sale.basket.member->points = PointsSnapshot{Points::of(500), Points::of(500), Points{}};
    sale.basket.redeem.points = Points::of(200);
    TillJournal::price_it(sale);
    std::string told;
    SECTION("without")
    {
        told = "redeemed without right";
    }
    SECTION("beyond")
    {
        const auto right = wire::parse_right(bench.ask('a', 100).document).value();
        sale.rights = {{right.grant, Points::of(200)}};
        told = "right";
    }
    bench.take(bench.till, {bench.till.add(sale)});
    REQUIRE(bench.storage.differences(10).size() == 1);
    CHECK(bench.storage.differences(10)[0].kind == told);
    CHECK(bench.totals("basic").points_redeemed == Points::of(200));
}

TEST_CASE("A spend of a right that is not here waits, and blocks nothing", "[head_office][rights]")
{
    RightsBench bench;
    SaleEntry sale = bench.till.sale(5'000, &bench.member, 50);
    sale.rights = {{GrantId{"g0-lost"}, Points::of(10)}};
    bench.take(bench.till, {bench.till.add(sale), bench.till.add(bench.till.sale(100))});
    CHECK(bench.state_of(bench.till, 2) == EntryState::waiting);
    CHECK(bench.state_of(bench.till, 3) == EntryState::projected);
}

TEST_CASE("A member in debt gets no right", "[head_office][rights]")
{
    OfficeBench bench;
    bench.import(R"({"id":"M2","state":{"id":"M2","debt":5,"lots":[
        {"id":"x","points":100,"from":"2026-01-01"}]}})");
    RightContext context;
    context.terminal = TerminalId{"S001-T1"};
    context.today = *parse_date("2026-11-22");
    const auto grant = decide_right(
        bench.storage, {std::string(32, 'a'), MemberId{"M2"}, Points::of(10)}, context);
    CHECK(grant.document.empty());
}
