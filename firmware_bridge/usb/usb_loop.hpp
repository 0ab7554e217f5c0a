#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <libusb.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace loyal::device {

namespace asio = boost::asio;

/// A reference to a device that libusb found.
class DeviceReference {
public:
    explicit DeviceReference(libusb_device* device) : device_{libusb_ref_device(device)} {}
    ~DeviceReference() { libusb_unref_device(device_); }
    DeviceReference(const DeviceReference&) = delete;
    DeviceReference& operator=(const DeviceReference&) = delete;

    libusb_device* get() const { return device_; }

private:
    libusb_device* device_;
};

/// libusb's events on Asio's thread: its descriptors are watched, its timeouts arrive through one
/// of them, and nothing blocks.
class UsbLoop {
public:
    /// @param on_change called from the io_context, never from inside libusb, after a device came
    ///        or went; and once at the start
    /// @throws std::runtime_error if libusb cannot be initialised
    UsbLoop(asio::io_context& io, std::function<void()> on_change);

    /// All devices must be closed and their references gone.
    ~UsbLoop();

    UsbLoop(const UsbLoop&) = delete;
    UsbLoop& operator=(const UsbLoop&) = delete;

    /// The devices that are plugged in now.
    std::vector<std::unique_ptr<DeviceReference>> list() const;

    /// Handles what libusb has to do; waits for it only where asked to.
    void pump(std::chrono::milliseconds wait = {});

private:
    // One of libusb's descriptors. Its generation tells a late handler that the descriptor it
    // waited for is gone, even if the number is in use again.
    struct Watch {
        asio::posix::stream_descriptor descriptor;
        short events;
        unsigned generation;
    };

    static int LIBUSB_CALL on_hotplug(libusb_context* context,
                                      libusb_device* device,
                                      libusb_hotplug_event event,
                                      void* loop);
    void watch(int descriptor, short events);
    void unwatch(int descriptor);
    void arm(int descriptor, Watch& watch);
    void post_change();

    asio::io_context& io_;
    std::shared_ptr<std::function<void()>> on_change_;
    libusb_context* context_ = nullptr;
    libusb_hotplug_callback_handle hotplug_ = 0;
    bool has_hotplug_ = false;
    std::map<int, Watch> watches_;
    unsigned generation_ = 0;
};

}  // namespace loyal::device
