#include "journal.hpp"

#include <catch2/catch.hpp>

using namespace loyal;
using namespace loyal::samples;

TEST_CASE("The phone shop's lower bounds are inclusive, and a sale lifts at once", "[core][tier]")
{
    Journal journal{phone_shop()};
    journal.enrol("M1", "2026-01-05");
    CHECK(journal.sale("T1", "M1", "2026-01-06", 99'999).tier->after == TierCode{"potential"});
    CHECK(journal.sale("T2", "M1", "2026-01-06", 1).tier->after == TierCode{"ordinary"});
    CHECK(journal.sale("T3", "M1", "2026-01-31", 400'000).tier->after == TierCode{"vip"});
}

TEST_CASE("A review looks at windows as they stood at the end of the day before", "[core][tier]")
{
    Journal journal{phone_shop()};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-31", 100'000);
    // On 1 February the month just ended counts.
    CHECK(journal.review("2026-02-01").empty());
    const std::vector<TierMove> moves = journal.review("2026-02-02");
    REQUIRE(moves.size() == 1);
    CHECK(moves[0] ==
          TierMove{MemberId{"M1"},
                   TierCode{"ordinary"},
                   TierCode{"potential"},
                   {"当月消费 ¥0.00，需 ¥1000.00", "Spend in the month: ¥0.00 of ¥1000.00"}});
}

TEST_CASE("A tier is left after grace from the first failure in a row and after its hold",
          "[core][tier]")
{
    Programme rules = phone_shop();
    rules.tier_policy.grace_days = 30;
    rules.tier_policy.hold_days = 60;
    Journal journal{rules};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-10", 500'000);
    CHECK(journal.review("2026-02-01").empty());
    CHECK(journal.review("2026-02-02").empty());  // fails for the first time
    CHECK(journal.review("2026-03-04").empty());  // 30 days, but held to 11 March
    CHECK(journal.review("2026-03-10").empty());
    CHECK(journal.ledger().review(day("2026-03-11")).size() == 1);  // dry: moves nobody
    CHECK(journal.tier("M1") == "vip");
    CHECK(journal.review("2026-03-11").front().to == TierCode{"senior"});
    CHECK(journal.review("2026-03-11").empty());
    SECTION("the tier below begins a row and a hold of its own")
    {
        CHECK(journal.review("2026-04-12").empty());
        CHECK(journal.review("2026-05-11").empty());
        CHECK(journal.review("2026-05-12").front().to == TierCode{"ordinary"});
    }
    SECTION("a review that holds ends the row")
    {
        CHECK(journal.review("2026-04-12").empty());
        journal.sale("T2", "M1", "2026-05-11", 200'000);
        CHECK(journal.review("2026-05-12").empty());
        CHECK(journal.review("2026-06-01").empty());
        CHECK(journal.review("2026-06-02").empty());
        CHECK(journal.review("2026-07-01").empty());
        CHECK(journal.review("2026-07-02").front().to == TierCode{"ordinary"});
    }
}

TEST_CASE("Step down by one rank, or to the tier that holds", "[core][tier]")
{
    Programme rules = phone_shop();
    rules.tier_policy.step_down = TierPolicy::StepDown::actual;
    rules.tiers[1].keep = {{{Metric::spend, {Window::Kind::rolling_days, 90, false}, 500'000}}};
    Journal journal{rules};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-31", 500'000);
    CHECK(journal.review("2026-02-15").front().to == TierCode{"ordinary"});
    CHECK(journal.review("2026-05-01").empty());  // the 90 days to 30 April begin on 31 January
    CHECK(journal.review("2026-05-02").front().to == TierCode{"potential"});
}

TEST_CASE("A tier by hand is a floor until its last day", "[core][tier]")
{
    Journal journal{phone_shop()};
    journal.enrol("M1", "2026-01-05");
    journal.take(ledger::SetTier{noon("2026-01-06"),
                                 MemberId{"M1"},
                                 {TierCode{"senior"}, day("2026-12-31"), "a guest", "c1"}});
    CHECK(journal.tier("M1") == "senior");
    journal.sale("T1", "M1", "2026-01-07", 500'000);
    CHECK(journal.give_back("T1", "2026-01-08").refund.amount == fen(500'000));
    CHECK(journal.tier("M1") == "senior");
    CHECK(journal.review("2026-12-31").empty());
    const std::vector<TierMove> moves = journal.review("2027-01-01");
    REQUIRE(moves.size() == 1);
    CHECK(moves[0].to == TierCode{"ordinary"});
}

TEST_CASE("A return undoes the lift of its own sale only", "[core][tier]")
{
    Journal journal{phone_shop()};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-06", 100'000);
    journal.sale("T2", "M1", "2026-01-07", 100'000);
    CHECK(journal.tier("M1") == "senior");
    journal.give_back("T1", "2026-01-08");
    CHECK(journal.tier("M1") == "ordinary");  // T2 alone reaches 1000
    journal.give_back("T2", "2026-01-09");
    CHECK(journal.tier("M1") == "potential");
}

TEST_CASE("Windows count as the domain says", "[core][tier]")
{
    MemberState member;
    member.enrolled = day("2024-02-29");
    member.birthday = day("2000-02-29");
    const auto spent = [&](Window window, const char* date) {
        return metric_value(member, Metric::spend, window, day(date));
    };
    const auto on = [](const char* date) { return DayTotals{day(date), fen(1), {}, 1, 0}; };
    member.days = {on("2025-02-27"), on("2025-02-28"), on("2026-02-27"), on("2026-02-28"),
                   on("2026-03-31")};
    CHECK(spent({Window::Kind::membership_year, 1, false}, "2026-02-27") == 2);
    CHECK(spent({Window::Kind::membership_year, 1, true}, "2026-02-27") == 1);
    CHECK(spent({Window::Kind::rolling_months, 1, false}, "2026-03-31") == 1);
    CHECK(spent({Window::Kind::rolling_months, 12, false}, "2026-02-28") == 2);
    CHECK(spent({Window::Kind::calendar_month, 1, true}, "2026-03-31") == 2);
    CHECK(spent({}, "2026-03-31") == 5);
    CHECK(spent({Window::Kind::lifetime, 1, true}, "2026-03-31") == 0);
}

TEST_CASE("A birthday's uses are counted once, also over New Year", "[core][tier]")
{
    const Window birthday{Window::Kind::birthday, 1, false};
    const auto first = [&](const char* date) {
        return days_of(birthday, day(date), day("1990-01-02")).first;
    };
    CHECK(first("2025-12-30") == first("2026-01-05"));
    CHECK(first("2026-12-30") != first("2026-01-05"));
}

TEST_CASE("A score adds its metrics over the window, each up to its most", "[core][tier]")
{
    Programme rules = with_points();
    rules.tier_policy.score = {{Metric::spend, {10'000, 2, 10}}, {Metric::visits, {1, 5, {}}}};
    rules.tiers[1].enter = {{{Metric::score, {Window::Kind::calendar_month, 1, false}, 15}}};
    Journal journal{rules};
    journal.enrol("M1", "2026-01-05");
    // 399.99: 3 steps of 2; a visit: 5. Together 11.
    const ledger::Sold first = journal.sale("T1", "M1", "2026-01-06", 39'999);
    CHECK(first.tier->after == TierCode{"basic"});
    CHECK(first.priced.tier->next->missing[0].missing == 4);
    // 999.99 are 9 steps, capped at 10; the second sale of a day is no second visit: 15.
    const ledger::Sold second = journal.sale("T2", "M1", "2026-01-06", 60'000);
    CHECK(second.tier->after == TierCode{"gold"});
    CHECK(second.priced.tier->id == TierCode{"gold"});
    const auto metrics = journal.on("2026-01-06", "M1").metrics;
    const auto score = std::ranges::find_if(metrics, [](const ledger::MetricOnDay& shown) {
        return shown.metric.metric == Metric::score;
    });
    REQUIRE(score != metrics.end());
    CHECK(score->metric.value == 15);
    CHECK(score->parts[0].score == 10);
    CHECK(score->parts[1].score == 5);
}

TEST_CASE("A second visit on a day that earned no points is no second visit", "[core][tier]")
{
    Programme rules = with_points();
    rules.tiers[1].enter = {{{Metric::visits, {}, 2}}};
    Journal journal{rules};
    journal.enrol("M1", "2026-01-05");
    journal.sale("T1", "M1", "2026-01-06", 50);
    const ledger::Sold second = journal.sale("T2", "M1", "2026-01-06", 50);
    CHECK(second.priced.tier->id == TierCode{"basic"});
    CHECK(second.tier->after == TierCode{"basic"});
}

TEST_CASE("Reviews are held on the days that the policy names", "[core][tier]")
{
    using Review = TierPolicy::Review;
    const auto is_held = [](Review review, const char* date) {
        TierPolicy policy;
        policy.review = review;
        return is_review_day(policy, day(date));
    };
    CHECK(is_held(Review::monthly, "2026-03-01"));
    CHECK_FALSE(is_held(Review::monthly, "2026-03-02"));
    CHECK(is_held(Review::yearly, "2026-01-01"));
    CHECK_FALSE(is_held(Review::yearly, "2026-03-01"));
    CHECK(is_held(Review::rolling, "2026-03-02"));
    CHECK_FALSE(is_held(Review::none, "2026-01-01"));
}
