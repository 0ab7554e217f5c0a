#pragma once

#include <span>
#include <string>
#include <string_view>

namespace loyal::decode {

/// Whether the digits end in their Luhn check digit. False for other characters or fewer than two.
/// Source: ISO/IEC 7812-1 annex B.
bool luhn_holds(std::string_view digits);

/// Whether text that a reader typed holds a bank card's track, which must not be kept anywhere.
///
/// True for a track 1 of format B ("%B…^") and for a track 2 (";…=") whose number has 13 to 19
/// digits and its Luhn digit, unless the number starts with one of `loyalty_prefixes`.
/// Source: ISO/IEC 7813.
bool holds_payment_card(std::string_view text, std::span<const std::string> loyalty_prefixes);

/// Overwrites the text in memory, then empties it.
void erase_securely(std::string& text);

}  // namespace loyal::decode
