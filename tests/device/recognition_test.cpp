#include "recognition.hpp"

#include <catch2/catch.hpp>

using namespace loyal::device;

namespace {

UsbIdentity device_of(std::uint16_t vendor, std::uint16_t product, UsbInterface interface)
{
    UsbIdentity identity;
    identity.vendor = vendor;
    identity.product = product;
    identity.interfaces = {std::move(interface)};
    return identity;
}

UsbInterface keyboard()
{
    UsbInterface interface;
    interface.interface_class = 3;
    interface.subclass = 1;
    interface.protocol = 1;
    interface.in = 0x81;
    return interface;
}

UsbInterface other_hid()
{
    UsbInterface interface;
    interface.interface_class = 3;
    interface.in = 0x81;
    return interface;
}

UsbInterface with_application(UsbInterface interface, loyal::decode::Usage usage)
{
    interface.report_descriptor =
        loyal::decode::ReportDescriptor{.applications = {usage}, .inputs = {}};
    return interface;
}

std::string driver_of(const Recognition& recognition)
{
    const auto* claim = std::get_if<Claim>(&recognition);
    return claim == nullptr ? "" : std::string{name(claim->kind)};
}

constexpr std::uint16_t zebra = 0x05E0;
constexpr std::uint16_t logitech = 0x046D;

}  // namespace

TEST_CASE("A keyboard of a scanner vendor is taken, the cashier's is not", "[device][recognition]")
{
    CHECK(driver_of(recognise(device_of(zebra, 0x1200, keyboard()), {})) == "wedge");
    CHECK(driver_of(recognise(device_of(logitech, 0xC31C, keyboard()), {})).empty());
}

TEST_CASE("A keyboard is taken when its model, its vendor or every keyboard is allowed",
          "[device][recognition]")
{
    const auto unknown = device_of(logitech, 0xC31C, keyboard());
    CHECK(driver_of(recognise(unknown, {.allow = {{logitech, 0xC31C}}})) == "wedge");
    CHECK(driver_of(recognise(unknown, {.allow = {{logitech, std::nullopt}}})) == "wedge");
    CHECK(driver_of(recognise(unknown, {.allow = {{logitech, 0xC31D}}})).empty());
    CHECK(driver_of(recognise(unknown, {.claim_any_keyboard = true})) == "wedge");
}

TEST_CASE("A denied device is left alone whatever else is set", "[device][recognition]")
{
    const DeviceOptions options{
        .allow = {{zebra, 0x1200}}, .deny = {{zebra, std::nullopt}}, .claim_any_keyboard = true};
    CHECK(driver_of(recognise(device_of(zebra, 0x1200, keyboard()), options)).empty());
}

TEST_CASE("A HID POS scanner of any vendor is known by the descriptor that the kernel read",
          "[device][recognition]")
{
    const auto scanner = with_application(other_hid(), 0x008C'0002);
    CHECK(driver_of(recognise(device_of(0x1234, 1, scanner), {})) == "hid_pos");
    const auto touch_screen = with_application(other_hid(), 0x000D'0004);
    CHECK(driver_of(recognise(device_of(0x1234, 1, touch_screen), {})).empty());
    CHECK(driver_of(recognise(device_of(zebra, 1, touch_screen), {})).empty());
}

TEST_CASE("Without the kernel's descriptor only a scanner vendor's HID device is tried",
          "[device][recognition]")
{
    CHECK(driver_of(recognise(device_of(0x0C2E, 0x0B61, other_hid()), {})) == "hid_pos");
    CHECK(driver_of(recognise(device_of(0x1234, 1, other_hid()), {})).empty());
}

TEST_CASE("A scanner that offers both speaks HID POS", "[device][recognition]")
{
    auto both = device_of(0x0C2E, 1, keyboard());
    both.interfaces.push_back(with_application(other_hid(), 0x008C'0002));
    both.interfaces[1].number = 1;
    const auto recognition = recognise(both, {});
    REQUIRE(driver_of(recognition) == "hid_pos");
    CHECK(std::get<Claim>(recognition).interface.number == 1);
}

TEST_CASE("A scanner in a mode of its vendor's own is answered with the barcode to scan",
          "[device][recognition]")
{
    for (const std::uint16_t product : std::vector<std::uint16_t>{0x1900, 0x1300, 0x1400}) {
        const auto recognition = recognise(device_of(zebra, product, other_hid()), {});
        const auto* unsupported = std::get_if<Unsupported>(&recognition);
        REQUIRE(unsupported != nullptr);
        CHECK_THAT(unsupported->hint, Catch::Contains("USB HID POS"));
    }
}

TEST_CASE("A device without interfaces, or with a HID descriptor not yet read, is looked at again",
          "[device][recognition]")
{
    CHECK(is_unclear(UsbIdentity{}));
    CHECK(is_unclear(device_of(0x1234, 1, other_hid())));
    CHECK_FALSE(is_unclear(device_of(0x1234, 1, with_application(other_hid(), 0x000D'0004))));
    UsbInterface hub;
    hub.interface_class = 9;
    CHECK_FALSE(is_unclear(device_of(0x1D6B, 2, hub)));
}

TEST_CASE("A printer needs an endpoint to print to", "[device][recognition]")
{
    UsbInterface printer;
    printer.interface_class = 7;
    CHECK(driver_of(recognise(device_of(0x04B8, 0x0202, printer), {})).empty());
    printer.out = 0x01;
    CHECK(driver_of(recognise(device_of(0x04B8, 0x0202, printer), {})) == "usb_printer");
}

TEST_CASE("A model is four hexadecimal digits, or twice that with a colon between",
          "[device][recognition]")
{
    CHECK(parse_usb_model("05e0:1900") == UsbModel{0x05E0, 0x1900});
    CHECK(parse_usb_model("05E0") == UsbModel{0x05E0, std::nullopt});
    for (const char* text : {"", "5e0", "05e0:", "05e0:19", "05e0:19000", "x5e0", "05e0-1900"}) {
        CHECK_FALSE(parse_usb_model(text));
    }
}
