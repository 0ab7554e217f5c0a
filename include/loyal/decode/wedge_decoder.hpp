#pragma once

#include <loyal/decode/label.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace loyal::decode {

/// Turns the reports of a keyboard-wedge scanner into labels. Does no I/O: feed it reports.
///
/// A label ends at Enter, keypad Enter or Tab; empty ones are skipped. Only newly pressed keys
/// count, so a key that is held over reports is read once; a roll-over report is ignored. Shift,
/// Caps Lock, the keypad, control characters (Ctrl+] is FNC1) and Alt with keypad digits (a
/// character by its Unicode number) are understood; the keyboard layout is US.
/// Source: USB HID 1.11 appendix B.1 (boot report), HID Usage Tables §10 (keyboard page).
class WedgeDecoder {
public:
    static constexpr std::size_t report_size = 8;

    /// @param report modifier byte, reserved byte, six usages; 0 means no key. Shorter reports
    ///        (a scanner that drops trailing zeros) are filled with 0, longer ones cut.
    /// @return a label when this report completes one; LabelError::too_long once per label over
    ///         label_size_max, which is dropped up to its end
    Decoded feed(std::span<const std::uint8_t> report);

    /// Whether keys were read that no suffix has ended yet: the caller then arms the inter-key
    /// timeout and calls flush() when it passes.
    bool is_waiting() const { return !text_.empty() || dropping_ || caps_lock_; }

    /// Ends what was read so far, for scanners that are set up without a suffix. Also returns to
    /// the state after power-up, so that one lost key cannot spoil the labels after it.
    /// @return the label, or nothing if none was under way
    Decoded flush();

private:
    Decoded press(std::uint8_t usage, std::uint8_t modifiers);
    Decoded append(std::string_view typed);
    Decoded finish();
    Decoded finish_alt_code();

    std::string text_;
    std::array<std::uint8_t, 6> held_{};
    std::uint32_t alt_code_ = 0;
    bool alt_digits_ = false;
    bool caps_lock_ = false;
    bool dropping_ = false;
};

}  // namespace loyal::decode
