#include "journal.hpp"

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;

namespace {

std::vector<std::int64_t> lot_points(const ledger::MemberOnDay& member)
{
    std::vector<std::int64_t> points;
    for (const Lot& lot : member.lots) points.push_back(lot.points.count());
    return points;
}

ledger::Return part_of(const std::string& id,
                       const std::string& of,
                       const std::string& date,
                       std::int64_t pieces)
{
    return {
        TransactionId{id}, TransactionId{of}, noon(date), {{1, Quantity::pieces(pieces)}}, false};
}

ledger::Sale paid_by_card(const std::string& id,
                          const std::string& member,
                          const std::string& date,
                          std::int64_t amount,
                          std::int64_t by_card)
{
    ledger::Sale entry = Journal::sale_of(id, member, date, amount);
    entry.basket.tenders = {{TenderType::stored_value, fen(by_card), "SV1", ""},
                            {TenderType::mobile, fen(amount - by_card), "", ""}};
    return entry;
}

}  // namespace

TEST_CASE("A sale is priced with the state that the entries before made", "[core][ledger]")
{
    Programme rules = with_points();
    rules.points.enrol_bonus = Points::of(50);
    Journal journal{rules};
    CHECK(journal.enrol("M1", "2026-01-05").balance == Points::of(50));
    const ledger::Sold sold = journal.sale("T1", "M1", "2026-01-06", 10'000, 1'000);
    // All 50 points are redeemed: 99.50 are paid and earn 99.
    CHECK(sold.priced.redeemed_points == Points::of(50));
    CHECK(sold.priced.total == fen(9'950));
    const ledger::MemberOnDay member = journal.on("2026-01-06", "M1");
    CHECK(member.balance == Points::of(99));
    CHECK(lot_points(member) == std::vector<std::int64_t>{99});
    CHECK(member.lots[0].until == day("2027-01-06"));
}

TEST_CASE("What the journal cannot follow is refused by name and changes nothing", "[core][ledger]")
{
    Journal journal{with_points()};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-06", 10'000);
    CHECK(journal.refused(ledger::Enrol{noon("2026-01-07"), MemberId{"M1"}, {}, {}}) ==
          "member: is a member already");
    CHECK(journal.refused(ledger::Enrol{noon("2026-01-07"), MemberId{"M2"}, {}, MemberId{"M2"}}) ==
          "referrer: must be another member");
    CHECK(journal.refused(ledger::Enrol{noon("2026-01-07"), MemberId{"M2"}, {}, MemberId{"M9"}}) ==
          "referrer: is no member");
    CHECK(journal.refused(Journal::sale_of("T2", "M9", "2026-01-07", 1)) ==
          "basket.member.id: is no member");
    CHECK(journal.refused(Journal::sale_of("T1", "M1", "2026-01-07", 1)) == "id: is there twice");
    CHECK(journal.refused(part_of("R1", "T9", "2026-01-07", 1)) == "of: is no sale");
    CHECK(journal.refused(part_of("R1", "T1", "2026-01-07", 2)) ==
          "lines: more than was bought and not yet returned");
    CHECK(journal.refused(ledger::Merge{noon("2026-01-07"), MemberId{"M1"}, MemberId{"M1"}}) ==
          "into: must be another member");
    CHECK(journal.refused(ledger::SetTier{
              noon("2026-01-07"), MemberId{"M1"}, {TierCode{"none"}, {}, "", ""}}) ==
          "tier: must be one of the programme's tiers");
    CHECK(journal.refused(ledger::Return{
              TransactionId{"V1"}, TransactionId{"T1"}, noon("2026-01-07"), {}, true}) ==
          "at: must be on the sale's business date");
    CHECK(journal.on("2026-01-07", "M1").balance == Points::of(100));
}

TEST_CASE("A void undoes what earlier returns left of a sale of the day", "[core][ledger]")
{
    Journal journal{with_points()};
    journal.enrol("M1", "2026-01-05");
    ledger::Sale three = Journal::sale_of("T1", "M1", "2026-01-06", 0);
    three.basket.lines = {line(1, "A", 1'000, 3)};
    journal.take(three);
    CHECK(journal.take<ledger::Returned>(part_of("R1", "T1", "2026-01-06", 1)).refund.amount ==
          fen(1'000));
    const auto voided = journal.take<ledger::Returned>(
        ledger::Return{TransactionId{"V1"}, TransactionId{"T1"}, noon("2026-01-06"), {}, true});
    CHECK(voided.refund.amount == fen(2'000));
    CHECK(journal.on("2026-01-06", "M1").balance == Points{});
}

TEST_CASE("Points taken back after they were spent are debt, which new points fill first",
          "[core][ledger]")
{
    Journal journal{with_points()};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-06", 10'000);
    journal.sale("T2", "M1", "2026-01-07", 80, 80);
    const ledger::Returned returned = journal.give_back("T1", "2026-01-08");
    // T2 left 20 of the 100 points; 80 are missing.
    CHECK(returned.refund.taken_back == Points::of(100));
    CHECK(returned.debt == Points::of(80));
    ledger::MemberOnDay member = journal.on("2026-01-08", "M1");
    CHECK(member.balance == Points{});
    CHECK(member.spendable == Points{});
    journal.sale("T3", "M1", "2026-01-09", 10'000);
    member = journal.on("2026-01-09", "M1");
    CHECK(member.debt == Points{});
    CHECK(member.balance == Points::of(20));
    SECTION("and once the 80 come back, T3 has all that it earned")
    {
        journal.give_back("T2", "2026-01-10");
        member = journal.on("2026-01-10", "M1");
        CHECK(lot_points(member) == std::vector<std::int64_t>{100});
        CHECK(member.lots[0].from == day("2026-01-09"));
    }
}

TEST_CASE("Points that another lot had to give for spent ones go back to it", "[core][ledger]")
{
    Journal journal{with_points()};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-06", 10'000);  // 100 points until 6 January
    journal.sale("T2", "M1", "2026-01-07", 80, 80);  // spends 80 of them
    journal.adjust("M1", "2026-02-01", 500);         // until 1 February
    journal.give_back("T1", "2026-02-02");
    CHECK(lot_points(journal.on("2026-02-02", "M1")) == std::vector<std::int64_t>{420});
    journal.give_back("T2", "2026-02-03");
    const ledger::MemberOnDay member = journal.on("2026-02-03", "M1");
    CHECK(lot_points(member) == std::vector<std::int64_t>{500});
    CHECK(member.lots[0].until == day("2027-02-01"));
}

TEST_CASE("Under deduct, points that are missing come off the refund at their worth",
          "[core][ledger]")
{
    Programme rules = with_points();
    rules.returns.points_debt = ReturnRules::Debt::deduct;
    rules.points.redeem->worth = fen(2);  // a point is worth two fen
    Journal journal{rules};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-06", 10'000);
    journal.sale("T2", "M1", "2026-01-07", 160, 80);
    const ledger::Returned returned = journal.give_back("T1", "2026-01-08");
    // 100 points go back: 20 are left, 80 at 0.02 are 1.60 of the refund of 100.00.
    CHECK(returned.refund.amount == fen(9'840));
    CHECK(returned.refund.lines[0].refund == fen(9'840));
    CHECK(returned.refund.deducted == fen(160));
    CHECK(returned.debt == Points{});
    CHECK(journal.on("2026-01-08", "M1").lots.empty());
}

TEST_CASE("What a deduction takes is not paid out by a later return", "[core][ledger]")
{
    Programme rules = with_points();
    rules.returns.points_debt = ReturnRules::Debt::deduct;
    Journal journal{rules};
    journal.enrol("M1", "2026-01-05");
    ledger::Sale two = Journal::sale_of("T1", "M1", "2026-01-06", 0);
    two.basket.lines = {line(1, "A", 10'000, 2)};
    journal.take(two);                                 // 200 points
    journal.sale("T2", "M1", "2026-01-07", 200, 200);  // spends them all
    CHECK(journal.take<ledger::Returned>(part_of("R1", "T1", "2026-01-08", 1)).refund.amount ==
          fen(9'900));
    CHECK(journal.take<ledger::Returned>(part_of("R2", "T1", "2026-01-08", 1)).refund.amount ==
          fen(9'900));
}

TEST_CASE("An exchange is a return and a sale, or neither", "[core][ledger]")
{
    Programme rules = phone_shop();
    Journal journal{rules};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-06", 100'000);
    CHECK(journal.tier("M1") == "ordinary");
    ledger::Exchange exchange{TransactionId{"X1"}, TransactionId{"T1"}, {}, {}};
    exchange.basket = Journal::sale_of("", "M1", "2026-01-07", 50'000).basket;
    SECTION("both")
    {
        const auto done = journal.take<ledger::Exchanged>(exchange);
        CHECK(done.returned.refund.amount == fen(100'000));
        CHECK(done.sold.priced.total == fen(50'000));
        CHECK(done.sold.tier->before == TierCode{"potential"});
        CHECK(journal.on("2026-01-07", "M1").balance == Points::of(500));
        CHECK(journal.give_back("X1", "2026-01-08").refund.amount == fen(50'000));
    }
    SECTION("neither, when the new basket cannot be priced")
    {
        exchange.basket.currency = "EUR";
        CHECK(journal.refused(exchange) == "basket.currency: must be CNY, the programme's");
        CHECK(journal.tier("M1") == "ordinary");
        CHECK(journal.on("2026-01-07", "M1").balance == Points::of(1'000));
        CHECK(journal.give_back("T1", "2026-01-08").refund.amount == fen(100'000));
    }
}

TEST_CASE("A merge adds up lots and debt, visits by date, and leaves the later entries to one",
          "[core][ledger]")
{
    Programme rules = phone_shop();
    rules.tiers[1].enter = {{{Metric::visits, {}, 3}}};
    Journal journal{rules};
    journal.enrol("M1", "2026-02-05");
    journal.enrol("M2", "2026-01-05");
    journal.sale("T1", "M1", "2026-03-01", 10'000);
    journal.sale("T2", "M2", "2026-03-01", 20'000);
    journal.sale("T3", "M2", "2026-03-02", 30'000);
    journal.adjust("M2", "2026-03-02", -600);  // 100 more than there are
    journal.take(ledger::Merge{noon("2026-03-03"), MemberId{"M2"}, MemberId{"M1"}});
    ledger::MemberOnDay member = journal.on("2026-03-03", "M1");
    CHECK(lot_points(member) == std::vector<std::int64_t>{100});
    CHECK(member.debt == Points::of(100));
    CHECK(member.balance == Points{});
    CHECK(journal.ledger().members(day("2026-03-03")).size() == 1);
    // Days with a purchase: 1 and 2 March, and the 4th by the old id.
    const ledger::Sold third = journal.sale("T4", "M2", "2026-03-04", 0);
    CHECK(third.tier->after == TierCode{"ordinary"});
    CHECK(journal.give_back("T3", "2026-03-05").refund.amount == fen(30'000));
    CHECK(journal.tier("M1") == "potential");
}

TEST_CASE("A household shares lots and debt; tiers and limits stay each member's", "[core][ledger]")
{
    Journal journal{phone_shop()};
    for (const char* member : {"M1", "M2", "M3"}) journal.enrol(member, "2026-01-05");
    journal.sale("T1", "M1", "2026-01-06", 100'000);
    const auto change = [&](const char* member, bool joins) {
        return journal.take<ledger::Household>(ledger::ChangeHousehold{
            noon("2026-01-07"), HouseholdId{"H1"}, MemberId{member}, joins});
    };
    change("M1", true);
    CHECK(change("M2", true).members == std::vector{MemberId{"M1"}, MemberId{"M2"}});
    CHECK(journal.on("2026-01-07", "M2").balance == Points::of(1'000));
    CHECK(journal.tier("M2") == "potential");
    journal.sale("T2", "M2", "2026-01-08", 1'000, 1'000);
    CHECK(journal.on("2026-01-08", "M1").balance == Points{});
    CHECK(journal.refused(ledger::ChangeHousehold{noon("2026-01-08"), HouseholdId{"H2"},
                                                  MemberId{"M1"}, true}) ==
          "add: is in a household already");
    CHECK(journal.refused(ledger::ChangeHousehold{noon("2026-01-08"), HouseholdId{"H1"},
                                                  MemberId{"M3"}, false}) ==
          "remove: is not in this household");
    SECTION("who leaves begins anew, and the points stay")
    {
        journal.adjust("M1", "2026-01-09", 300);
        change("M1", false);
        CHECK(journal.on("2026-01-09", "M1").balance == Points{});
        CHECK(journal.on("2026-01-09", "M2").balance == Points::of(300));
        // The points of T1 had gone to the household, which owes them.
        journal.give_back("T1", "2026-01-10");
        CHECK(journal.on("2026-01-10", "M2").debt == Points::of(700));
    }
}

TEST_CASE("A referral rewards both at the first qualifying purchase", "[core][ledger]")
{
    Programme rules = with_points();
    rules.referral = ReferralRules{Points::of(100), Points::of(50), fen(5'000), 1};
    rules.tiers[1].enter = {{{Metric::referrals, {}, 2}}};
    Journal journal{rules};
    journal.enrol("M0", "2026-01-01");
    journal.enrol("M1", "2026-01-05", "M0");
    journal.enrol("M2", "2026-01-05", "M0");
    journal.sale("T1", "M1", "2026-01-06", 4'999);
    CHECK(journal.on("2026-01-06", "M0").balance == Points{});
    journal.sale("T2", "M1", "2026-01-07", 5'000);
    CHECK(journal.on("2026-01-07", "M0").balance == Points::of(100));
    CHECK(journal.on("2026-01-07", "M1").balance == Points::of(49 + 50 + 50));
    journal.sale("T3", "M1", "2026-01-08", 5'000);
    CHECK(journal.on("2026-01-08", "M0").balance == Points::of(100));
    // The cap of one reward is the referrer's; the second still counts and is rewarded.
    journal.sale("T4", "M2", "2026-01-08", 5'000);
    CHECK(journal.on("2026-01-08", "M0").balance == Points::of(100));
    CHECK(journal.on("2026-01-08", "M2").balance == Points::of(100));
    CHECK(journal.tier("M0") == "gold");
    SECTION("another qualifying purchase takes the place of one that comes back")
    {
        journal.give_back("T2", "2026-01-09");
        CHECK(journal.on("2026-01-09", "M0").balance == Points::of(100));
        CHECK(journal.tier("M0") == "gold");
        journal.give_back("T3", "2026-01-09");
        CHECK(journal.on("2026-01-09", "M0").balance == Points{});
        CHECK(journal.on("2026-01-09", "M1").balance == Points::of(49));
        CHECK(journal.tier("M0") == "basic");
    }
}

TEST_CASE("Stored value pays up to its balance, with a bonus by the step that a recharge reaches",
          "[core][ledger]")
{
    Programme rules = with_points();
    rules.stored_value = StoredValueRules{{{fen(10'000), fen(500)}, {fen(20'000), fen(2'000)}}};
    Journal journal{rules};
    journal.enrol("M1", "2026-01-05");
    const auto recharge = [&](const char* id, std::int64_t amount) {
        return journal.take<ledger::Recharged>(
            ledger::Recharge{TransactionId{id}, noon("2026-01-05"), "SV1", fen(amount), {}});
    };
    CHECK(journal.refused(paid_by_card("T0", "M1", "2026-01-05", 100, 100)) ==
          "basket.tenders[0].card: is no stored-value card");
    CHECK(recharge("C1", 9'999).balance == fen(9'999));
    CHECK(recharge("C2", 10'000).balance == fen(9'999 + 10'500));
    CHECK(recharge("C3", 20'000).bonus == fen(2'000));
    // 424.99 are on the card.
    CHECK(journal.refused(paid_by_card("T1", "M1", "2026-01-06", 50'000, 42'500)) ==
          "basket.tenders[0].amount: is more than is on the card");
    journal.take(paid_by_card("T1", "M1", "2026-01-06", 50'000, 42'499));
    CHECK(recharge("C4", 1).balance == fen(1));
    SECTION("a return goes back to the card first")
    {
        ledger::Returned back = journal.give_back("T1", "2026-01-07");
        REQUIRE(back.cards.size() == 1);
        CHECK(back.cards[0].amount == fen(42'499));
        CHECK(recharge("C5", 1).balance == fen(42'501));
    }
}

TEST_CASE("The business date has its cut-over hour, and month-end expiry clamps", "[core][ledger]")
{
    Programme rules = with_points();
    rules.day_starts_minutes = 5 * 60;
    rules.points.expiry.rule = ExpiryRule::Months{1, true};
    rules.points.pending_days = 2;
    Journal journal{rules};
    journal.enrol("M1", "2024-01-05");
    ledger::Sale night = Journal::sale_of("T1", "M1", "2024-02-01", 10'000);
    night.basket.at = *parse_instant("2024-02-01T01:30:00+08:00");  // still 31 January
    journal.take(night);
    ledger::MemberOnDay member = journal.on("2024-02-01", "M1");
    CHECK(member.pending == Points::of(100));
    CHECK(member.spendable == Points{});
    CHECK(member.lots[0].from == day("2024-02-02"));
    CHECK(member.lots[0].until == day("2024-02-29"));
    CHECK(journal.on("2024-02-29", "M1").spendable == Points::of(100));
    CHECK(journal.on("2024-03-01", "M1").balance == Points{});
    SECTION("a return after that finds its lot expired and takes nothing else")
    {
        journal.adjust("M1", "2024-03-01", 70);
        CHECK(journal.give_back("T1", "2024-03-02").debt == Points{});
        CHECK(journal.on("2024-03-02", "M1").balance == Points::of(70));
    }
}
