#pragma once

#include <loyal/virtual_devices/virtual_device.hpp>

#include <cstdint>
#include <list>
#include <memory>

namespace loyal::tests {

using virtual_devices::Bytes;
using virtual_devices::Kind;
using virtual_devices::VirtualDevice;

/// A port of the kernel's vhci_hcd with a virtual device on it: the device end of a USB/IP
/// connection over a socket pair, with no network and no usbipd.
///
/// A message is 48 bytes of big-endian words, then data: command, sequence number, device id,
/// direction (1: IN), endpoint; for a submission flags, length, start frame, packets, interval and
/// the 8 set-up bytes; for its answer status, length, start frame, packets, errors; for an unlink
/// the sequence number; for its answer the status.
/// Source: the kernel's Documentation/usb/usbip_protocol.rst.
class UsbipPort {
public:
    explicit UsbipPort(int port) : port_{port} {}
    ~UsbipPort();
    UsbipPort(const UsbipPort&) = delete;
    UsbipPort& operator=(const UsbipPort&) = delete;

    /// @throws std::runtime_error if the kernel does not take the device
    void plug(Kind kind);
    void unplug();

    VirtualDevice* device() { return device_.get(); }

    /// To be polled for input; -1 while nothing is plugged in.
    int socket() const { return socket_; }

    /// Reads one message and answers it, if it can be answered now.
    void handle();

    /// Answers the requests that waited for what the device now has to say.
    void pump();

private:
    struct Request {
        std::uint32_t sequence;
        std::uint8_t endpoint;
        std::uint32_t length;
    };

    bool attach(int peer) const;
    void submit(const Bytes& header);
    void unlink(const Bytes& header);
    void answer(std::uint32_t sequence, std::int32_t status, std::uint32_t size, const Bytes& data);
    void send(const Bytes& message);
    bool receive(Bytes& message) const;
    void hang_up();

    int port_;
    int socket_ = -1;
    std::unique_ptr<VirtualDevice> device_;
    std::list<Request> requests_;
};

}  // namespace loyal::tests
