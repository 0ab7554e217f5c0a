#include "usb_loop.hpp"

#include <boost/asio/post.hpp>

#include <poll.h>
#include <stdexcept>
#include <string>
#include <utility>

namespace loyal::device {

UsbLoop::UsbLoop(asio::io_context& io, std::function<void()> on_change)
    : io_{io}, on_change_{std::make_shared<std::function<void()>>(std::move(on_change))}
{
    const int result = libusb_init(&context_);
    if (result != LIBUSB_SUCCESS) {
        throw std::runtime_error{std::string{"expected to initialise libusb, got "} +
                                 libusb_error_name(result)};
    }
    if (libusb_pollfds_handle_timeouts(context_) == 0) {
        libusb_exit(context_);
        throw std::runtime_error{"expected a libusb whose timeouts arrive by descriptor (timerfd)"};
    }
    const libusb_pollfd** descriptors = libusb_get_pollfds(context_);
    for (auto* const* entry = descriptors; entry != nullptr && *entry != nullptr; ++entry) {
        watch((*entry)->fd, (*entry)->events);
    }
    libusb_free_pollfds(descriptors);
    libusb_set_pollfd_notifiers(
        context_,
        [](int descriptor, short events, void* loop) {
            static_cast<UsbLoop*>(loop)->watch(descriptor, events);
        },
        [](int descriptor, void* loop) { static_cast<UsbLoop*>(loop)->unwatch(descriptor); }, this);
    has_hotplug_ =
        libusb_hotplug_register_callback(
            context_, LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT, 0,
            LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
            on_hotplug, this, &hotplug_) == LIBUSB_SUCCESS;
    post_change();
}

UsbLoop::~UsbLoop()
{
    *on_change_ = nullptr;
    if (has_hotplug_) libusb_hotplug_deregister_callback(context_, hotplug_);
    // What a close left to be handled, or libusb keeps devices alive over its end.
    pump();
    libusb_set_pollfd_notifiers(context_, nullptr, nullptr, nullptr);
    for (auto& [number, watch] : watches_) watch.descriptor.release();
    watches_.clear();
    libusb_exit(context_);
}

std::vector<std::unique_ptr<DeviceReference>> UsbLoop::list() const
{
    std::vector<std::unique_ptr<DeviceReference>> found;
    libusb_device** devices = nullptr;
    const auto count = libusb_get_device_list(context_, &devices);
    for (ssize_t i = 0; i < count; ++i) {
        found.push_back(std::make_unique<DeviceReference>(devices[i]));
    }
    if (count >= 0) libusb_free_device_list(devices, 1);
    return found;
}

void UsbLoop::pump(std::chrono::milliseconds wait)
{
    timeval most{.tv_sec = 0, .tv_usec = wait.count() * 1'000};
    libusb_handle_events_timeout_completed(context_, &most, nullptr);
}

int UsbLoop::on_hotplug(libusb_context*, libusb_device*, libusb_hotplug_event, void* loop)
{
    static_cast<UsbLoop*>(loop)->post_change();
    return 0;
}

void UsbLoop::post_change()
{
    asio::post(io_, [on_change = on_change_] {
        if (*on_change) (*on_change)();
    });
}

void UsbLoop::watch(int descriptor, short events)
{
    const auto [entry, is_new] = watches_.try_emplace(
        descriptor, Watch{asio::posix::stream_descriptor{io_, descriptor}, events, ++generation_});
    if (is_new) arm(descriptor, entry->second);
}

void UsbLoop::unwatch(int descriptor)
{
    const auto entry = watches_.find(descriptor);
    if (entry == watches_.end()) return;
    // libusb closes its descriptors itself.
    entry->second.descriptor.release();
    watches_.erase(entry);
}

void UsbLoop::arm(int descriptor, Watch& watch)
{
    // usbfs nodes become writable when a transfer is done, libusb's own descriptors readable.
    const auto direction = (watch.events & POLLOUT) != 0
                               ? asio::posix::stream_descriptor::wait_write
                               : asio::posix::stream_descriptor::wait_read;
    watch.descriptor.async_wait(direction, [this, descriptor, generation = watch.generation](
                                               const boost::system::error_code& error) {
        if (error == asio::error::operation_aborted) return;
        pump();
        const auto entry = watches_.find(descriptor);
        if (entry == watches_.end() || entry->second.generation != generation) return;
        if (!error) arm(descriptor, entry->second);
    });
}

}  // namespace loyal::device
