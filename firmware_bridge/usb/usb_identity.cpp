#include "usb/usb_identity.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <system_error>

namespace loyal::device {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t ports_max = 7;
constexpr std::size_t attribute_size_max = 256;
constexpr std::uint8_t descriptor_type_hid = 0x21;
constexpr std::size_t hid_descriptor_size_min = 9;
constexpr std::uint16_t packet_size_mask = 0x07FF;

// The kernel's name of the place where a device is plugged in: bus 1, port 4 of the hub on port 2
// is "1-2.4".
std::string port_name(libusb_device* device)
{
    std::array<std::uint8_t, ports_max> ports{};
    const int count = libusb_get_port_numbers(device, ports.data(), static_cast<int>(ports.size()));
    std::string result = std::to_string(libusb_get_bus_number(device));
    for (int i = 0; i < count; ++i) {
        result += (i == 0 ? "-" : ".") + std::to_string(ports[static_cast<std::size_t>(i)]);
    }
    return result;
}

std::vector<char> read_file(const fs::path& path, std::size_t size_max)
{
    std::ifstream file{path, std::ios::binary};
    if (!file) return {};
    std::vector<char> content(size_max);
    file.read(content.data(), static_cast<std::streamsize>(size_max));
    content.resize(static_cast<std::size_t>(file.gcount()));
    return content;
}

std::string attribute(const fs::path& folder, const char* attribute_name)
{
    const auto content = read_file(folder / attribute_name, attribute_size_max);
    std::string text{content.begin(), content.end()};
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

// The report descriptor that the kernel's HID driver read, while it is bound:
// <port>:<configuration>.<interface>/<bus:vendor:product.number>/report_descriptor.
std::optional<decode::ReportDescriptor> kernel_report_descriptor(const fs::path& interface_folder)
{
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{interface_folder, error}) {
        const auto content =
            read_file(entry.path() / "report_descriptor", decode::report_descriptor_size_max);
        if (content.empty()) continue;
        const std::vector<std::uint8_t> bytes(content.begin(), content.end());
        return decode::parse_report_descriptor(bytes);
    }
    return std::nullopt;
}

// The HID descriptor among an interface's class descriptors says how long its report descriptor is.
std::size_t report_descriptor_size(const libusb_interface_descriptor& interface)
{
    std::span<const std::uint8_t> extra{interface.extra,
                                        static_cast<std::size_t>(interface.extra_length)};
    while (extra.size() >= 2 && extra[0] >= 2 && extra[0] <= extra.size()) {
        if (extra[1] == descriptor_type_hid && extra[0] >= hid_descriptor_size_min) {
            return static_cast<std::size_t>(extra[7]) | static_cast<std::size_t>(extra[8]) << 8;
        }
        extra = extra.subspan(extra[0]);
    }
    return decode::report_descriptor_size_max;
}

UsbInterface describe(const libusb_interface_descriptor& descriptor)
{
    UsbInterface interface {
        .number = descriptor.bInterfaceNumber, .interface_class = descriptor.bInterfaceClass,
        .subclass = descriptor.bInterfaceSubClass, .protocol = descriptor.bInterfaceProtocol,
        .report_descriptor_size = report_descriptor_size(descriptor),
        .report_descriptor = std::nullopt
    };
    const int wanted = descriptor.bInterfaceClass == LIBUSB_CLASS_HID
                           ? LIBUSB_TRANSFER_TYPE_INTERRUPT
                           : LIBUSB_TRANSFER_TYPE_BULK;
    for (const auto& endpoint : std::span{descriptor.endpoint, descriptor.bNumEndpoints}) {
        if ((endpoint.bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) != wanted) continue;
        const bool is_in = (endpoint.bEndpointAddress & LIBUSB_ENDPOINT_IN) != 0;
        if (is_in && interface.in == 0) {
            interface.in = endpoint.bEndpointAddress;
            interface.in_size = endpoint.wMaxPacketSize & packet_size_mask;
        }
        if (!is_in && interface.out == 0) interface.out = endpoint.bEndpointAddress;
    }
    return interface;
}

}  // namespace

UsbIdentity identify(libusb_device* device)
{
    UsbIdentity identity;
    libusb_device_descriptor descriptor{};
    if (libusb_get_device_descriptor(device, &descriptor) != LIBUSB_SUCCESS) return identity;
    identity.vendor = descriptor.idVendor;
    identity.product = descriptor.idProduct;
    const std::string port = port_name(device);
    std::array<char, 16> model{};
    std::snprintf(model.data(), model.size(), "%04x:%04x@", identity.vendor, identity.product);
    identity.id = {model.data() + port};

    const fs::path folder = fs::path{"/sys/bus/usb/devices"} / port;
    identity.serial = attribute(folder, "serial");
    identity.title = attribute(folder, "manufacturer");
    const auto product = attribute(folder, "product");
    if (!identity.title.empty() && !product.empty()) identity.title += ' ';
    identity.title += product;

    libusb_config_descriptor* configuration = nullptr;
    if (libusb_get_active_config_descriptor(device, &configuration) != LIBUSB_SUCCESS) {
        return identity;
    }
    for (const auto& each : std::span{configuration->interface, configuration->bNumInterfaces}) {
        // Scanners and printers have no alternate settings that matter; the first is in force.
        if (each.num_altsetting < 1) continue;
        auto interface = describe(each.altsetting[0]);
        if (interface.interface_class == LIBUSB_CLASS_HID) {
            interface.report_descriptor = kernel_report_descriptor(
                folder / (port + ":" + std::to_string(configuration->bConfigurationValue) + "." +
                          std::to_string(interface.number)));
        }
        identity.interfaces.push_back(std::move(interface));
    }
    libusb_free_config_descriptor(configuration);
    return identity;
}

}  // namespace loyal::device
