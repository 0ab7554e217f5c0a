#pragma once

#include <loyal/virtual_devices/virtual_device.hpp>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <umockdev.h>

namespace loyal::tests {

using virtual_devices::Kind;
using virtual_devices::VirtualDevice;

/// One virtual device behind a usbfs node. umockdev calls on_ioctl from a thread of its own.
///
/// A usbfs node is writable while a finished transfer waits to be reaped. Ours is a pipe of one
/// page that is full while none does, so that poll() and epoll tell the host the same as the
/// kernel's would: an idle host sleeps.
class UsbNode {
public:
    /// @param path where to put the node; its folder exists
    UsbNode(Kind kind, std::filesystem::path path);
    ~UsbNode();
    UsbNode(const UsbNode&) = delete;
    UsbNode& operator=(const UsbNode&) = delete;

    UMockdevIoctlBase* handler() const { return handler_; }

    /// Does something to the device while no transfer does.
    void change(const std::function<void(VirtualDevice&)>& work);

    /// Waits until the host has read every queued report. @return whether it did in time
    bool wait_until_read(std::chrono::milliseconds at_most);

    /// From now on every request finds the device gone.
    void disconnect();

private:
    // A request that the host submitted and has not reaped. The data objects mirror the host's
    // memory: the control block and the buffer that it points to.
    struct Request {
        UMockdevIoctlData* block;
        UMockdevIoctlData* buffer;
        int status;
        std::size_t size;
        bool is_done;
    };

    static gboolean on_ioctl(UMockdevIoctlBase* base, UMockdevIoctlClient* client, UsbNode* node);
    bool handle(UMockdevIoctlClient* client);
    void submit(UMockdevIoctlClient* client);
    void perform(Request& request);
    void perform_control(Request& request);
    void reap(UMockdevIoctlClient* client);
    bool finish(Request& request);
    void update_readiness();
    void discard(UMockdevIoctlClient* client);
    void clear_halt(UMockdevIoctlClient* client);
    void forget_requests();

    std::mutex mutex_;
    std::condition_variable was_read_;
    VirtualDevice device_;
    std::list<Request> requests_;
    std::filesystem::path path_;
    int pipe_ = -1;
    bool is_ready_ = true;  // as a pipe is at first: empty
    bool is_claimed_ = false;
    bool is_gone_ = false;
    UMockdevIoctlBase* handler_;
};

/// The machine's USB as a child process sees it under umockdev's preloaded library: at most one
/// virtual device of each kind, each always on the same port.
class UsbTestbed {
public:
    UsbTestbed();
    ~UsbTestbed();
    UsbTestbed(const UsbTestbed&) = delete;
    UsbTestbed& operator=(const UsbTestbed&) = delete;

    /// @throws std::runtime_error if one of this kind is plugged in or umockdev refuses
    void plug(Kind kind, bool is_configured = true);

    /// Ends the moment in which a device is announced but not yet configured by the kernel.
    /// @throws std::runtime_error if none of this kind is plugged in
    void configure(Kind kind);

    /// @throws std::runtime_error if none of this kind is plugged in
    void unplug(Kind kind);

    /// @return the device of this kind, or nullptr
    UsbNode* find(Kind kind);

    /// The scanner that was plugged in last, or nullptr.
    UsbNode* last_scanner();

private:
    struct Plugged {
        std::unique_ptr<UsbNode> node;
        std::string folder;  // in sysfs
        int number;          // on the bus
    };

    UMockdevTestbed* testbed_;
    std::map<Kind, Plugged> plugged_;
    // A host may still hold the node of a device that was unplugged.
    std::list<std::unique_ptr<UsbNode>> unplugged_;
    int number_last_ = 1;
};

}  // namespace loyal::tests
