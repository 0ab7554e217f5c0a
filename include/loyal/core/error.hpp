#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>
#include <type_traits>

namespace loyal {

/// Every outcome a caller is expected to decide on. Broken disks, bugs and lost memory are not
/// here: they throw. Values are part of the local API, so they are never renumbered.
enum class Errc {
    check_digit_mismatch = 1,   ///< the last digit of a GTIN disagrees with the others
    not_a_gtin = 2,             ///< not 8, 12, 13 or 14 decimal digits
    member_not_found = 4,       ///< no member holds this credential
    right_too_small = 5,        ///< more points than this terminal may spend
    item_not_found = 6,         ///< no item has this code
    basket_not_found = 7,       ///< no open or suspended basket has this id
    transaction_not_found = 8,  ///< no sale has this receipt code
    revision_is_old = 9,        ///< the basket changed since the caller saw it
    total_changed = 10,         ///< the total is not the one the caller saw
    already_returned = 11,      ///< more than was bought and not yet returned
    return_window_over = 12,    ///< the programme's days for a return are over
    not_this_terminal = 13,     ///< a void of another terminal's sale or business date
    credential_taken = 14,      ///< another member holds this card or phone
    credential_blocked = 15,    ///< the card was reported lost
    tender_too_small = 16,      ///< the tenders do not reach the total
    basket_empty = 17,          ///< nothing to sell
    too_many_lines = 18,        ///< over the number of lines that one sale may have
};

const boost::system::error_category& loyal_category() noexcept;

inline boost::system::error_code make_error_code(Errc e) noexcept
{
    return {static_cast<int>(e), loyal_category()};
}

template <class T>
using Result = boost::system::result<T>;

/// Why an input was refused: the member that is wrong and what was expected there.
struct InputError {
    std::string member;  ///< path from the document's root, "lines[2].quantity"; empty: the whole
    std::string text;    ///< English, "must be positive", without the member and without data

    friend bool operator==(const InputError&, const InputError&) = default;
};

/// "lines[2].quantity: must be positive"
std::string to_string(const InputError& error);

/// What asking a refused input for its value throws.
class InputRefused : public std::runtime_error {
public:
    explicit InputRefused(InputError error);

    const InputError& error() const noexcept { return error_; }

private:
    InputError error_;
};

/// Found by Boost.System when value() is called on a refused input.
[[noreturn]] void throw_exception_from_error(const InputError& error,
                                             const boost::source_location& where);

/// A value that was read and checked, or the first thing that is wrong with it.
template <class T>
using Checked = boost::system::result<T, InputError>;

}  // namespace loyal

template <>
struct boost::system::is_error_code_enum<loyal::Errc> : std::true_type {
};
