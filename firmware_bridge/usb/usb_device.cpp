#include "usb/usb_device.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <cassert>
#include <new>
#include <utility>

namespace loyal::device {
namespace {

constexpr std::size_t set_up_size = LIBUSB_CONTROL_SETUP_SIZE;
constexpr std::uint8_t direction_in = 0x80;

OpenError open_error(int result)
{
    switch (result) {
        case LIBUSB_ERROR_ACCESS: return OpenError::no_permission;
        case LIBUSB_ERROR_BUSY: return OpenError::busy;
        case LIBUSB_ERROR_NO_DEVICE:
        case LIBUSB_ERROR_NOT_FOUND: return OpenError::gone;
        default: return OpenError::failed;
    }
}

TransferStatus status_of(libusb_transfer_status status)
{
    switch (status) {
        case LIBUSB_TRANSFER_COMPLETED: return TransferStatus::completed;
        case LIBUSB_TRANSFER_STALL: return TransferStatus::stalled;
        case LIBUSB_TRANSFER_TIMED_OUT: return TransferStatus::timed_out;
        case LIBUSB_TRANSFER_CANCELLED: return TransferStatus::cancelled;
        case LIBUSB_TRANSFER_NO_DEVICE: return TransferStatus::gone;
        case LIBUSB_TRANSFER_ERROR:
        case LIBUSB_TRANSFER_OVERFLOW: return TransferStatus::failed;
    }
    return TransferStatus::failed;
}

unsigned milliseconds(std::chrono::milliseconds period)
{
    return static_cast<unsigned>(period.count());
}

}  // namespace

UsbDevice::Transfer::Transfer(asio::io_context& io) : usb{libusb_alloc_transfer(0)}, done{io}
{
    if (usb == nullptr) throw std::bad_alloc{};
}

UsbDevice::Transfer::~Transfer()
{
    assert(!is_pending);
    libusb_free_transfer(usb);
}

void UsbDevice::Transfer::on_done(libusb_transfer* transfer)
{
    // Runs inside libusb: only wakes the coroutine, which then goes on from the io_context.
    auto* self = static_cast<Transfer*>(transfer->user_data);
    self->is_pending = false;
    self->done.cancel();
}

UsbDevice::UsbDevice(asio::io_context& io, libusb_device_handle* handle, UsbInterface interface)
    : handle_{handle}, interface_{std::move(interface)}, control_{io}, in_{io}, out_{io}
{
}

UsbDevice::~UsbDevice()
{
    libusb_release_interface(handle_, interface_.number);
    libusb_close(handle_);
}

std::variant<std::unique_ptr<UsbDevice>, OpenError> UsbDevice::open(asio::io_context& io,
                                                                    libusb_device* device,
                                                                    const UsbInterface& interface)
{
    libusb_device_handle* handle = nullptr;
    const int opened = libusb_open(device, &handle);
    if (opened != LIBUSB_SUCCESS) return open_error(opened);
    libusb_set_auto_detach_kernel_driver(handle, 1);
    const int claimed = libusb_claim_interface(handle, interface.number);
    if (claimed != LIBUSB_SUCCESS) {
        libusb_close(handle);
        return open_error(claimed);
    }
    // The constructor is private to this function, which make_unique is not.
    return std::unique_ptr<UsbDevice>{new UsbDevice{io, handle, interface}};
}

TransferStatus UsbDevice::submit(Transfer& transfer) const
{
    assert(!transfer.is_pending);
    if (is_cancelled_) return TransferStatus::cancelled;
    const int submitted = libusb_submit_transfer(transfer.usb);
    if (submitted == LIBUSB_ERROR_NO_DEVICE) return TransferStatus::gone;
    if (submitted != LIBUSB_SUCCESS) return TransferStatus::failed;
    transfer.is_pending = true;
    return TransferStatus::completed;
}

asio::awaitable<TransferStatus> UsbDevice::perform(Transfer& transfer)
{
    const auto submitted = submit(transfer);
    if (submitted != TransferStatus::completed) co_return submitted;
    while (transfer.is_pending) {
        transfer.done.expires_at(asio::steady_timer::time_point::max());
        co_await transfer.done.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    co_return status_of(transfer.usb->status);
}

asio::awaitable<TransferResult> UsbDevice::control(ControlRequest request)
{
    const bool is_in = (request.request_type & direction_in) != 0;
    const auto length = is_in ? request.length : static_cast<std::uint16_t>(request.data.size());
    auto& buffer = control_.buffer;
    buffer.assign(set_up_size + length, 0);
    libusb_fill_control_setup(buffer.data(), request.request_type, request.request, request.value,
                              request.index, length);
    if (!is_in) std::ranges::copy(request.data, buffer.begin() + set_up_size);
    libusb_fill_control_transfer(control_.usb, handle_, buffer.data(), Transfer::on_done, &control_,
                                 milliseconds(control_timeout));
    const auto status = co_await perform(control_);
    TransferResult result{.status = status, .data = {}};
    if (status == TransferStatus::completed && is_in) {
        const auto data = std::span{buffer}.subspan(
            set_up_size, static_cast<std::size_t>(control_.usb->actual_length));
        result.data.assign(data.begin(), data.end());
    }
    co_return result;
}

asio::awaitable<std::optional<TransferResult>> UsbDevice::read(
    std::chrono::steady_clock::time_point quiet_at)
{
    if (!in_.is_pending) {
        in_.buffer.resize(interface_.in_size);
        libusb_fill_interrupt_transfer(in_.usb, handle_, interface_.in, in_.buffer.data(),
                                       static_cast<int>(in_.buffer.size()), Transfer::on_done, &in_,
                                       0);
        const auto submitted = submit(in_);
        if (submitted != TransferStatus::completed)
            co_return TransferResult{.status = submitted, .data = {}};
    }
    while (in_.is_pending) {
        if (std::chrono::steady_clock::now() >= quiet_at) co_return std::nullopt;
        in_.done.expires_at(quiet_at);
        co_await in_.done.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    TransferResult result{.status = status_of(in_.usb->status), .data = {}};
    if (result.status == TransferStatus::completed) {
        const auto data =
            std::span{in_.buffer}.first(static_cast<std::size_t>(in_.usb->actual_length));
        result.data.assign(data.begin(), data.end());
    }
    co_return result;
}

asio::awaitable<TransferResult> UsbDevice::write(std::span<const std::uint8_t> bytes,
                                                 std::chrono::milliseconds timeout)
{
    out_.buffer.assign(bytes.begin(), bytes.end());
    libusb_fill_bulk_transfer(out_.usb, handle_, interface_.out, out_.buffer.data(),
                              static_cast<int>(out_.buffer.size()), Transfer::on_done, &out_,
                              milliseconds(timeout));
    const auto status = co_await perform(out_);
    const bool was_sent =
        status == TransferStatus::completed || status == TransferStatus::timed_out;
    const int sent = was_sent ? out_.usb->actual_length : 0;
    co_return TransferResult{.status = status, .data = {}, .size = static_cast<std::size_t>(sent)};
}

TransferStatus UsbDevice::clear_halt()
{
    if (is_cancelled_) return TransferStatus::cancelled;
    const int result = libusb_clear_halt(handle_, interface_.in);
    if (result == LIBUSB_ERROR_NO_DEVICE) return TransferStatus::gone;
    return result == LIBUSB_SUCCESS ? TransferStatus::completed : TransferStatus::failed;
}

void UsbDevice::cancel()
{
    is_cancelled_ = true;
    for (auto* transfer : {&control_, &in_, &out_}) {
        if (transfer->is_pending) libusb_cancel_transfer(transfer->usb);
    }
}

}  // namespace loyal::device
