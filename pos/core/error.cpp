#include <loyal/core/error.hpp>

#include <utility>

namespace loyal {
namespace {

// Lives as long as the program.
// NOLINTNEXTLINE(cppcoreguidelines-virtual-class-destructor): the base has no virtual one
class Category final : public boost::system::error_category {
public:
    const char* name() const noexcept override { return "loyal"; }

    std::string message(int value) const override
    {
        switch (static_cast<Errc>(value)) {
            case Errc::check_digit_mismatch: return "check digit does not match";
            case Errc::not_a_gtin: return "not a GTIN";
            case Errc::member_not_found: return "no member holds this credential";
            case Errc::right_too_small: return "more points than this terminal may spend";
            case Errc::item_not_found: return "no item has this code";
            case Errc::basket_not_found: return "no basket has this id";
            case Errc::transaction_not_found: return "no sale has this receipt code";
            case Errc::revision_is_old: return "the basket changed since it was shown";
            case Errc::total_changed: return "the total is not the one that was shown";
            case Errc::already_returned: return "more than was bought and not yet returned";
            case Errc::return_window_over: return "the days for a return are over";
            case Errc::not_this_terminal: return "not a sale of this terminal and business date";
            case Errc::credential_taken: return "another member holds this credential";
            case Errc::credential_blocked: return "this card was reported lost";
            case Errc::tender_too_small: return "the tenders do not reach the total";
            case Errc::basket_empty: return "the basket is empty";
            case Errc::too_many_lines: return "more lines than one sale may have";
        }
        return "unknown loyal error " + std::to_string(value);
    }
};

}  // namespace

const boost::system::error_category& loyal_category() noexcept
{
    static const Category category;
    return category;
}

std::string to_string(const InputError& error)
{
    return error.member.empty() ? error.text : error.member + ": " + error.text;
}

InputRefused::InputRefused(InputError error)
    : std::runtime_error{to_string(error)}, error_{std::move(error)}
{
}

void throw_exception_from_error(const InputError& error, const boost::source_location& /*where*/)
{
    throw InputRefused{error};
}

}  // namespace loyal
