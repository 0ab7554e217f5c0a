#pragma once

#include "scanner_machine.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <libusb.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace loyal::device {

namespace asio = boost::asio;

/// How a transfer ended, what it brought (IN) and how far it came.
struct TransferResult {
    TransferStatus status = TransferStatus::failed;
    std::vector<std::uint8_t> data;
    std::size_t size = 0;
};

/// Why a device could not be opened and claimed.
enum class OpenError : std::uint8_t { gone, no_permission, busy, failed };

/// A device that is open with one interface claimed; the kernel's driver gets it back at the end.
///
/// One transfer of each kind at a time. Before it is destroyed every transfer must have ended:
/// cancel(), then let the awaiting coroutines return.
class UsbDevice {
public:
    static constexpr std::chrono::milliseconds control_timeout{1'000};

    /// Opens the device and claims the interface.
    static std::variant<std::unique_ptr<UsbDevice>, OpenError> open(asio::io_context& io,
                                                                    libusb_device* device,
                                                                    const UsbInterface& interface);

    ~UsbDevice();
    UsbDevice(const UsbDevice&) = delete;
    UsbDevice& operator=(const UsbDevice&) = delete;

    asio::awaitable<TransferResult> control(ControlRequest request);

    /// Waits for a report, until `quiet_at` at most.
    /// @return nothing if none came; the transfer then goes on and the next read() waits for it
    asio::awaitable<std::optional<TransferResult>> read(
        std::chrono::steady_clock::time_point quiet_at);

    /// Sends bytes to the bulk OUT endpoint.
    asio::awaitable<TransferResult> write(std::span<const std::uint8_t> bytes,
                                          std::chrono::milliseconds timeout);

    TransferStatus clear_halt();

    /// Ends all transfers; later ones end at once.
    void cancel();

    bool has_pending() const { return control_.is_pending || in_.is_pending || out_.is_pending; }

private:
    struct Transfer {
        explicit Transfer(asio::io_context& io);
        ~Transfer();
        Transfer(const Transfer&) = delete;
        Transfer& operator=(const Transfer&) = delete;

        static void LIBUSB_CALL on_done(libusb_transfer* transfer);

        libusb_transfer* usb;
        std::vector<std::uint8_t> buffer;
        asio::steady_timer done;
        bool is_pending = false;
    };

    UsbDevice(asio::io_context& io, libusb_device_handle* handle, UsbInterface interface);
    // Hands the transfer to the kernel. completed: it is under way; else why it is not.
    TransferStatus submit(Transfer& transfer) const;
    asio::awaitable<TransferStatus> perform(Transfer& transfer);

    libusb_device_handle* handle_;
    UsbInterface interface_;
    Transfer control_;
    Transfer in_;
    Transfer out_;
    bool is_cancelled_ = false;
};

}  // namespace loyal::device
