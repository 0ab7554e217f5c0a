#pragma once

#include "samples.hpp"

#include <loyal/core/ledger.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

/// A journal that is told entry by entry at noon of its days, and asked how members stand.
namespace loyal::samples {

inline Date day(const std::string& text)
{
    return parse_date(text).value();
}

inline Instant noon(const std::string& date)
{
    return parse_instant(date + "T12:00:00+08:00").value();
}

class Journal {
public:
    explicit Journal(Programme programme)
        : prepared_{std::make_unique<PreparedProgramme>(std::move(programme))}, ledger_{*prepared_}
    {
    }

    template <class Answer = ledger::Answer>
    Answer take(ledger::Entry entry)
    {
        auto answer = ledger_.take(std::move(entry)).value();
        if constexpr (std::is_same_v<Answer, ledger::Answer>) {
            return answer;
        } else {
            return std::get<Answer>(std::move(answer));
        }
    }
    /// "member: text" of an entry that must be refused.
    std::string refused(ledger::Entry entry)
    {
        return to_string(ledger_.take(std::move(entry)).error());
    }

    ledger::Standing enrol(const std::string& member,
                           const std::string& date,
                           std::optional<std::string> referrer = {})
    {
        ledger::Enrol entry{noon(date), MemberId{member}, {}, {}};
        if (referrer) entry.referrer = MemberId{*referrer};
        return take<ledger::Standing>(entry);
    }
    static ledger::Sale sale_of(const std::string& id,
                                const std::string& member,
                                const std::string& date,
                                std::int64_t amount,
                                std::int64_t redeem = 0)
    {
        ledger::Sale entry{TransactionId{id}, basket({line(1, "A", amount)})};
        entry.basket.at = noon(date);
        entry.basket.member.emplace().id = MemberId{member};
        entry.basket.redeem.points = Points::of(redeem);
        return entry;
    }
    ledger::Sold sale(const std::string& id,
                      const std::string& member,
                      const std::string& date,
                      std::int64_t amount,
                      std::int64_t redeem = 0)
    {
        return take<ledger::Sold>(sale_of(id, member, date, amount, redeem));
    }
    ledger::Returned give_back(const std::string& of, const std::string& date)
    {
        return take<ledger::Returned>(
            ledger::Return{TransactionId{"R" + of}, TransactionId{of}, noon(date), {}, false});
    }
    void adjust(const std::string& member, const std::string& date, std::int64_t points)
    {
        take(ledger::Adjust{noon(date), MemberId{member}, Points::of(points), "", ""});
    }
    std::vector<TierMove> review(const std::string& date)
    {
        return take<ledger::Reviewed>(ledger::Review{noon(date)}).moves;
    }

    ledger::MemberOnDay on(const std::string& date, const std::string& member) const
    {
        for (const ledger::MemberOnDay& one : ledger_.members(day(date))) {
            if (one.id.value() == member) return one;
        }
        throw std::runtime_error{"no member " + member};
    }
    std::string tier(const std::string& member) const
    {
        return on("2026-01-01", member).tier.value();
    }
    const Ledger& ledger() const { return ledger_; }

private:
    std::unique_ptr<PreparedProgramme> prepared_;
    Ledger ledger_;
};

/// Points at one for each yuan, redeemed at one fen each, that live twelve months.
inline Programme with_points()
{
    Programme it = programme();
    it.points.expiry.rule = ExpiryRule::Months{12, false};
    it.points.redeem =
        RedeemRule{Points::of(1), fen(1), {}, Points::of(1), BasisPoints{10'000}, {}};
    return it;
}

/// The phone shop: a month's spend of 5000 is VIP, 2000 senior, 1000 ordinary, else potential.
inline Programme phone_shop()
{
    Programme it = with_points();
    const auto month = [](std::int64_t min) {
        return Alternatives{{{Metric::spend, {Window::Kind::calendar_month, 1, false}, min}}};
    };
    const BasisPoints one{10'000};
    it.tiers = {{TierCode{"potential"}, 0, {"潜在客户", "Potential"}, {}, {}, one},
                {TierCode{"ordinary"}, 1, {"普通会员", "Ordinary"}, month(100'000), {}, one},
                {TierCode{"senior"}, 2, {"高级会员", "Senior"}, month(200'000), {}, one},
                {TierCode{"vip"}, 3, {"VIP", "VIP"}, month(500'000), {}, one}};
    it.tier_policy.review = TierPolicy::Review::monthly;
    return it;
}

}  // namespace loyal::samples
