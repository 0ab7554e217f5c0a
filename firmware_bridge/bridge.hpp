#pragma once

#include "event_queue.hpp"
#include "recognition.hpp"
#include "scanner_machine.hpp"
#include "usb/usb_device.hpp"
#include "usb/usb_loop.hpp"

#include <loyal/device/devices.hpp>

#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace loyal::device {

/// The inside of Devices: what is plugged in, one coroutine for each claimed scanner, and one that
/// looks again.
class Devices::Bridge {
public:
    Bridge(asio::io_context& io, DeviceOptions options);
    ~Bridge();
    Bridge(const Bridge&) = delete;
    Bridge& operator=(const Bridge&) = delete;

    asio::awaitable<std::optional<Event>> next() { return events_.next(); }
    std::vector<DeviceStatus> status() const;
    asio::awaitable<PrintOutcome> print(UsbPrinter printer, std::vector<std::uint8_t> bytes);
    void stop();

private:
    // A device of ours that is plugged in. It stays here while a coroutine uses it, even if it has
    // left.
    struct Plugged {
        std::unique_ptr<DeviceReference> reference;
        UsbIdentity identity;
        std::optional<Claim> claim;
        std::unique_ptr<UsbDevice> open;
        std::vector<std::uint8_t> rejected;  // interfaces that turned out to be none of ours
        std::chrono::steady_clock::time_point settled_at;
        bool is_in_use = false;
        bool has_left = false;

        // Whether the kernel may still be configuring it, so that what it is can change.
        bool is_settling() const
        {
            return !claim && !has_left && is_unclear(identity) &&
                   std::chrono::steady_clock::now() < settled_at;
        }
    };

    asio::awaitable<void> supervise();
    void look_again();
    void start_afresh();
    std::chrono::milliseconds next_look() const;
    void arrive(std::unique_ptr<DeviceReference> reference);
    void recognise_again(Plugged& plugged);
    void reject(Plugged& plugged, const std::string& reason);
    void leave(Plugged& plugged);
    void try_scanner(Plugged& plugged);
    asio::awaitable<void> read_scanner(Plugged& plugged);
    asio::awaitable<Close> follow(Plugged& plugged, bool& was_ready);
    asio::awaitable<TransferResult> perform(Plugged& plugged,
                                            ScannerMachine& machine,
                                            const ScannerAction& action);
    void deliver(const Plugged& plugged, decode::Decoded decoded);
    void release(Plugged& plugged);
    Plugged* find_printer(const UsbPrinter& printer);
    asio::awaitable<PrintOutcome> send(Plugged& plugged, std::vector<std::uint8_t> bytes);
    void set_state(const Plugged& plugged, DeviceState state, std::string hint = {});
    void set_away(DeviceStatus& status);

    asio::io_context& io_;
    DeviceOptions options_;
    EventQueue events_;
    std::map<DeviceId, DeviceStatus> statuses_;
    asio::steady_timer look_at_;
    std::unique_ptr<UsbLoop> loop_;
    std::vector<std::unique_ptr<Plugged>> plugged_;
    bool is_stopping_ = false;
};

}  // namespace loyal::device
