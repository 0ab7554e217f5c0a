#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/programme.hpp>

#include <string>

/// The sentences that a cashier reads out when an offer or a redemption did not happen.
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

Text no_redemption();
Text redeem_without_member();
Text redeem_at_least(Points min, Points possible);
Text points_short(Points spendable, Points wanted);

}  // namespace loyal::reasons
