#pragma once

#include <loyal/decode/report_descriptor.hpp>
#include <loyal/device/devices.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace loyal::device {

/// The endpoints and class of one USB interface, as far as a driver needs them.
struct UsbInterface {
    std::uint8_t number = 0;
    std::uint8_t interface_class = 0;
    std::uint8_t subclass = 0;
    std::uint8_t protocol = 0;
    std::uint8_t in = 0;  ///< address of the interrupt (HID) or bulk IN endpoint; 0: none
    std::size_t in_size = 0;
    std::uint8_t out = 0;  ///< address of the bulk OUT endpoint; 0: none
    std::size_t report_descriptor_size = 0;
    /// The report descriptor as the kernel's driver read it, where it did: known before a claim.
    std::optional<decode::ReportDescriptor> report_descriptor;
};

/// What is known of a USB device without opening it.
struct UsbIdentity {
    DeviceId id;
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::string serial;
    std::string title;
    std::vector<UsbInterface> interfaces;
};

enum class DriverKind : std::uint8_t { wedge, hid_pos, usb_printer };

std::string_view name(DriverKind kind);

struct Claim {
    DriverKind kind = DriverKind::wedge;
    UsbInterface interface;
};

struct Unsupported {
    std::string hint;
};

/// Not a device of ours: left to the operating system.
struct NotOurs {};

using Recognition = std::variant<NotOurs, Claim, Unsupported>;

/// Whether there is more to be known of a device once the kernel has configured it and bound its
/// drivers: its interfaces, or the report descriptor of a HID interface.
bool is_unclear(const UsbIdentity& device);

/// Decides what to do with a device. Pure; docs/devices.md tells the rules in order.
Recognition recognise(const UsbIdentity& device, const DeviceOptions& options);

}  // namespace loyal::device
