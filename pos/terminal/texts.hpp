#pragma once

#include <loyal/core/error.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/programme.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// What the till says, in both languages: what happened, what is safe, what to do.
namespace loyal::terminal {

/// Why a call was not done. `code` is part of the local API.
struct Problem {
    unsigned status = 400;
    std::string_view code;
    Text text;
};

/// Ends a call with an error answer. Nothing was changed.
class Refusal : public std::exception {
public:
    explicit Refusal(Problem problem, std::string member = {})
        : problem_{std::move(problem)}, member_{std::move(member)}
    {
    }
    const char* what() const noexcept override { return problem_.text.en.c_str(); }
    const Problem& problem() const noexcept { return problem_; }
    const std::string& member() const noexcept { return member_; }  ///< of the request, if any

private:
    Problem problem_;
    std::string member_;
};

Problem problem_of(boost::system::error_code error);
Problem bad_request(const std::string& why_en, const std::string& why_zh);
/// A value that the domain refuses, "lines[2].quantity: must be positive".
Problem cannot_price(const InputError& error);

namespace problems {
Problem key_missing();
Problem key_reused();
Problem not_authorised();
Problem no_such_path();
Problem line_not_found();
Problem nothing_to_undo();
Problem basket_suspended();
Problem coupon_there_already();
Problem tender_too_large();
Problem member_missing();
Problem disk_full();
Problem no_programme();
Problem database_failed();
}  // namespace problems

enum class Tone { plain, good, error };
std::string_view name(Tone tone);

/// One sentence about what just happened, and its sound ("" for none).
struct Voice {
    Tone tone = Tone::plain;
    Text text;
    std::string_view sound;
};

/// An amount with its sign and currency, "−¥12.60".
std::string money_text(Money amount, std::string_view currency);
/// The same without the currency, "12.60".
std::string amount_text(Money amount, std::string_view currency);
std::string quantity_text(Quantity quantity);  ///< "3", "0.350"

/// What a cashier may see of a name: 王*明, J*** S***; "*" for none.
std::string masked_name(std::string_view name);
std::string masked_phone(std::string_view phone);  ///< 138****5678
std::string last_four(std::string_view number);

namespace voices {
Voice ready();
Voice item_added(const Text& name, Money price, std::string_view currency);
Voice member_added(const std::string& masked, Money less, std::string_view currency);
Voice unknown_card();
Voice blocked_card();
Voice unknown_item();
Voice payment_card();
Voice coupon_added();
Voice coupon_stays(const Text& why);
Voice receipt_found(const std::string& id);
Voice paid(Money total, Money change, std::string_view currency);
Voice disk_full();
}  // namespace voices

/// Why points cannot be redeemed here now.
Text no_right_offline();
Text no_right_online();
Text no_points_rule();
Text too_few_points(Points least);

}  // namespace loyal::terminal
