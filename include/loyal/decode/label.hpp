#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace loyal::decode {

/// How a label was encoded, as far as the scanner said so.
enum class Symbology : std::uint8_t {
    unknown,
    ean13,
    ean8,
    upc_a,
    upc_e,
    code128,
    gs1_128,
    itf,
    code39,
    code93,
    codabar,
    gs1_databar,
    pdf417,
    qr,
    gs1_qr,
    data_matrix,
    gs1_data_matrix,
    aztec,
    han_xin,
    device_reply,
};

/// What a scanner read. `text` is the data as the scanner sent it, without its symbology
/// identifier and suffix; FNC1 inside GS1 data is the byte 0x1D. At most `label_size_max` bytes.
struct Label {
    Symbology symbology = Symbology::unknown;
    std::string text = {};

    friend bool operator==(const Label&, const Label&) = default;
};

/// Longest label that a decoder passes on, in bytes. Loyalty and goods labels stay far below; a
/// longer one is a stuck key or a document held under the scanner.
inline constexpr std::size_t label_size_max = 1'024;

/// Why a decoder dropped what it was fed. Values are stable.
enum class LabelError : std::uint8_t {
    too_long = 1,          ///< more than label_size_max bytes before the end; said once a label
    incomplete = 2,        ///< the device fell silent in the middle
    malformed_report = 3,  ///< a report that contradicts its own length
    bad_check_digit = 4,   ///< the symbology has a check digit and it does not hold
    not_digits = 5,        ///< the symbology holds digits only, the text something else
    payment_card = 6,      ///< a bank card: refused, nothing of it is kept
};

/// What one report brought: nothing yet, a label, or the reason why there will be none.
using Decoded = std::variant<std::monostate, Label, LabelError>;

/// The symbology's name in logs and in the API: "ean13", "gs1_128".
std::string_view name(Symbology symbology);

/// One line for the operator: what was expected.
std::string_view message(LabelError error);

/// The symbology behind an AIM identifier.
///
/// @param identifier its code letter and modifier, without the ']' ("E0"); a modifier that is not
///        known falls back to the letter's plain meaning
/// Source: ISO/IEC 15424, annex A. ]E0 covers EAN-13, UPC-A and UPC-E: they differ by length.
Symbology symbology_of(std::string_view identifier);

/// A label of this AIM identifier (without the ']'); ]E0 is settled by the number of digits.
Label make_label(std::string_view identifier, std::string_view text);

/// A label from text that may start with an AIM identifier ("]E06901234567892"), as wedge scanners
/// send it when set up to. An unknown identifier stays part of the text.
Label split_label(std::string_view text);

/// Checks what the symbology promises: digits only and a check digit for EAN and UPC.
std::optional<LabelError> check(const Label& label);

}  // namespace loyal::decode
