#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::virtual_devices {

using Bytes = std::vector<std::uint8_t>;

/// The eight bytes that begin a control transfer (USB 2.0 §9.3).
struct Setup {
    std::uint8_t request_type = 0;
    std::uint8_t request = 0;
    std::uint16_t value = 0;
    std::uint16_t index = 0;
    std::uint16_t length = 0;
};

/// Reads the eight bytes; `bytes` has at least as many.
Setup parse_setup(std::span<const std::uint8_t> bytes);

/// What the device answers to a transfer: data, or a stall.
struct Reply {
    bool is_stall = false;
    Bytes data;
};

enum class Kind : std::uint8_t { wedge, hid_pos, printer };

/// "wedge", "hidpos" or "printer"; nothing for other names.
std::optional<Kind> parse_kind(std::string_view name);

/// A scanner or printer that exists only in memory: what it answers to every transfer. The same
/// one stands behind the tests in process, the usbfs of umockdev and USB/IP.
///
/// Full speed, one configuration, one interface: interrupt IN 0x81 for scanners, bulk OUT 0x01 for
/// the printer.
class VirtualDevice {
public:
    static constexpr std::uint8_t in_endpoint = 0x81;
    static constexpr std::uint8_t out_endpoint = 0x01;

    explicit VirtualDevice(Kind kind);

    Kind kind() const { return kind_; }
    std::uint16_t vendor() const;
    std::uint16_t product() const;
    const Bytes& device_descriptor() const { return device_; }
    const Bytes& configuration_descriptor() const { return configuration_; }
    static std::string_view manufacturer() { return "Virtual"; }
    std::string_view product_name() const;
    static std::string_view serial() { return "SN0001"; }

    /// @param data what an OUT request carries
    Reply control(const Setup& setup, std::span<const std::uint8_t> data);

    /// What an IN endpoint has to say; nothing while the transfer has to wait.
    std::optional<Reply> in(std::uint8_t endpoint);

    /// @return whether the OUT endpoint took the bytes; false is a stall
    bool out(std::uint8_t endpoint, std::span<const std::uint8_t> data);

    void clear_halt(std::uint8_t endpoint);

    /// Reads a label under the scanner's nose: queues the reports that it makes.
    ///
    /// @param text UTF-8; at most 10 000 reports wait, what comes after them is lost
    /// @param identifier AIM identifier without the ']', for HID POS
    void scan(std::string_view text, std::string_view identifier = "E0");

    /// Halts the endpoint after what is queued, until the host clears it.
    void stall();

    /// Loses what is queued and returns to the state after power-up.
    void reset();

    bool has_reports() const { return !queue_.empty(); }

    /// What a printer received.
    const Bytes& printed() const { return printed_; }

    /// A printer without paper takes nothing.
    void set_paper(bool has_paper) { has_paper_ = has_paper; }

private:
    Reply standard_request(const Setup& setup);
    Reply class_request(const Setup& setup, std::span<const std::uint8_t> data);
    Reply descriptor(const Setup& setup) const;
    void push(Bytes report);
    void press(std::uint8_t usage, std::uint8_t modifiers);
    void type(std::string_view text);
    void send_pos_reports(std::string_view text, std::string_view identifier);

    Kind kind_;
    Bytes device_;
    Bytes configuration_;
    Bytes report_descriptor_;
    std::deque<Reply> queue_;
    Bytes printed_;
    bool is_halted_ = false;
    bool has_paper_ = true;
    bool is_enabled_ = false;  // HID POS: the host asked for data by feature report 254
};

}  // namespace loyal::virtual_devices
