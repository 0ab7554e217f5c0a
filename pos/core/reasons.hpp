#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/programme.hpp>

#include <string>

/// The sentences that a cashier reads out when an offer or a redemption did not happen, or what
/// would make it happen.
namespace loyal::reasons {

/// "¥12.00"; the currency's own number of digits.
std::string money(Money amount, const std::string& code);

Text members_only();
Text non_members_only();
Text tiers_only(const std::vector<TierCode>& tiers, const Programme& programme);
Text chosen_members_only();
Text lifecycle_only();
Text birthday_only(const BirthdayCondition& birthday);
Text enrolled_within(int days);
Text first_purchase(bool wanted);
Text coupon_needed();
Text short_of(Money missing, Money wanted, const std::string& currency);
Text pieces_short(Quantity missing, Quantity wanted);
Text limit_reached();
Text better_offer();
Text coupon_without_effect();
Text coupon_unknown();
Text coupon_second();
Text coupon_left_out();

Text no_redemption();
Text redeem_without_member();
Text redeem_at_least(Points least);
Text redeem_at_most(Points least, Points most);
Text points_short(Points spendable, Points wanted);

/// What one more step of a spend offer would take and give.
Text more_reaches(Money missing, const SpendStep& step, const std::string& currency);
Text more_takes_off(Money missing, Money off, const std::string& currency);

}  // namespace loyal::reasons
