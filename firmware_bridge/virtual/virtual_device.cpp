#include <loyal/virtual_devices/virtual_device.hpp>

#include <algorithm>
#include <utility>

namespace loyal::virtual_devices {
namespace {

constexpr std::uint8_t low(std::size_t value)
{
    return static_cast<std::uint8_t>(value & 0xFF);
}

constexpr std::uint8_t high(std::size_t value)
{
    return static_cast<std::uint8_t>(value >> 8 & 0xFF);
}

// The report descriptor of a boot keyboard: USB HID 1.11 appendix E.6.
const Bytes keyboard_reports{
    0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, 0x01,
    0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x95, 0x01, 0x75, 0x08, 0x81, 0x01, 0x95, 0x05, 0x75, 0x01,
    0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x01, 0x95, 0x06,
    0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xC0};

// Report 2: byte count, three identifier bytes, 56 data bytes, two constant bytes, and the flag
// "data continued"; feature report 254: one byte.
const Bytes pos_reports{
    0x05, 0x8C, 0x09, 0x02, 0xA1, 0x01, 0x09, 0x12, 0xA1, 0x02, 0x85, 0x02, 0x15, 0x00, 0x26, 0xFF,
    0x00, 0x75, 0x08, 0x95, 0x01, 0x05, 0x01, 0x09, 0x3B, 0x81, 0x02, 0x05, 0x8C, 0x95, 0x01, 0x09,
    0xFB, 0x81, 0x02, 0x09, 0xFC, 0x81, 0x02, 0x09, 0xFD, 0x81, 0x02, 0x95, 0x38, 0x09, 0xFE, 0x82,
    0x02, 0x01, 0x95, 0x02, 0x81, 0x03, 0x75, 0x01, 0x95, 0x01, 0x25, 0x01, 0x09, 0xFF, 0x81, 0x06,
    0x95, 0x07, 0x81, 0x03, 0xC0, 0x85, 0xFE, 0x75, 0x08, 0x95, 0x01, 0x09, 0x01, 0xB1, 0x02, 0xC0};

struct Model {
    std::uint16_t vendor;
    std::uint16_t product;
    std::string_view name;
};

Model model_of(Kind kind)
{
    switch (kind) {
        case Kind::wedge: return {0x05E0, 0x1200, "Keyboard Wedge Scanner"};
        case Kind::hid_pos: return {0x0C2E, 0x0B61, "HID POS Scanner"};
        case Kind::printer: return {0x0519, 0x0003, "Receipt Printer"};
    }
    return {};
}

Bytes device_descriptor_of(const Model& model)
{
    // USB 2.0, class by interface, packets of 64 bytes, release 1.00, strings 1 to 3.
    return {18,
            1,
            0x00,
            0x02,
            0,
            0,
            0,
            64,
            low(model.vendor),
            high(model.vendor),
            low(model.product),
            high(model.product),
            0x00,
            0x01,
            1,
            2,
            3,
            1};
}

Bytes scanner_configuration(bool is_boot_keyboard, std::size_t report_descriptor_size)
{
    const std::uint8_t boot = is_boot_keyboard ? 1 : 0;
    const std::uint8_t packet = is_boot_keyboard ? 8 : 64;
    return {9,
            2,
            34,
            0,
            1,
            1,
            0,
            0x80,
            50,  // one interface, bus powered, 100 mA
            9,
            4,
            0,
            0,
            1,
            3,
            boot,
            boot,
            0,  // HID
            9,
            0x21,
            0x11,
            1,
            0,
            1,
            0x22,
            low(report_descriptor_size),
            high(report_descriptor_size),  // HID 1.11 with one report descriptor
            7,
            5,
            0x81,
            3,
            packet,
            0,
            10};
}

const Bytes printer_configuration{9, 2, 25, 0, 1, 1, 0, 0x80, 50, 9,  4, 0, 0,
                                  1, 7, 1,  1, 0, 7, 5, 0x01, 2,  64, 0, 0};

}  // namespace

Setup parse_setup(std::span<const std::uint8_t> bytes)
{
    const auto word = [bytes](std::size_t at) {
        return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8);
    };
    return {bytes[0], bytes[1], word(2), word(4), word(6)};
}

std::optional<Kind> parse_kind(std::string_view name)
{
    if (name == "wedge") return Kind::wedge;
    if (name == "hidpos") return Kind::hid_pos;
    if (name == "printer") return Kind::printer;
    return std::nullopt;
}

VirtualDevice::VirtualDevice(Kind kind) : kind_{kind}, device_{device_descriptor_of(model_of(kind))}
{
    switch (kind) {
        case Kind::wedge: report_descriptor_ = keyboard_reports; break;
        case Kind::hid_pos: report_descriptor_ = pos_reports; break;
        case Kind::printer: break;
    }
    configuration_ = kind == Kind::printer
                         ? printer_configuration
                         : scanner_configuration(kind == Kind::wedge, report_descriptor_.size());
}

std::uint16_t VirtualDevice::vendor() const
{
    return model_of(kind_).vendor;
}

std::uint16_t VirtualDevice::product() const
{
    return model_of(kind_).product;
}

std::string_view VirtualDevice::product_name() const
{
    return model_of(kind_).name;
}

std::optional<Reply> VirtualDevice::in(std::uint8_t endpoint)
{
    if (endpoint != in_endpoint || kind_ == Kind::printer) return Reply{true, {}};
    if (is_halted_) return Reply{true, {}};
    if (queue_.empty()) return std::nullopt;
    Reply reply = std::move(queue_.front());
    queue_.pop_front();
    is_halted_ = reply.is_stall;
    return reply;
}

bool VirtualDevice::out(std::uint8_t endpoint, std::span<const std::uint8_t> data)
{
    if (kind_ != Kind::printer || endpoint != out_endpoint || !has_paper_) return false;
    printed_.insert(printed_.end(), data.begin(), data.end());
    return true;
}

void VirtualDevice::clear_halt(std::uint8_t endpoint)
{
    if (endpoint == in_endpoint) is_halted_ = false;
}

void VirtualDevice::stall()
{
    queue_.push_back({true, {}});
}

void VirtualDevice::reset()
{
    queue_.clear();
    is_halted_ = false;
    is_enabled_ = false;
}

Reply VirtualDevice::control(const Setup& setup, std::span<const std::uint8_t> data)
{
    constexpr std::uint8_t type_mask = 0x60;
    auto reply = (setup.request_type & type_mask) == 0 ? standard_request(setup)
                                                       : class_request(setup, data);
    if (reply.data.size() > setup.length) reply.data.resize(setup.length);
    return reply;
}

Reply VirtualDevice::standard_request(const Setup& setup)
{
    switch (setup.request) {
        case 0: return {false, {0, 0}};  // GET_STATUS
        case 1:                          // CLEAR_FEATURE: endpoint halt
            clear_halt(static_cast<std::uint8_t>(setup.index));
            return {};
        case 3:              // SET_FEATURE
        case 5:              // SET_ADDRESS
        case 9:              // SET_CONFIGURATION
        case 11: return {};  // SET_INTERFACE
        case 6: return descriptor(setup);
        case 8: return {false, {1}};   // GET_CONFIGURATION
        case 10: return {false, {0}};  // GET_INTERFACE
        default: return {true, {}};
    }
}

Reply VirtualDevice::descriptor(const Setup& setup) const
{
    const auto string = [](std::string_view text) {
        Bytes bytes{low(2 + 2 * text.size()), 3};
        for (const char c : text) {
            bytes.push_back(static_cast<std::uint8_t>(c));
            bytes.push_back(0);
        }
        return Reply{false, std::move(bytes)};
    };
    switch (setup.value) {
        case 0x0100: return {false, device_};
        case 0x0200: return {false, configuration_};
        case 0x0300: return {false, {4, 3, 0x09, 0x04}};  // US English
        case 0x0301: return string(manufacturer());
        case 0x0302: return string(product_name());
        case 0x0303: return string(serial());
        case 0x2200:
            if (report_descriptor_.empty()) return {true, {}};
            return {false, report_descriptor_};
        default: return {true, {}};
    }
}

Reply VirtualDevice::class_request(const Setup& setup, std::span<const std::uint8_t> data)
{
    if (kind_ == Kind::printer) {
        // GET_PORT_STATUS: selected, no error, and whether there is paper.
        const auto status = static_cast<std::uint8_t>(has_paper_ ? 0x18 : 0x38);
        return setup.request == 1 ? Reply{false, {status}} : Reply{true, {}};
    }
    // As real ones do, the HID POS scanner knows no boot protocol and stalls it, and stays silent
    // until feature report 254 is set to 1.
    switch (setup.request) {
        case 0x01: return {false, Bytes(8)};  // GET_REPORT
        case 0x03: return {false, {1}};       // GET_PROTOCOL
        case 0x09:                            // SET_REPORT: 254, or the keyboard's lamps
            if (setup.value == 0x03FE && data.size() == 2) is_enabled_ = data[1] == 1;
            return {};
        case 0x0A: return {};  // SET_IDLE
        case 0x0B: return {kind_ != Kind::wedge, {}};
        default: return {true, {}};
    }
}

}  // namespace loyal::virtual_devices
