#pragma once

#include <loyal/core/error.hpp>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace loyal {

/// A trade item number, held as its 14-digit form so that an EAN-13 and the UPC-A printed on
/// the same box compare equal.
class Gtin {
public:
    /// Reads the digits of a scanned EAN-8, UPC-A, EAN-13 or ITF-14 label.
    ///
    /// @param digits 8, 12, 13 or 14 ASCII digits, check digit last
    /// @return Errc::not_a_gtin or Errc::check_digit_mismatch for anything else
    /// Source: GS1 General Specifications §7.9 (check digit, weights 3 and 1 from the right).
    static Result<Gtin> parse(std::string_view digits);

    std::uint64_t value() const noexcept { return value_; }

    friend auto operator<=>(Gtin, Gtin) = default;

private:
    explicit Gtin(std::uint64_t value) noexcept : value_{value} {}

    std::uint64_t value_;
};

/// The check digit that completes `digits` (without it), as a character.
/// @pre only ASCII digits
char gtin_check_digit(std::string_view digits) noexcept;

}  // namespace loyal
