#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace loyal::decode {

/// One GS1 element: application identifier ("01", "3103", "8110") and its value.
struct Gs1Element {
    std::string identifier;
    std::string value;

    friend bool operator==(const Gs1Element&, const Gs1Element&) = default;
};

/// Why text is not a GS1 element string. Values are stable.
enum class Gs1Error : std::uint8_t {
    unknown_identifier = 1,  ///< no application identifier of ours starts here
    bad_length = 2,          ///< the value is shorter or longer than its identifier allows
    not_digits = 3,          ///< the identifier allows digits only
    bad_check_digit = 4,     ///< SSCC, GTIN or GLN whose check digit does not hold
    too_many = 5,            ///< more than gs1_elements_max elements
};

inline constexpr std::size_t gs1_elements_max = 32;

using Gs1Result = std::variant<std::vector<Gs1Element>, Gs1Error>;

/// Splits the data of a GS1-128, GS1 DataMatrix, GS1 QR or GS1 DataBar label into its elements.
///
/// @param text without symbology identifier; FNC1 is the byte 0x1D, a leading one is allowed
/// @return the elements in the order of the label; an identifier that we do not know is an error,
///         because its length and so everything after it would be a guess
/// Source: GS1 General Specifications §3.2 and §7.8.
Gs1Result parse_gs1(std::string_view text);

}  // namespace loyal::decode
