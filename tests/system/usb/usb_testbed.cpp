#include "usb_testbed.hpp"

#include <fmt/format.h>
#include <iterator>
#include <stdexcept>

namespace loyal::tests {
namespace {

int port_of(Kind kind)
{
    switch (kind) {
        case Kind::wedge: return 2;
        case Kind::hid_pos: return 3;
        case Kind::printer: return 4;
    }
    return 0;
}

std::string hexadecimal(const virtual_devices::Bytes& bytes)
{
    std::string text;
    for (const auto byte : bytes) fmt::format_to(std::back_inserter(text), "{:02X}", byte);
    return text;
}

// The device in umockdev's recording format: path, properties (E), attributes (A; H is
// hexadecimal). Its node is ours.
std::string description(const VirtualDevice& device, int port, int number, bool is_configured)
{
    auto descriptors = device.device_descriptor();
    const auto& configuration = device.configuration_descriptor();
    descriptors.insert(descriptors.end(), configuration.begin(), configuration.end());
    return fmt::format(
        "P: /devices/usb1/1-{0}\n"
        "E: SUBSYSTEM=usb\nE: DRIVER=usb\nE: DEVTYPE=usb_device\n"
        "E: BUSNUM=001\nE: DEVNUM={1:03}\nE: DEVNAME=/dev/bus/usb/001/{1:03}\n"
        "A: busnum=1\\n\nA: devnum={1}\\n\nA: bConfigurationValue={6}\\n\nA: speed=12\\n\n"
        "A: manufacturer={2}\\n\nA: product={3}\\n\nA: serial={4}\\n\n"
        "H: descriptors={5}\n",
        port, number, VirtualDevice::manufacturer(), device.product_name(), VirtualDevice::serial(),
        hexadecimal(descriptors), is_configured ? "1" : "");
}

void expect(bool good, GError* error, const char* step)
{
    if (good) return;
    const std::string reason = error == nullptr ? "no reason" : error->message;
    g_clear_error(&error);
    throw std::runtime_error{fmt::format("umockdev could not {}: {}", step, reason)};
}

}  // namespace

UsbTestbed::UsbTestbed() : testbed_{umockdev_testbed_new()} {}

UsbTestbed::~UsbTestbed()
{
    g_object_unref(testbed_);
}

void UsbTestbed::plug(Kind kind, bool is_configured)
{
    if (plugged_.contains(kind)) throw std::runtime_error{"one of this kind is plugged in already"};
    const int port = port_of(kind);
    const auto path = fmt::format("/dev/bus/usb/001/{:03}", ++number_last_);
    gchar* root = umockdev_testbed_get_root_dir(testbed_);
    const std::filesystem::path file{root + path};
    g_free(root);
    std::filesystem::create_directories(file.parent_path());
    Plugged plugged{std::make_unique<UsbNode>(kind, file),
                    fmt::format("/sys/devices/usb1/1-{}", port), number_last_};
    std::string text;
    plugged.node->change([&](VirtualDevice& device) {
        text = description(device, port, plugged.number, is_configured);
    });

    // The host opens the node as soon as it is there, so its handler has to be there before.
    GError* error = nullptr;
    bool good = umockdev_testbed_attach_ioctl(testbed_, path.c_str(), plugged.node->handler(),
                                              &error) != FALSE;
    expect(good, error, "attach the node");
    good = umockdev_testbed_add_from_string(testbed_, text.c_str(), &error) != FALSE;
    expect(good, error, "add the device");
    plugged_.emplace(kind, std::move(plugged));
}

void UsbTestbed::configure(Kind kind)
{
    const auto found = plugged_.find(kind);
    if (found == plugged_.end()) throw std::runtime_error{"none of this kind is plugged in"};
    umockdev_testbed_set_attribute(testbed_, found->second.folder.c_str(), "bConfigurationValue",
                                   "1\n");
}

void UsbTestbed::unplug(Kind kind)
{
    const auto found = plugged_.find(kind);
    if (found == plugged_.end()) throw std::runtime_error{"none of this kind is plugged in"};
    auto& [node, folder, number] = found->second;
    node->disconnect();
    umockdev_testbed_uevent(testbed_, folder.c_str(), "remove");
    umockdev_testbed_remove_device(testbed_, folder.c_str());
    unplugged_.push_back(std::move(node));
    plugged_.erase(found);
}

UsbNode* UsbTestbed::find(Kind kind)
{
    const auto found = plugged_.find(kind);
    return found == plugged_.end() ? nullptr : found->second.node.get();
}

UsbNode* UsbTestbed::last_scanner()
{
    UsbNode* last = nullptr;
    int number = 0;
    for (const auto& [kind, plugged] : plugged_) {
        if (kind == Kind::printer || plugged.number < number) continue;
        last = plugged.node.get();
        number = plugged.number;
    }
    return last;
}

}  // namespace loyal::tests
