#include "tier_reasons.hpp"

#include "reasons.hpp"

#include <string>
#include <vector>

namespace loyal::reasons {
namespace {

Text name_of(Metric metric)
{
    switch (metric) {
        case Metric::spend: return {"消费", "Spend"};
        case Metric::visits: return {"到店天数", "Days with a purchase"};
        case Metric::points: return {"所得积分", "Points earned"};
        case Metric::referrals: return {"推荐人数", "Referrals"};
        case Metric::score: return {"得分", "Score"};
    }
    return {};
}

Text name_of(const Window& window)
{
    const std::string count = std::to_string(window.count);
    const bool before = window.previous;
    switch (window.kind) {
        case Window::Kind::calendar_month:
            return before ? Text{"上月", "in the month before"} : Text{"当月", "in the month"};
        case Window::Kind::calendar_quarter:
            return before ? Text{"上季", "in the quarter before"} : Text{"当季", "in the quarter"};
        case Window::Kind::calendar_year:
            return before ? Text{"上年", "in the year before"} : Text{"当年", "in the year"};
        case Window::Kind::rolling_days:
            return before ? Text{"再之前 " + count + " 天",
                                 "in the " + count + " days before the last"}
                          : Text{"近 " + count + " 天", "in the last " + count + " days"};
        case Window::Kind::rolling_months:
            return before ? Text{"再之前 " + count + " 个月",
                                 "in the " + count + " months before the last"}
                          : Text{"近 " + count + " 个月", "in the last " + count + " months"};
        case Window::Kind::membership_year:
            return before ? Text{"上个会员年度", "in the membership year before"}
                          : Text{"本会员年度", "in the membership year"};
        case Window::Kind::birthday: return {"生日期间", "around the birthday"};
        case Window::Kind::lifetime: return {"累计", "in all"};
    }
    return {};
}

std::string amount(Metric metric, std::int64_t value, const Programme& programme)
{
    if (metric != Metric::spend) return std::to_string(value);
    return money(Money::minor(value), programme.currency);
}

Text lack(const Requirement& requirement, std::int64_t value, const Programme& programme)
{
    const Text metric = name_of(requirement.metric);
    const Text window = name_of(requirement.window);
    const std::string has = amount(requirement.metric, value, programme);
    const std::string needs = amount(requirement.metric, requirement.min, programme);
    return {window.zh_cn + metric.zh_cn + " " + has + "，需 " + needs,
            metric.en + " " + window.en + ": " + has + " of " + needs};
}

}  // namespace

Text tier_not_kept(const Tier& tier,
                   const MemberState& member,
                   const Programme& programme,
                   BusinessDate day)
{
    std::vector<Text> nearest;
    for (const Alternatives* alternatives : {&tier.keep, &tier.enter}) {
        for (const std::vector<Requirement>& all : *alternatives) {
            std::vector<Text> lacks;
            for (const Requirement& requirement : all) {
                const std::int64_t value =
                    metric_value(member, requirement.metric, requirement.window, day,
                                 programme.tier_policy.score);
                if (value < requirement.min) lacks.push_back(lack(requirement, value, programme));
            }
            if (nearest.empty() || lacks.size() < nearest.size()) nearest = std::move(lacks);
        }
    }
    if (nearest.empty()) return {"人工给予的等级已到期", "The tier given by hand has ended"};
    Text text = nearest.front();
    for (std::size_t i = 1; i < nearest.size(); ++i) {
        text.zh_cn += "；" + nearest[i].zh_cn;
        text.en += "; " + nearest[i].en;
    }
    return text;
}

}  // namespace loyal::reasons
