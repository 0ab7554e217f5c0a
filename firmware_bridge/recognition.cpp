#include "recognition.hpp"

#include <loyal/decode/hid_pos_decoder.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace loyal::device {
namespace {

constexpr std::uint8_t class_hid = 0x03;
constexpr std::uint8_t class_printer = 0x07;
constexpr std::uint8_t subclass_boot = 1;
constexpr std::uint8_t protocol_keyboard = 1;

// Vendors that make scanners and no keyboards.
constexpr auto scanner_vendors = std::to_array<std::uint16_t>({
    0x0C2E,  // Honeywell (Metrologic)
    0x0536,  // Honeywell (Hand Held Products)
    0x23D0,  // Honeywell (Youjie)
    0x05E0,  // Zebra (Symbol)
    0x05F9,  // Datalogic (PSC)
    0x080C,  // Datalogic
    0x065A,  // Opticon
    0x1EAB,  // Newland
});

struct Proprietary {
    std::uint16_t vendor;
    std::uint16_t product;
    std::string_view hint;
};

constexpr std::string_view hint_snapi =
    "scanner is in SNAPI mode: scan the barcode \"USB HID POS\" (in newer guides \"Microsoft UWP "
    "USB\") in the USB chapter of its Product Reference Guide";
constexpr std::string_view hint_ibm =
    "scanner is in IBM USB mode: scan the barcode \"USB HID POS\" (in newer guides \"Microsoft UWP "
    "USB\") or \"HID Keyboard Emulation\" in the USB chapter of its Product Reference Guide";

constexpr auto proprietary = std::to_array<Proprietary>({
    {0x05E0, 0x1900, hint_snapi},
    {0x05E0, 0x1300, hint_ibm},
    {0x05E0, 0x1400, hint_ibm},
});

bool is_listed(const std::vector<UsbModel>& models, const UsbIdentity& device)
{
    return std::ranges::any_of(models, [&device](const UsbModel& model) {
        return model.matches(device.vendor, device.product);
    });
}

bool is_pos_scanner(const UsbInterface& interface, bool is_scanner_by_name)
{
    if (interface.interface_class != class_hid || interface.in == 0) return false;
    if (interface.report_descriptor) {
        return interface.report_descriptor->has_application(decode::usage_barcode_scanner);
    }
    // Whether it is one shows when its descriptor is read; taking an unknown device for that
    // would interrupt somebody's touch screen.
    return interface.subclass != subclass_boot && is_scanner_by_name;
}

bool is_keyboard(const UsbInterface& interface)
{
    return interface.interface_class == class_hid && interface.subclass == subclass_boot &&
           interface.protocol == protocol_keyboard && interface.in != 0;
}

}  // namespace

std::string_view name(DriverKind kind)
{
    switch (kind) {
        case DriverKind::wedge: return "wedge";
        case DriverKind::hid_pos: return "hid_pos";
        case DriverKind::usb_printer: return "usb_printer";
    }
    return "unknown";
}

bool is_unclear(const UsbIdentity& device)
{
    return device.interfaces.empty() ||
           std::ranges::any_of(device.interfaces, [](const UsbInterface& interface) {
               return interface.interface_class == class_hid && !interface.report_descriptor;
           });
}

Recognition recognise(const UsbIdentity& device, const DeviceOptions& options)
{
    if (is_listed(options.deny, device)) return NotOurs{};
    const bool is_allowed = is_listed(options.allow, device);
    const bool is_scanner_by_name =
        is_allowed || std::ranges::find(scanner_vendors, device.vendor) != scanner_vendors.end();

    const auto* known = std::ranges::find_if(proprietary, [&device](const Proprietary& entry) {
        return entry.vendor == device.vendor && entry.product == device.product;
    });
    if (known != proprietary.end()) return Unsupported{std::string{known->hint}};
    for (const auto& interface : device.interfaces) {
        if (is_pos_scanner(interface, is_scanner_by_name)) {
            return Claim{DriverKind::hid_pos, interface};
        }
    }
    for (const auto& interface : device.interfaces) {
        if (is_keyboard(interface) && (is_scanner_by_name || options.claim_any_keyboard)) {
            return Claim{DriverKind::wedge, interface};
        }
    }
    for (const auto& interface : device.interfaces) {
        if (interface.interface_class == class_printer && interface.out != 0) {
            return Claim{DriverKind::usb_printer, interface};
        }
    }
    return NotOurs{};
}

std::optional<UsbModel> parse_usb_model(std::string_view text)
{
    const auto number = [](std::string_view digits) -> std::optional<std::uint16_t> {
        std::uint16_t value = 0;
        const auto* end = digits.data() + digits.size();
        const auto [stopped, error] = std::from_chars(digits.data(), end, value, 16);
        if (error != std::errc{} || stopped != end || digits.size() != 4) return std::nullopt;
        return value;
    };
    const auto colon = text.find(':');
    const auto vendor = number(text.substr(0, colon));
    if (!vendor) return std::nullopt;
    if (colon == std::string_view::npos) return UsbModel{*vendor, std::nullopt};
    const auto product = number(text.substr(colon + 1));
    if (!product) return std::nullopt;
    return UsbModel{*vendor, product};
}

std::string_view name(DeviceState state)
{
    switch (state) {
        case DeviceState::opening: return "opening";
        case DeviceState::ready: return "ready";
        case DeviceState::away: return "away";
        case DeviceState::busy: return "busy";
        case DeviceState::no_permission: return "no_permission";
        case DeviceState::unsupported: return "unsupported";
        case DeviceState::failed: return "failed";
    }
    return "unknown";
}

}  // namespace loyal::device
