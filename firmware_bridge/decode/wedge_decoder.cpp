#include "utf8.hpp"

#include <loyal/decode/wedge_decoder.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace loyal::decode {
namespace {

constexpr std::uint8_t control_mask = 0x11;  // left or right Ctrl, and so on
constexpr std::uint8_t shift_mask = 0x22;
constexpr std::uint8_t alt_mask = 0x44;
constexpr std::uint8_t gui_mask = 0x88;

constexpr std::uint8_t usage_rollover = 0x01;
constexpr std::uint8_t usage_enter = 0x28;
constexpr std::uint8_t usage_tab = 0x2B;
constexpr std::uint8_t usage_caps_lock = 0x39;
constexpr std::uint8_t usage_keypad_enter = 0x58;
constexpr std::uint8_t usage_keypad_1 = 0x59;
constexpr std::uint8_t usage_keypad_0 = 0x62;
constexpr std::uint32_t alt_code_max = 0x10FFFF;

char plain_or_shifted(std::string_view plain, std::string_view shifted, std::size_t i, bool shift)
{
    return shift ? shifted[i] : plain[i];
}

// The character a key types on a US keyboard, or 0 for a key that types none.
char character(std::uint8_t usage, bool shift, bool caps_lock)
{
    if (usage >= 0x04 && usage <= 0x1D) {
        return static_cast<char>((shift != caps_lock ? 'A' : 'a') + (usage - 0x04));
    }
    if (usage >= 0x1E && usage <= 0x27) {
        return plain_or_shifted("1234567890", "!@#$%^&*()", usage - 0x1EU, shift);
    }
    if (usage >= 0x2C && usage <= 0x38) {
        return plain_or_shifted(R"( -=[]\#;'`,./)", R"( _+{}|~:"~<>?)", usage - 0x2CU, shift);
    }
    if (usage >= 0x54 && usage <= 0x57) return "/*-+"[usage - 0x54];
    if (usage >= usage_keypad_1 && usage <= 0x63) return "1234567890."[usage - usage_keypad_1];
    if (usage == 0x64) return shift ? '|' : '\\';
    return 0;
}

bool is_keypad_digit(std::uint8_t usage)
{
    return usage >= usage_keypad_1 && usage <= usage_keypad_0;
}

}  // namespace

Decoded WedgeDecoder::feed(std::span<const std::uint8_t> report)
{
    std::array<std::uint8_t, report_size> keys{};
    std::copy_n(report.begin(), std::min(report.size(), keys.size()), keys.begin());
    const std::span<const std::uint8_t, 6> usages = std::span{keys}.subspan<2>();
    if (std::ranges::find(usages, usage_rollover) != usages.end()) return {};

    const std::uint8_t modifiers = keys[0];
    const auto held = std::exchange(held_, {});
    Decoded result;
    if ((modifiers & alt_mask) == 0 && alt_digits_) result = finish_alt_code();
    for (std::size_t i = 0; i < usages.size(); ++i) {
        const std::uint8_t usage = usages[i];
        const bool seen = std::ranges::find(held_, usage) != held_.end();
        held_[i] = usage;
        if (usage == 0 || seen || std::ranges::find(held, usage) != held.end()) continue;
        // No scanner ends two labels in one report; of a device that does, the last one counts.
        auto pressed = press(usage, modifiers);
        if (!std::holds_alternative<std::monostate>(pressed)) result = std::move(pressed);
    }
    return result;
}

Decoded WedgeDecoder::press(std::uint8_t usage, std::uint8_t modifiers)
{
    if ((modifiers & gui_mask) != 0) return {};
    if ((modifiers & alt_mask) != 0) {
        if (!is_keypad_digit(usage)) return {};
        const auto digit = usage == usage_keypad_0 ? 0U : usage - usage_keypad_1 + 1U;
        alt_digits_ = true;
        alt_code_ = std::min(alt_code_ * 10 + digit, alt_code_max + 1);
        return {};
    }
    if (usage == usage_caps_lock) {
        caps_lock_ = !caps_lock_;
        return {};
    }
    if (usage == usage_enter || usage == usage_keypad_enter || usage == usage_tab) return finish();
    const char typed = character(usage, (modifiers & shift_mask) != 0, caps_lock_);
    if (typed == 0) return {};
    if ((modifiers & control_mask) == 0) return append({&typed, 1});
    if (typed < '@') return {};
    const char control = static_cast<char>(typed & 0x1F);
    if (control == '\r' || control == '\n') return finish();
    return append({&control, 1});
}

Decoded WedgeDecoder::finish_alt_code()
{
    alt_digits_ = false;
    return append(utf8(std::exchange(alt_code_, 0)));
}

Decoded WedgeDecoder::append(std::string_view typed)
{
    if (dropping_) return {};
    if (text_.size() + typed.size() > label_size_max) {
        text_.clear();
        dropping_ = true;
        return LabelError::too_long;
    }
    text_ += typed;
    return {};
}

Decoded WedgeDecoder::finish()
{
    const std::string text = std::exchange(text_, {});
    const bool dropped = std::exchange(dropping_, false);
    if (dropped || text.empty()) return {};
    return split_label(text);
}

Decoded WedgeDecoder::flush()
{
    auto result = finish();
    // Keys still held stay known: at an idle rate the device repeats them.
    caps_lock_ = false;
    alt_digits_ = false;
    alt_code_ = 0;
    return result;
}

}  // namespace loyal::decode
