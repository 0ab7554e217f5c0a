#include "office_bench.hpp"

#include <algorithm>

using namespace loyal;
using namespace loyal::head_office;

TEST_CASE("A sale counts in the totals of its tier and in its member's points", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    const auto ack =
        bench.take(till, {till.add(till.sale(12'345, &bench.member)), till.add(till.sale(1'000))});
    CHECK(ack.received == 2);
    CHECK(bench.totals("basic").sales == 1);
    CHECK(bench.totals("basic").net == Money::minor(12'345));
    CHECK(bench.totals("basic").points_issued == Points::of(123));
    CHECK(bench.totals("").net == Money::minor(1'000));
    CHECK(bench.balance_of("M1") == 123);
    CHECK(bench.storage.differences(10).empty());
    CHECK(bench.check().empty());
}

TEST_CASE("Head office lifts the tier with the same function as the till", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    bench.take(till, {till.add(till.sale(100'000, &bench.member))});
    CHECK(bench.storage.member(MemberId{"M1"})->state.standing.tier == TierCode{"vip"});
}

TEST_CASE("A batch that comes again changes nothing", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    const std::vector entries{till.add(till.sale(500, &bench.member)), till.add(till.sale(700))};
    bench.take(till, entries);
    const auto lines = bench.storage.projection_lines();
    CHECK(bench.take(till, entries).received == 2);
    CHECK(bench.storage.projection_lines() == lines);
}

TEST_CASE("A batch that overlaps what is here is taken from where it is new", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    const auto first = till.add(till.sale(500));
    const auto second = till.add(till.sale(700));
    bench.take(till, {first});
    CHECK(bench.take(till, {first, second}).received == 2);
    CHECK(bench.totals("").sales == 2);
}

TEST_CASE("Another entry in the same place is kept beside the first and refused", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    TillJournal twin{"S001-T1"};
    bench.take(till, {till.add(till.sale(500))});
    const auto answer = bench.push(twin, {twin.add(twin.sale(900))});
    REQUIRE(std::holds_alternative<wire::Refuse>(answer));
    CHECK(std::get<wire::Refuse>(answer).reason == wire::RefuseReason::fork);
    CHECK(bench.storage.terminals().at(0).forks == 1);
    CHECK(bench.totals("").net == Money::minor(500));
}

TEST_CASE("A hole, a foreign predecessor and a false hash are refused", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    const auto first = till.add(till.sale(500));
    auto second = till.add(till.sale(700));
    SECTION("hole")
    {
        CHECK(bench.push(till, {second}).index() == 1);
    }
    SECTION("false hash")
    {
        second.body[0] = ' ';
        CHECK(bench.push(till, {first, second}).index() == 1);
        // What came before the false one stays.
        CHECK(bench.totals("").sales == 1);
    }
    SECTION("foreign predecessor")
    {
        TillJournal twin{"S001-T1"};
        twin.add(twin.sale(900));
        bench.take(till, {first});
        CHECK(bench.push(twin, {twin.add(twin.sale(800))}).index() == 1);
    }
}

TEST_CASE("An entry that cannot be read goes to quarantine and blocks nothing", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    const auto ack =
        bench.take(till, {till.add_body(R"({"kind":"sale","id":7})"), till.add(till.sale(700))});
    CHECK(ack.received == 2);
    REQUIRE(ack.quarantined.size() == 1);
    CHECK(ack.quarantined[0].seq == 1);
    CHECK(bench.state_of(till, 1) == EntryState::quarantined);
    CHECK(bench.totals("").sales == 1);
    CHECK(bench.check().empty());
}

TEST_CASE("An entry of a kind that is not known yet is kept, and is no error", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    CHECK(bench.take(till, {till.add_body(R"({"kind":"gift_card"})")}).quarantined.empty());
    CHECK(bench.state_of(till, 1) == EntryState::unknown);
}

TEST_CASE("A second transaction with the same number goes to quarantine", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    SaleEntry sale = till.sale(500);
    const auto first = till.add(sale);
    bench.take(till, {first, till.add(sale)});
    CHECK(bench.state_of(till, 2) == EntryState::quarantined);
    CHECK(bench.totals("").sales == 1);
}

TEST_CASE("A return that comes before its sale waits for it and then counts", "[head_office]")
{
    OfficeBench bench;
    TillJournal one{"S001-T1"};
    TillJournal other{"S001-T2"};
    const SaleEntry sale = one.sale(12'300, &bench.member);
    const auto sold = one.add(sale);
    const auto returned = other.add(other.return_of(sale));
    CHECK(bench.take(other, {returned}).quarantined.empty());
    CHECK(bench.state_of(other, 1) == EntryState::waiting);
    bench.take(one, {sold});
    CHECK(bench.state_of(other, 1) == EntryState::projected);
    CHECK(bench.totals("basic").returns == Money::minor(12'300));
    CHECK(bench.balance_of("M1") == 0);
    CHECK(bench.storage.late_after(0, 10).size() == 1);
    CHECK(bench.check().empty());
}

TEST_CASE("A sale to a member who is not known yet waits for the member", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    MemberSnapshot stranger;
    stranger.id = MemberId{"M9"};
    bench.take(till, {till.add(till.sale(5'000, &stranger))});
    CHECK(bench.state_of(till, 1) == EntryState::waiting);
    bench.import(R"({"id":"M9"})");
    CHECK(bench.state_of(till, 1) == EntryState::projected);
    CHECK(bench.balance_of("M9") == 50);
}

TEST_CASE("A sale priced with a programme that is not here yet waits for it", "[head_office]")
{
    OfficeBench bench{false};
    TillJournal till{"S001-T1"};
    bench.take(till, {till.add(till.sale(5'000))});
    CHECK(bench.state_of(till, 1) == EntryState::waiting);
    REQUIRE(publish_programme(bench.storage, bench.programmes, tests::programme_text).has_value());
    CHECK(bench.state_of(till, 1) == EntryState::projected);
}

TEST_CASE("A member enrolled at one till and seen at another counts in any order", "[head_office]")
{
    OfficeBench bench;
    TillJournal one{"S001-T1"};
    TillJournal other{"S001-T2"};
    EnrolEntry enrol;
    enrol.member = MemberId{"M7"};
    enrol.at = *parse_instant("2026-11-22T10:00:00+08:00");
    enrol.date = *parse_date("2026-11-22");
    enrol.store = StoreId{"S001"};
    enrol.card = "88007";
    MemberSnapshot member;
    member.id = MemberId{"M7"};
    bench.take(other, {other.add(other.sale(5'000, &member))});
    bench.take(one, {one.add(enrol)});
    CHECK(bench.balance_of("M7") == 50);
    CHECK(bench.storage.member_of_card("88007") == MemberId{"M7"});
    CHECK(bench.check().empty());
}

TEST_CASE("A price that was tampered with is counted and told", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    SaleEntry sale = till.sale(5'000);
    sale.priced.total = Money::minor(4'000);
    bench.take(till, {till.add(sale)});
    const auto differences = bench.storage.differences(10);
    REQUIRE(differences.size() == 1);
    CHECK(differences[0].sale == sale.id.value());
    CHECK(differences[0].kind == "total");
    CHECK(differences[0].expected == "5000");
    CHECK(differences[0].found == "4000");
}

TEST_CASE("A coupon used at two tills is told, whichever comes first", "[head_office]")
{
    TillJournal one{"S001-T1"};
    TillJournal other{"S001-T2"};
    std::vector<std::string> told;
    std::vector<wire::PushedEntry> entries;
    for (TillJournal* till : {&one, &other}) {
        SaleEntry sale = till->sale(5'000);
        sale.basket.coupons.push_back({CouponCode{"AUT-1"}, CampaignId{"autumn"}});
        TillJournal::price_it(sale);
        CHECK(sale.priced.total == Money::minor(4'500));
        entries.push_back(till->add(sale));
    }
    for (const bool one_first : {true, false}) {
        OfficeBench bench;
        if (one_first) bench.take(one, {entries[0]});
        bench.take(other, {entries[1]});
        if (!one_first) bench.take(one, {entries[0]});
        REQUIRE(bench.storage.differences(10).size() == 1);
        told.push_back(bench.storage.differences(10)[0].sale);
        CHECK(bench.check().empty());
    }
    CHECK(told[0] == told[1]);
}

TEST_CASE("The order in which journals arrive makes no difference", "[head_office]")
{
    TillJournal one{"S001-T1"};
    TillJournal other{"S001-T2"};
    MemberSnapshot member;
    member.id = MemberId{"M1"};
    member.tier = TierCode{"basic"};
    const SaleEntry sold = one.sale(90'000, &member, 0);
    const std::vector<wire::PushedEntry> first{one.add(sold), one.add(one.sale(777, &member, 40))};
    const std::vector<wire::PushedEntry> second{other.add(other.sale(30'000, &member, 20)),
                                                other.add(other.return_of(sold, 60))};
    OfficeBench forward;
    forward.take(one, first);
    forward.take(other, second);
    OfficeBench backward;
    backward.take(other, second);
    backward.take(one, first);
    OfficeBench zipped;
    zipped.take(other, {second[0]});
    zipped.take(one, first);
    zipped.take(other, {second[1]});
    CHECK(forward.storage.projection_lines() == backward.storage.projection_lines());
    CHECK(forward.storage.projection_lines() == zipped.storage.projection_lines());
    CHECK(forward.check().empty());
}

TEST_CASE("What is in quarantine counts when it is replayed with its reason gone", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    const auto entry = till.add(till.sale(700));
    bench.take(till, {entry});
    bench.storage.set_state({till.terminal(), 1, 1}, EntryState::quarantined, "by hand", "");
    CHECK(replay_held(bench.storage, bench.programmes) == 0);  // it was counted once already
    CHECK(bench.state_of(till, 1) == EntryState::quarantined);
    CHECK(bench.totals("").sales == 1);
}

TEST_CASE("Verifying finds a figure that does not follow from the journals", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    bench.take(till, {till.add(till.sale(700, &bench.member))});
    CHECK(bench.check().empty());
    bench.database.execute("UPDATE day_total SET net = net + 1");
    CHECK(bench.check().size() == 2);
}
