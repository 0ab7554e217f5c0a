// usbfs (linux/usbdevice_fs.h) as libusb uses it, answered from a virtual device.

#include "usb_testbed.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <span>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace loyal::tests {
namespace {

usbdevfs_urb& block_of(UMockdevIoctlData* data)
{
    return *reinterpret_cast<usbdevfs_urb*>(data->data);
}

void complete(UMockdevIoctlClient* client, long result, int error = 0)
{
    umockdev_ioctl_client_complete(client, result, error);
}

// The argument of the request as a value of the host's memory.
template <class T>
T read_argument(UMockdevIoctlClient* client)
{
    auto* data =
        umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, sizeof(T), nullptr);
    T value;
    std::memcpy(&value, data->data, sizeof value);
    umockdev_ioctl_data_unref(data);
    return value;
}

template <class T>
void write_argument(UMockdevIoctlClient* client, const T& value)
{
    auto* data =
        umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0, sizeof(T), nullptr);
    std::memcpy(data->data, &value, sizeof value);
    umockdev_ioctl_data_unref(data);
}

}  // namespace

UsbNode::UsbNode(Kind kind, std::filesystem::path path)
    : device_{kind}, path_{std::move(path)}, handler_{umockdev_ioctl_base_new()}
{
    const bool is_made = mkfifo(path_.c_str(), 0600) == 0;
    pipe_ = is_made ? open(path_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC) : -1;
    if (pipe_ < 0 || fcntl(pipe_, F_SETPIPE_SZ, 4'096) < 0) {
        throw std::system_error{errno, std::generic_category(), path_.string()};
    }
    update_readiness();
    g_signal_connect_after(handler_, "handle-ioctl", G_CALLBACK(on_ioctl), this);
}

UsbNode::~UsbNode()
{
    forget_requests();
    g_object_unref(handler_);
    close(pipe_);
}

void UsbNode::update_readiness()
{
    bool is_ready = is_gone_;
    for (auto& request : requests_) is_ready = finish(request) || is_ready;
    if (is_ready == is_ready_) return;
    char byte = 0;
    const auto moved = is_ready ? read(pipe_, &byte, 1) : write(pipe_, &byte, 1);
    if (moved == 1) is_ready_ = is_ready;
}

void UsbNode::forget_requests()
{
    for (const auto& request : requests_) {
        umockdev_ioctl_data_unref(request.buffer);
        umockdev_ioctl_data_unref(request.block);
    }
    requests_.clear();
}

void UsbNode::change(const std::function<void(VirtualDevice&)>& work)
{
    const std::lock_guard lock{mutex_};
    work(device_);
    update_readiness();
}

bool UsbNode::wait_until_read(std::chrono::milliseconds at_most)
{
    std::unique_lock lock{mutex_};
    return was_read_.wait_for(lock, at_most, [this] { return !device_.has_reports(); });
}

void UsbNode::disconnect()
{
    const std::lock_guard lock{mutex_};
    is_gone_ = true;
    device_.reset();
    update_readiness();
    unlink(path_.c_str());
}

gboolean UsbNode::on_ioctl(UMockdevIoctlBase*, UMockdevIoctlClient* client, UsbNode* node)
{
    const std::lock_guard lock{node->mutex_};
    const bool is_handled = node->handle(client);
    node->update_readiness();
    return is_handled ? TRUE : FALSE;
}

bool UsbNode::handle(UMockdevIoctlClient* client)
{
    const auto request = umockdev_ioctl_client_get_request(client);
    if (is_gone_ && request != USBDEVFS_REAPURBNDELAY && request != USBDEVFS_DISCARDURB) {
        complete(client, -1, ENODEV);
        return true;
    }
    switch (request) {
        case USBDEVFS_GET_CAPABILITIES:
            write_argument<std::uint32_t>(
                client, USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
                            USBDEVFS_CAP_REAP_AFTER_DISCONNECT | USBDEVFS_CAP_BULK_CONTINUATION);
            break;
        case USBDEVFS_GETDRIVER: {
            if (is_claimed_) {
                complete(client, -1, ENODATA);
                return true;
            }
            auto driver = read_argument<usbdevfs_getdriver>(client);
            std::snprintf(driver.driver, sizeof driver.driver, "usbhid");
            write_argument(client, driver);
            break;
        }
        case USBDEVFS_DISCONNECT_CLAIM:
        case USBDEVFS_CLAIMINTERFACE: is_claimed_ = true; break;
        case USBDEVFS_RELEASEINTERFACE: is_claimed_ = false; break;
        case USBDEVFS_CLEAR_HALT: clear_halt(client); break;
        case USBDEVFS_IOCTL:
        case USBDEVFS_RESET:
        case USBDEVFS_SETINTERFACE:
        case FIONBIO: break;
        case USBDEVFS_SUBMITURB: submit(client); break;
        case USBDEVFS_REAPURBNDELAY: reap(client); return true;
        case USBDEVFS_DISCARDURB: discard(client); return true;
        default: std::fprintf(stderr, "virtual-usb: unknown ioctl %#lx\n", request); return false;
    }
    complete(client, 0);
    return true;
}

void UsbNode::clear_halt(UMockdevIoctlClient* client)
{
    device_.clear_halt(static_cast<std::uint8_t>(read_argument<unsigned>(client)));
}

void UsbNode::submit(UMockdevIoctlClient* client)
{
    auto* block = umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0,
                                              sizeof(usbdevfs_urb), nullptr);
    const auto size = static_cast<gsize>(block_of(block).buffer_length);
    auto* buffer =
        umockdev_ioctl_data_resolve(block, G_STRUCT_OFFSET(usbdevfs_urb, buffer), size, nullptr);
    Request request{block, buffer, 0, 0, false};
    perform(request);
    requests_.push_back(request);
}

// Control and OUT requests are done at once; IN requests when the device has something to say.
void UsbNode::perform(Request& request)
{
    const auto& block = block_of(request.block);
    if (block.type == USBDEVFS_URB_TYPE_CONTROL) {
        perform_control(request);
    } else if ((block.endpoint & 0x80) == 0) {
        const std::span<const std::uint8_t> data{request.buffer->data,
                                                 static_cast<std::size_t>(block.buffer_length)};
        // A printer without paper takes nothing: the request waits.
        request.is_done = device_.out(block.endpoint, data);
        request.size = data.size();
    }
}

void UsbNode::perform_control(Request& request)
{
    constexpr std::size_t setup_size = 8;
    const std::span<std::uint8_t> bytes{
        request.buffer->data, static_cast<std::size_t>(block_of(request.block).buffer_length)};
    const auto setup = virtual_devices::parse_setup(bytes);
    const bool is_in = (setup.request_type & 0x80) != 0;
    const auto data = bytes.subspan(setup_size);
    const auto reply = device_.control(setup, is_in ? std::span<std::uint8_t>{} : data);
    request.is_done = true;
    request.status = reply.is_stall ? -EPIPE : 0;
    request.size = is_in ? std::min(reply.data.size(), data.size()) : data.size();
    if (is_in) std::copy_n(reply.data.begin(), request.size, data.begin());
}

bool UsbNode::finish(Request& request)
{
    if (request.is_done) return true;
    if (is_gone_) {
        request.status = -ESHUTDOWN;
        return request.is_done = true;
    }
    const auto endpoint = block_of(request.block).endpoint;
    if ((endpoint & 0x80) == 0) return false;
    const auto reply = device_.in(endpoint);
    if (!reply) return false;
    request.status = reply->is_stall ? -EPIPE : 0;
    request.size = std::min(reply->data.size(),
                            static_cast<std::size_t>(block_of(request.block).buffer_length));
    std::copy_n(reply->data.begin(), request.size, request.buffer->data);
    if (!device_.has_reports()) was_read_.notify_all();
    return request.is_done = true;
}

void UsbNode::reap(UMockdevIoctlClient* client)
{
    const auto done =
        std::ranges::find_if(requests_, [](const Request& each) { return each.is_done; });
    if (done == requests_.end()) {
        complete(client, -1, is_gone_ ? ENODEV : EAGAIN);
        return;
    }
    auto& block = block_of(done->block);
    block.status = done->status;
    block.actual_length = static_cast<int>(done->size);
    auto* pointer = umockdev_ioctl_data_resolve(umockdev_ioctl_client_get_arg(client), 0,
                                                sizeof(gpointer), nullptr);
    umockdev_ioctl_data_set_ptr(pointer, 0, done->block);
    complete(client, 0);
    umockdev_ioctl_data_unref(pointer);
    requests_.erase(done);
}

void UsbNode::discard(UMockdevIoctlClient* client)
{
    const auto address = *reinterpret_cast<gulong*>(umockdev_ioctl_client_get_arg(client)->data);
    const auto found = std::ranges::find_if(requests_, [address](const Request& request) {
        return request.block->client_addr == address && !request.is_done;
    });
    if (found == requests_.end()) {
        complete(client, -1, EINVAL);
        return;
    }
    found->is_done = true;
    found->status = -ENOENT;
    complete(client, 0);
}

}  // namespace loyal::tests
