#include "reasons.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace loyal::reasons {
namespace {

struct Currency {
    std::string_view code;
    std::string_view symbol;
    int digits;
};

// ISO 4217 minor units; the symbols are CLDR's narrow ones, which pages use as well.
constexpr std::array currencies{
    Currency{"CNY", "¥", 2},    Currency{"HKD", "$", 2}, Currency{"TWD", "$", 2},
    Currency{"MOP", "MOP$", 2}, Currency{"JPY", "¥", 0}, Currency{"KRW", "₩", 0},
    Currency{"VND", "₫", 0},    Currency{"USD", "$", 2}, Currency{"EUR", "€", 2},
    Currency{"GBP", "£", 2},    Currency{"SGD", "$", 2}, Currency{"KWD", "KWD ", 3},
};

std::string joined(const std::vector<std::string>& names, std::string_view last)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i != 0) text += last;
        text += names[i];
    }
    return text;
}

// A decimal fraction in its shortest form: 350 thousandths are "0.35".
std::string decimal(std::int64_t amount, std::int64_t unit)
{
    std::string text = std::to_string(amount / unit);
    if (amount % unit == 0) return text;
    std::string rest = std::to_string(unit + amount % unit).substr(1);
    while (rest.back() == '0') rest.pop_back();
    return text + "." + rest;
}

std::string pieces(Quantity quantity)
{
    return decimal(quantity.in_thousandths(), 1000);
}

std::string percent(BasisPoints rate)
{
    return decimal(raw(rate), 100) + "%";
}

// 10 % off is 9 折: the tenths that are left to pay.
std::string tenths_to_pay(BasisPoints rate)
{
    return decimal(10'000 - raw(rate), 1000);
}

}  // namespace

std::string money(Money amount, const std::string& code)
{
    const auto found = std::ranges::find(currencies, code, &Currency::code);
    const Currency currency = found == currencies.end() ? Currency{code, "", 2} : *found;
    const std::int64_t units =
        amount.minor_units() < 0 ? -amount.minor_units() : amount.minor_units();
    std::string digits = std::to_string(units);
    const auto fraction = static_cast<std::size_t>(currency.digits);
    if (digits.size() <= fraction) digits.insert(0, fraction + 1 - digits.size(), '0');
    if (fraction != 0) digits.insert(digits.size() - fraction, ".");
    std::string symbol{currency.symbol};
    if (found == currencies.end()) symbol = code + " ";
    return (amount < Money{} ? "\u2212" : "") + symbol + digits;
}

Text members_only()
{
    return {"仅限会员", "For members only"};
}

Text non_members_only()
{
    return {"仅限非会员", "For customers without a card only"};
}

Text tiers_only(const std::vector<TierCode>& tiers, const Programme& programme)
{
    std::vector<std::string> chinese;
    std::vector<std::string> english;
    for (const TierCode& code : tiers) {
        const Tier* tier = programme.find_tier(code);
        chinese.push_back(tier == nullptr ? code.value() : tier->name.zh_cn);
        english.push_back(tier == nullptr ? code.value() : tier->name.en);
    }
    return {"仅限" + joined(chinese, "或"), "For " + joined(english, " or ") + " members only"};
}

Text chosen_members_only()
{
    return {"仅限受邀会员", "For invited members only"};
}

Text lifecycle_only()
{
    return {"这位会员暂不适用", "Not for this member at present"};
}

Text birthday_only(const BirthdayCondition& birthday)
{
    if (birthday.month) return {"仅限生日当月", "In the birthday month only"};
    if (birthday.days_before == 0 && birthday.days_after == 0) {
        return {"仅限生日当天", "On the birthday only"};
    }
    const std::string before = std::to_string(birthday.days_before);
    const std::string after = std::to_string(birthday.days_after);
    return {"仅限生日前 " + before + " 天到后 " + after + " 天",
            "From " + before + " days before to " + after + " days after the birthday only"};
}

Text enrolled_within(int days)
{
    return {"仅限入会 " + std::to_string(days) + " 天内",
            "Within " + std::to_string(days) + " days of enrolment only"};
}

Text first_purchase(bool wanted)
{
    if (wanted) return {"仅限首次消费", "For the first purchase only"};
    return {"首次消费不适用", "Not for the first purchase"};
}

Text coupon_needed()
{
    return {"需要优惠券", "Needs a coupon"};
}

Text short_of(Money missing, Money wanted, const std::string& currency)
{
    return {"还差 " + money(missing, currency) + " 就满 " + money(wanted, currency),
            money(missing, currency) + " short of " + money(wanted, currency)};
}

Text pieces_short(Quantity missing, Quantity wanted)
{
    return {"还差 " + pieces(missing) + " 件就满 " + pieces(wanted) + " 件",
            pieces(missing) + " short of " + pieces(wanted) + " pieces"};
}

Text limit_reached()
{
    return {"已达使用次数上限", "Used as often as it may be"};
}

Text better_offer()
{
    return {"已用更优惠的活动", "A better offer was used"};
}

Text coupon_without_effect()
{
    return {"这一单用不上，券仍保留", "Gives nothing on this sale; the coupon is kept"};
}

Text coupon_unknown()
{
    return {"没有这张券的活动，券仍保留", "No offer for this coupon; it is kept"};
}

Text coupon_second()
{
    return {"同一活动只用一张，这张仍保留", "One coupon of an offer is enough; this one is kept"};
}

Text coupon_left_out()
{
    return {"这一单选择不用这个优惠，券仍保留",
            "The offer was left out of this sale; the coupon is kept"};
}

Text no_redemption()
{
    return {"当前方案不能用积分抵扣", "Points cannot be redeemed in this programme"};
}

Text redeem_without_member()
{
    return {"用积分要先刷会员卡", "Scan the member card to use points"};
}

Text redeem_at_least(Points least)
{
    const std::string points = std::to_string(least.count());
    return {"一次至少用 " + points + " 分", "At least " + points + " points at a time"};
}

Text redeem_at_most(Points least, Points most)
{
    return {"一次至少用 " + std::to_string(least.count()) + " 分，这一单最多只能用 " +
                std::to_string(most.count()) + " 分",
            "At least " + std::to_string(least.count()) + " points; this sale can take " +
                std::to_string(most.count())};
}

Text points_short(Points spendable, Points wanted)
{
    return {"需要 " + std::to_string(wanted.count()) + " 分，现在可用 " +
                std::to_string(spendable.count()) + " 分",
            "Needs " + std::to_string(wanted.count()) + " points; " +
                std::to_string(spendable.count()) + " can be used"};
}

Text more_reaches(Money missing, const SpendStep& step, const std::string& currency)
{
    const std::string chinese =
        "再买 " + money(missing, currency) + " 就满 " + money(step.from, currency);
    const std::string english =
        money(missing, currency) + " more reaches " + money(step.from, currency);
    if (step.off) {
        const std::string off = money(*step.off, currency);
        return {chinese + "，立减 " + off, english + ": " + off + " off"};
    }
    return {chinese + "，打 " + tenths_to_pay(*step.bp) + " 折",
            english + ": " + percent(*step.bp) + " off"};
}

Text more_takes_off(Money missing, Money off, const std::string& currency)
{
    return {"再买 " + money(missing, currency) + "，再减 " + money(off, currency),
            money(missing, currency) + " more takes another " + money(off, currency) + " off"};
}

}  // namespace loyal::reasons
