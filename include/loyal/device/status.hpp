#pragma once

#include <loyal/decode/label.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace loyal::device {

/// Where a device is plugged in and what it is ("0c2e:0b61@1-2"): the same again when the same
/// model comes back to the same port.
struct DeviceId {
    std::string value;

    friend auto operator<=>(const DeviceId&, const DeviceId&) = default;
};

/// A USB model; without product every model of the vendor.
struct UsbModel {
    std::uint16_t vendor = 0;
    std::optional<std::uint16_t> product;

    bool matches(std::uint16_t vendor_id, std::uint16_t product_id) const
    {
        return vendor == vendor_id && product.value_or(product_id) == product_id;
    }
    friend bool operator==(const UsbModel&, const UsbModel&) = default;
};

/// Reads "05e0:1900" or "05e0" (hexadecimal); nothing for anything else.
std::optional<UsbModel> parse_usb_model(std::string_view text);

enum class DeviceState : std::uint8_t {
    opening,        ///< found, being claimed
    ready,          ///< claimed and read; for a printer: present
    away,           ///< was here and left
    busy,           ///< another program holds it; tried again
    no_permission,  ///< the device node may not be opened; tried again
    unsupported,    ///< recognised, but in a mode that we do not speak: `hint` says what to do
    failed,         ///< stopped answering; tried again
};

/// The state's name in logs and in the API: "no_permission".
std::string_view name(DeviceState state);

struct DeviceStatus {
    DeviceId id;
    std::uint16_t vendor = 0;
    std::uint16_t product = 0;
    std::string serial;  ///< empty where the device has none
    std::string title;   ///< manufacturer and product as the device calls itself
    std::string driver;  ///< "wedge", "hid_pos", "usb_printer"; empty for an unsupported device
    DeviceState state = DeviceState::opening;
    std::string hint;  ///< what the shop can do about a state that is not ready; else empty

    friend bool operator==(const DeviceStatus&, const DeviceStatus&) = default;
};

/// A label, at the moment when its last report arrived.
struct Scan {
    DeviceId device;
    decode::Label label;
    std::chrono::steady_clock::time_point at;
};

/// A device was found or changed its state; `status.state` says which.
struct DeviceArrived {
    DeviceStatus status;
};

struct DeviceLeft {
    DeviceId device;
};

/// Something went wrong that the cashier may notice: a label was dropped, a device stalled.
struct DeviceTrouble {
    DeviceId device;
    std::string text;
};

using Event = std::variant<Scan, DeviceArrived, DeviceLeft, DeviceTrouble>;

}  // namespace loyal::device
