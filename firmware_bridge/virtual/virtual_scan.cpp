// What a label makes the virtual scanners send.

#include <loyal/virtual_devices/virtual_device.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace loyal::virtual_devices {
namespace {

constexpr std::size_t queue_size_max = 10'000;
constexpr std::uint8_t left_control = 0x01;
constexpr std::uint8_t left_shift = 0x02;
constexpr std::uint8_t left_alt = 0x04;
constexpr std::uint8_t usage_enter = 0x28;
constexpr char fnc1 = 0x1D;

constexpr std::size_t pos_report_size = 64;
constexpr std::size_t pos_data_at = 5;
constexpr std::size_t pos_data_size = 56;
constexpr std::size_t pos_continued_at = 63;

struct Key {
    std::uint8_t usage = 0;
    std::uint8_t modifiers = 0;
};

// The key of a US keyboard that types this character; usage 0 where there is none.
Key key_of(char c)
{
    if (c >= 'a' && c <= 'z') return {static_cast<std::uint8_t>(0x04 + (c - 'a')), 0};
    if (c >= 'A' && c <= 'Z') return {static_cast<std::uint8_t>(0x04 + (c - 'A')), left_shift};
    if (c == fnc1) return {0x30, left_control};
    constexpr std::string_view plain = "1234567890\n\x1B\b\t -=[]\\#;'`,./";
    constexpr std::string_view shifted = "!@#$%^&*()\n\x1B\b\t _+{}|~:\"~<>?";
    const auto at = plain.find(c);
    if (c != '#' && c != '~' && at != std::string_view::npos) {
        return {static_cast<std::uint8_t>(0x1E + at), 0};
    }
    const auto shifted_at = shifted.find(c);
    if (c == '~') return {0x35, left_shift};
    if (shifted_at != std::string_view::npos) {
        return {static_cast<std::uint8_t>(0x1E + shifted_at), left_shift};
    }
    return {};
}

// The number of the UTF-8 character in front, which is taken off the text.
std::uint32_t take_character(std::string_view& text)
{
    const auto first = static_cast<unsigned char>(text[0]);
    std::size_t size = 1;
    std::uint32_t code = first;
    if (first >= 0xF0) {
        size = 4;
        code = first & 0x07;
    } else if (first >= 0xE0) {
        size = 3;
        code = first & 0x0F;
    } else if (first >= 0xC0) {
        size = 2;
        code = first & 0x1F;
    }
    for (std::size_t i = 1; i < size && i < text.size(); ++i) {
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3F);
    }
    text.remove_prefix(std::min(size, text.size()));
    return code;
}

}  // namespace

void VirtualDevice::scan(std::string_view text, std::string_view identifier)
{
    switch (kind_) {
        case Kind::wedge: type(text); return;
        case Kind::hid_pos:
            if (is_enabled_) send_pos_reports(text, identifier);
            return;
        case Kind::printer: return;
    }
}

void VirtualDevice::push(Bytes report)
{
    if (queue_.size() < queue_size_max) queue_.push_back({false, std::move(report)});
}

void VirtualDevice::press(std::uint8_t usage, std::uint8_t modifiers)
{
    push({modifiers, 0, usage, 0, 0, 0, 0, 0});
    push({0, 0, 0, 0, 0, 0, 0, 0});
}

void VirtualDevice::type(std::string_view text)
{
    while (!text.empty()) {
        const auto code = take_character(text);
        const auto key = code < 0x80 ? key_of(static_cast<char>(code)) : Key{};
        if (key.usage != 0) {
            press(key.usage, key.modifiers);
            continue;
        }
        // Alt is held while the keypad types the character's number.
        for (const char digit : std::to_string(code)) {
            const auto usage = digit == '0' ? 0x62 : 0x59 + static_cast<std::uint8_t>(digit - '1');
            push({left_alt, 0, static_cast<std::uint8_t>(usage), 0, 0, 0, 0, 0});
            push({left_alt, 0, 0, 0, 0, 0, 0, 0});
        }
        push({0, 0, 0, 0, 0, 0, 0, 0});
    }
    press(usage_enter, 0);
}

void VirtualDevice::send_pos_reports(std::string_view text, std::string_view identifier)
{
    const std::string aim = "]" + std::string{identifier.substr(0, 2)};
    do {
        const auto part = text.substr(0, pos_data_size);
        text.remove_prefix(part.size());
        Bytes report(pos_report_size);
        report[0] = 2;
        report[1] = static_cast<std::uint8_t>(part.size());
        std::ranges::copy(aim, report.begin() + 2);
        std::ranges::copy(part, report.begin() + pos_data_at);
        report[pos_continued_at] = text.empty() ? 0 : 1;
        push(std::move(report));
    } while (!text.empty());
}

}  // namespace loyal::virtual_devices
