#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loyal::decode {

/// The GS1 check digit ('0'–'9') that belongs after `digits`; nothing if a character is no digit.
/// Source: GS1 General Specifications 7.9.1 (weights 3 and 1 from the right).
std::optional<char> check_digit(std::string_view digits);

/// Whether the last digit is the check digit of those before it. False for other characters.
bool check_digit_holds(std::string_view digits);

/// Whether this is a GTIN-8, -12, -13 or -14 with its check digit.
bool is_gtin(std::string_view digits);

/// The UPC-A number (12 digits) that a UPC-E label stands for.
///
/// @param digits 8 digits (number system 0 or 1, six digits, check digit), as scanners send it
/// @return nothing if it is no UPC-E or the check digit does not hold
/// Source: GS1 General Specifications 5.2.2.4.2.
std::optional<std::string> expand_upc_e(std::string_view digits);

}  // namespace loyal::decode
