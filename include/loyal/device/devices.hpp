#pragma once

#include <loyal/device/printer.hpp>
#include <loyal/device/status.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loyal::device {

namespace asio = boost::asio;

/// Which devices to take. HID POS scanners are always taken. A keyboard is taken only if it is a
/// scanner in disguise: of a known scanner vendor, in `allow`, or with `claim_any_keyboard`.
/// `deny` goes before everything.
struct DeviceOptions {
    std::vector<UsbModel> allow = {};
    std::vector<UsbModel> deny = {};
    /// Takes every keyboard away from the operating system, the cashier's too. For tills whose
    /// only keyboard is a scanner of no known vendor.
    bool claim_any_keyboard = false;
    /// Bank cards read by a magnetic reader are refused; numbers that start with one of these are
    /// loyalty cards all the same.
    std::vector<std::string> loyalty_card_prefixes = {};
    /// Silence after which keys without a suffix are a label.
    std::chrono::milliseconds inter_key_timeout{200};
};

/// The scanners and USB printers of this machine.
///
/// Runs on the thread of its io_context, which must be only one; every function is called there.
/// Finds devices by hot-plug and by looking again (every 2 s while there is no scanner or one
/// cannot be opened, else every 30 s), claims them, reads them, and takes them back after an
/// unplug.
class Devices {
public:
    /// Starts looking at once. @throws std::runtime_error if libusb cannot be initialised
    Devices(asio::io_context& io, DeviceOptions options);

    /// Everything must be closed before: await next() until it returns nothing, or leave the
    /// io_context alone afterwards.
    ~Devices();

    Devices(const Devices&) = delete;
    Devices& operator=(const Devices&) = delete;

    /// Waits for the next event, in order. One caller at a time. At most 1024 events wait; what
    /// comes after them is dropped.
    /// @return nothing once stop() was called and every device is closed
    asio::awaitable<std::optional<Event>> next();

    /// What is known about every device seen since the start, at most 64, by id.
    std::vector<DeviceStatus> status() const;

    /// Sends a document (decode::escpos) to a printer. Opens it for this one document, so that
    /// other programs can print in between.
    /// @param address which printer; a UsbPrinter without model takes the first one found
    asio::awaitable<PrintOutcome> print(PrinterAddress address, std::vector<std::uint8_t> bytes);

    /// Begins to release all devices; next() then ends.
    void stop();

private:
    class Bridge;
    std::unique_ptr<Bridge> bridge_;
};

}  // namespace loyal::device
