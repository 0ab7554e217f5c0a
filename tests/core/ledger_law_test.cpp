#include "journal.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck/catch.h>

#include <algorithm>
#include <array>
#include <tuple>

using namespace loyal;
using namespace loyal::samples;

namespace {

// Small numbers, zeros and equal ones: where lots run out together and tiers are just reached.
template <class T>
T one_of(std::vector<T> values)
{
    return *rc::gen::elementOf(std::move(values));
}

constexpr std::array members{"M1", "M2"};

Requirement any_requirement(Metric metric, std::int64_t min)
{
    using Kind = Window::Kind;
    const auto kind = one_of<Kind>({Kind::calendar_month, Kind::calendar_year, Kind::rolling_days,
                                    Kind::rolling_months, Kind::membership_year, Kind::lifetime});
    Window window{kind, 1, false};
    if (kind == Kind::rolling_days) window.count = one_of<std::int32_t>({1, 2, 30});
    return {metric, window, min};
}

Programme any_programme()
{
    Programme it = with_points();
    it.points.earn.per = fen(100);
    it.points.pending_days = one_of<std::int32_t>({0, 0, 1, 40});
    it.points.enrol_bonus = Points::of(one_of<std::int64_t>({0, 0, 1, 5}));
    switch (one_of<int>({0, 1, 2, 3})) {
        case 0: it.points.expiry.rule = std::monostate{}; break;
        case 1: it.points.expiry.rule = ExpiryRule::Days{one_of<std::int32_t>({1, 2, 30})}; break;
        case 2: it.points.expiry.rule = ExpiryRule::Months{1, one_of<int>({0, 1}) == 1}; break;
        default: it.points.expiry.rule = ExpiryRule::YearEnd{0};
    }
    it.tier_policy.score = {{Metric::spend, {100, 1, 3}}, {Metric::visits, {1, 2, {}}}};
    const BasisPoints half_more{15'000};
    it.tiers = {{TierCode{"basic"}, 0, {"普通", "Basic"}, {}, {}, BasisPoints{10'000}},
                {TierCode{"gold"}, 1, {"金卡", "Gold"}, {}, {}, half_more},
                {TierCode{"black"}, 2, {"黑卡", "Black"}, {}, {}, half_more}};
    const auto metric =
        one_of<Metric>({Metric::spend, Metric::points, Metric::visits, Metric::score});
    const bool is_count = metric == Metric::visits || metric == Metric::score;
    const auto scaled = [&](std::int64_t count) {
        return is_count ? count : metric == Metric::points ? count * 3 : count * 300;
    };
    it.tiers[1].enter = {{any_requirement(metric, scaled(1))},
                         {any_requirement(metric, scaled(2))}};
    it.tiers[2].enter = {{any_requirement(metric, scaled(3))}};
    it.tiers[2].keep = {{any_requirement(metric, scaled(1))}};
    it.tier_policy.review = TierPolicy::Review::monthly;
    it.tier_policy.step_down =
        one_of<TierPolicy::StepDown>({TierPolicy::StepDown::one, TierPolicy::StepDown::actual});
    it.tier_policy.grace_days = one_of<std::int32_t>({0, 0, 1, 30});
    it.tier_policy.hold_days = one_of<std::int32_t>({0, 0, 1, 30});
    it.returns.method =
        one_of<ReturnRules::Method>({ReturnRules::Method::reprice, ReturnRules::Method::line});
    it.referral = ReferralRules{Points::of(2), Points::of(1), fen(300), 1};
    return it;
}

// Dates that go forward by nothing, a day or weeks.
class Days {
public:
    std::string next()
    {
        day_ += std::chrono::days{one_of<int>({0, 0, 1, 1, 2, 29, 31})};
        return to_string(day_);
    }
    std::string today() const { return to_string(day_); }

private:
    Date day_ = *parse_date("2026-01-30");
};

ledger::Sale any_sale(const std::string& id, const std::string& date)
{
    ledger::Sale entry = Journal::sale_of(id, one_of<std::string>({"M1", "M1", "M2"}), date, 0,
                                          one_of<std::int64_t>({0, 0, 1, 3, 1'000}));
    entry.basket.lines = {line(1, "A", one_of<std::int64_t>({0, 100, 100, 300, 301}),
                               one_of<std::int64_t>({1, 1, 2, 3})),
                          line(2, "B", one_of<std::int64_t>({0, 99, 200}))};
    return entry;
}

Journal with_members(Programme rules)
{
    Journal journal{std::move(rules)};
    journal.enrol("M1", "2026-01-01");
    journal.enrol("M2", "2026-01-02", "M1");
    return journal;
}

// All that a member is, on a day long enough after.
auto essence(const Journal& journal, const std::string& date, const std::string& member)
{
    const ledger::MemberOnDay shown = journal.on(date, member);
    std::vector<std::int64_t> metrics;
    for (const ledger::MetricOnDay& metric : shown.metrics) metrics.push_back(metric.metric.value);
    std::vector<std::string> lots;
    for (const Lot& lot : shown.lots) {
        lots.push_back(lot.id + " " + std::to_string(lot.points.count()) + " " +
                       to_string(lot.from) + (lot.until ? " to " + to_string(*lot.until) : ""));
    }
    return std::tuple{shown.tier.value(), shown.balance, shown.spendable, shown.pending,
                      shown.debt,         lots,          metrics};
}

Points held(const ledger::MemberOnDay& member)
{
    Points sum;
    for (const Lot& lot : member.lots) sum += lot.points;
    return sum;
}

struct Bought {
    std::string id;
    std::vector<ReturnedLine> pieces;  // what is left, piece by piece
};

Bought bought(const ledger::Sale& sale)
{
    Bought kept{sale.id.value(), {}};
    for (const LineItem& item : sale.basket.lines) {
        for (std::int64_t i = 0; i < item.quantity.in_thousandths(); i += 1000) {
            kept.pieces.push_back({item.line, Quantity::pieces(1)});
        }
    }
    return kept;
}

}  // namespace

TEST_CASE("Buying and returning everything, in any parts and order, ends where it began",
          "[core][ledger][property]")
{
    rc::prop("points, lots, debt, spend, visits and tier are as before", [] {
        Journal journal = with_members(any_programme());
        Days days;
        const int opening = one_of<int>({0, 1, 3});
        for (int i = 0; i < opening; ++i) {
            journal.take(any_sale("O" + std::to_string(i), days.next()));
            if (one_of<int>({0, 1}) == 1) {
                journal.adjust(one_of<std::string>({"M1", "M2"}), days.today(),
                               one_of<std::int64_t>({1, 5, 100, -1, -50}));
            }
        }
        const std::string later = "2027-12-31";
        const std::array before{essence(journal, later, "M1"), essence(journal, later, "M2")};
        const std::string tier_before = journal.tier("M1") + journal.tier("M2");

        std::vector<Bought> open;
        const int steps = one_of<int>({1, 2, 4, 8});
        int returns = 0;
        const auto give_back = [&] {
            Bought& sale = open[*rc::gen::inRange<std::size_t>(0, open.size())];
            const auto piece = *rc::gen::inRange<std::size_t>(0, sale.pieces.size());
            ledger::Return entry{TransactionId{"R" + std::to_string(++returns)},
                                 TransactionId{sale.id},
                                 noon(days.next()),
                                 {sale.pieces[piece]},
                                 false};
            if (one_of<int>({0, 1}) == 1) {
                entry.lines.clear();
                sale.pieces.clear();
            } else {
                sale.pieces.erase(sale.pieces.begin() + static_cast<std::ptrdiff_t>(piece));
            }
            journal.take(entry);
            std::erase_if(open, [](const Bought& it) { return it.pieces.empty(); });
        };
        for (int i = 0; i < steps; ++i) {
            ledger::Sale sale = any_sale("T" + std::to_string(i), days.next());
            journal.take(sale);
            open.push_back(bought(sale));
            if (one_of<int>({0, 0, 1}) == 1) give_back();
        }
        while (!open.empty()) give_back();
        RC_ASSERT(before[0] == essence(journal, later, "M1"));
        RC_ASSERT(before[1] == essence(journal, later, "M2"));
        RC_ASSERT(tier_before == journal.tier("M1") + journal.tier("M2"));
    });
}

TEST_CASE("The balance is what the lots hold less debt, and only live lots are spent, once",
          "[core][ledger][property]")
{
    rc::prop("after every entry", [] {
        Journal journal = with_members(any_programme());
        Days days;
        std::vector<std::string> sales;
        const int steps = one_of<int>({1, 3, 8});
        for (int i = 0; i < steps; ++i) {
            const std::string date = days.next();
            const ledger::Sale sale = any_sale("T" + std::to_string(i), date);
            const std::string who = sale.basket.member->id.value();
            const ledger::MemberOnDay before = journal.on(date, who);
            const auto sold = journal.take<ledger::Sold>(sale);
            const ledger::MemberOnDay after = journal.on(date, who);
            RC_ASSERT(sold.priced.redeemed_points <= before.spendable);
            RC_ASSERT(sold.priced.tier->id == sold.tier->after);
            Points rewards;
            if (who == "M2")
                rewards = held(after) - after.debt - held(before) + before.debt +
                          sold.priced.redeemed_points - sold.priced.points_earned;
            RC_ASSERT((rewards == Points{} || rewards == Points::of(1)));
            RC_ASSERT(held(after) - after.debt == held(before) - before.debt -
                                                      sold.priced.redeemed_points +
                                                      sold.priced.points_earned + rewards);
            sales.push_back(sale.id.value());
            if (one_of<int>({0, 0, 1}) == 1) {
                journal.give_back(sales.back(), days.next());
                sales.pop_back();
            }
            for (const char* member : members) {
                const ledger::MemberOnDay shown = journal.on(days.today(), member);
                Points pending;
                for (const Lot& lot : shown.lots) {
                    RC_ASSERT(lot.points > Points{});
                    RC_ASSERT((!lot.until || *lot.until >= day(days.today())));
                    if (lot.from > day(days.today())) pending += lot.points;
                }
                RC_ASSERT(shown.balance == std::max(held(shown) - shown.debt, Points{}));
                RC_ASSERT(shown.pending == pending);
                RC_ASSERT(shown.spendable ==
                          (shown.debt > Points{} ? Points{} : held(shown) - pending));
                RC_ASSERT((shown.debt == Points{} || shown.lots.empty()));
            }
        }
    });
}

TEST_CASE("Evaluating a tier twice gives the same, and a dry review says what a review does",
          "[core][tier][property]")
{
    rc::prop("on any day", [] {
        Journal journal = with_members(any_programme());
        Days days;
        const int steps = one_of<int>({1, 3, 8});
        for (int i = 0; i < steps; ++i) {
            journal.take(any_sale("T" + std::to_string(i), days.next()));
            const std::string date = days.next();
            const std::vector<TierMove> dry = journal.ledger().review(day(date));
            RC_ASSERT(journal.review(date) == dry);
            const std::string tiers = journal.tier("M1") + journal.tier("M2");
            RC_ASSERT(journal.review(date).empty());
            RC_ASSERT(journal.tier("M1") + journal.tier("M2") == tiers);
        }
    });
}

TEST_CASE("A merge adds up what the two were", "[core][ledger][property]")
{
    rc::prop("points, debt and metrics that count amounts", [] {
        Programme rules = any_programme();
        rules.tiers[1].enter = {{{Metric::spend, {}, 300}}, {{Metric::points, {}, 300}}};
        rules.tiers[2].enter = {};
        rules.tiers[2].keep = {};
        Journal journal = with_members(rules);
        Days days;
        for (int i = 0; i < 4; ++i) {
            journal.take(any_sale("T" + std::to_string(i), days.next()));
            journal.adjust(one_of<std::string>({"M1", "M2"}), days.today(),
                           one_of<std::int64_t>({0, 3, -5}));
        }
        const std::string date = days.today();
        const ledger::MemberOnDay into = journal.on(date, "M1");
        const ledger::MemberOnDay from = journal.on(date, "M2");
        journal.take(ledger::Merge{noon(date), MemberId{"M2"}, MemberId{"M1"}});
        const ledger::MemberOnDay both = journal.on(date, "M1");
        RC_ASSERT(held(both) == held(into) + held(from));
        RC_ASSERT(both.debt == into.debt + from.debt);
        RC_ASSERT(both.lots.size() == into.lots.size() + from.lots.size());
        for (std::size_t i = 0; i < both.metrics.size(); ++i) {
            RC_ASSERT(both.metrics[i].metric.value ==
                      into.metrics[i].metric.value + from.metrics[i].metric.value);
        }
        RC_ASSERT(both.tier == std::max(into.tier, from.tier));
    });
}
