#include "usbip_port.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/socket.h>
#include <unistd.h>

namespace loyal::tests {
namespace {

constexpr std::size_t header_size = 48;
constexpr std::uint32_t command_submit = 1;
constexpr std::uint32_t command_unlink = 2;
constexpr std::uint32_t answer_submit = 3;
constexpr std::uint32_t answer_unlink = 4;
constexpr std::uint32_t device_id = 1 << 16 | 2;
constexpr int speed_full = 2;
constexpr std::uint32_t length_max = 65'536;
// The kernel frees a port some time after its device is gone.
constexpr int attach_tries_max = 500;
constexpr unsigned attach_pause_us = 10'000;

constexpr const char* controller = "/sys/devices/platform/vhci_hcd.0/";

std::uint32_t word(const Bytes& header, std::size_t i)
{
    std::uint32_t value = 0;
    for (std::size_t at = 4 * i; at < 4 * i + 4; ++at) value = value << 8 | header[at];
    return value;
}

void set_word(Bytes& header, std::size_t i, std::uint32_t value)
{
    for (std::size_t at = 4 * i + 4; at > 4 * i; --at, value >>= 8) {
        header[at - 1] = static_cast<std::uint8_t>(value & 0xFF);
    }
}

bool write_attribute(const std::string& name, const std::string& text)
{
    std::ofstream file{controller + name};
    file << text << std::flush;
    return file.good();
}

}  // namespace

UsbipPort::~UsbipPort()
{
    unplug();
}

bool UsbipPort::attach(int peer) const
{
    const auto text = std::to_string(port_) + " " + std::to_string(peer) + " " +
                      std::to_string(device_id) + " " + std::to_string(speed_full);
    for (int i = 0; i < attach_tries_max; ++i) {
        if (write_attribute("attach", text)) return true;
        usleep(attach_pause_us);
    }
    return false;
}

void UsbipPort::plug(Kind kind)
{
    if (device_) throw std::runtime_error{"a device is plugged in already"};
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        throw std::runtime_error{"no socket pair"};
    }
    const bool is_attached = attach(ends[1]);
    close(ends[1]);
    socket_ = ends[0];
    if (!is_attached) {
        hang_up();
        throw std::runtime_error{"vhci_hcd does not take the device"};
    }
    device_ = std::make_unique<VirtualDevice>(kind);
}

void UsbipPort::unplug()
{
    if (!device_) return;
    write_attribute("detach", std::to_string(port_));
    hang_up();
    device_.reset();
    requests_.clear();
}

void UsbipPort::hang_up()
{
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
}

bool UsbipPort::receive(Bytes& message) const
{
    std::size_t done = 0;
    while (done < message.size()) {
        const auto size = read(socket_, message.data() + done, message.size() - done);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        done += static_cast<std::size_t>(size);
    }
    return true;
}

void UsbipPort::send(const Bytes& message)
{
    std::size_t done = 0;
    while (done < message.size()) {
        const auto size =
            ::send(socket_, message.data() + done, message.size() - done, MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return;
        done += static_cast<std::size_t>(size);
    }
}

void UsbipPort::handle()
{
    Bytes header(header_size);
    if (!receive(header)) {
        hang_up();
        return;
    }
    if (word(header, 0) == command_submit) submit(header);
    if (word(header, 0) == command_unlink) unlink(header);
}

void UsbipPort::submit(const Bytes& header)
{
    const auto sequence = word(header, 1);
    const bool is_in = word(header, 3) == 1;
    const auto endpoint = static_cast<std::uint8_t>(word(header, 4));
    const auto length = std::min(word(header, 6), length_max);
    Bytes data(is_in ? 0 : length);
    if (!receive(data)) {
        hang_up();
        return;
    }
    if (endpoint == 0) {
        const auto setup = virtual_devices::parse_setup(std::span{header}.subspan(40));
        const auto reply = device_->control(setup, data);
        const auto size = is_in ? static_cast<std::uint32_t>(reply.data.size()) : length;
        answer(sequence, reply.is_stall ? -EPIPE : 0, size, reply.data);
    } else if (is_in) {
        requests_.push_back({sequence, static_cast<std::uint8_t>(endpoint | 0x80), length});
        pump();
    } else {
        const bool is_taken = device_->out(endpoint, data);
        answer(sequence, is_taken ? 0 : -EPIPE, is_taken ? length : 0, {});
    }
}

void UsbipPort::unlink(const Bytes& header)
{
    const auto wanted = word(header, 5);
    const auto erased = std::erase_if(
        requests_, [wanted](const Request& request) { return request.sequence == wanted; });
    Bytes message(header_size);
    set_word(message, 0, answer_unlink);
    set_word(message, 1, word(header, 1));
    set_word(message, 5, erased == 0 ? 0 : static_cast<std::uint32_t>(-ECONNRESET));
    send(message);
}

void UsbipPort::answer(std::uint32_t sequence,
                       std::int32_t status,
                       std::uint32_t size,
                       const Bytes& data)
{
    Bytes message(header_size);
    set_word(message, 0, answer_submit);
    set_word(message, 1, sequence);
    set_word(message, 5, static_cast<std::uint32_t>(status));
    set_word(message, 6, size);
    message.insert(message.end(), data.begin(), data.end());
    send(message);
}

void UsbipPort::pump()
{
    while (device_ && !requests_.empty()) {
        const auto request = requests_.front();
        auto reply = device_->in(request.endpoint);
        if (!reply) return;
        requests_.pop_front();
        if (reply->data.size() > request.length) reply->data.resize(request.length);
        answer(request.sequence, reply->is_stall ? -EPIPE : 0,
               static_cast<std::uint32_t>(reply->data.size()), reply->data);
    }
}

}  // namespace loyal::tests
