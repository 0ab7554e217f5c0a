#include "bridge.hpp"

#include <algorithm>
#include <utility>

namespace loyal::device {
namespace {

// The printer takes a document in pieces, so that the deadline is looked at between them.
constexpr std::size_t piece_size = 4'096;

// USB printer class 1.1 §4.2.2: bit 5 of the port status means no paper.
constexpr std::uint8_t get_port_status = 0x01;
constexpr std::uint8_t from_interface_class_in = 0xA1;
constexpr std::uint8_t paper_empty = 0x20;

PrintOutcome outcome_of(OpenError error)
{
    switch (error) {
        case OpenError::gone: return PrintOutcome::no_printer;
        case OpenError::no_permission: return PrintOutcome::no_permission;
        case OpenError::busy: return PrintOutcome::busy;
        case OpenError::failed: return PrintOutcome::failed;
    }
    return PrintOutcome::failed;
}

asio::awaitable<bool> is_out_of_paper(UsbDevice& device, std::uint8_t interface)
{
    ControlRequest request{.request_type = from_interface_class_in,
                           .request = get_port_status,
                           .value = 0,
                           .index = interface,
                           .length = 1,
                           .data = {}};
    const auto result = co_await device.control(std::move(request));
    co_return !result.data.empty() && (result.data[0] & paper_empty) != 0;
}

}  // namespace

Devices::Bridge::Plugged* Devices::Bridge::find_printer(const UsbPrinter& printer)
{
    const auto found = std::ranges::find_if(plugged_, [&printer](const auto& plugged) {
        const auto& identity = plugged->identity;
        return plugged->claim && plugged->claim->kind == DriverKind::usb_printer &&
               !plugged->has_left &&
               (!printer.model || printer.model->matches(identity.vendor, identity.product));
    });
    return found == plugged_.end() ? nullptr : found->get();
}

asio::awaitable<PrintOutcome> Devices::Bridge::print(UsbPrinter printer,
                                                     std::vector<std::uint8_t> bytes)
{
    if (is_stopping_) co_return PrintOutcome::no_printer;
    Plugged* plugged = find_printer(printer);
    if (plugged == nullptr) co_return PrintOutcome::no_printer;
    if (plugged->is_in_use) co_return PrintOutcome::busy;
    auto opened = UsbDevice::open(io_, plugged->reference->get(), plugged->claim->interface);
    if (const auto* error = std::get_if<OpenError>(&opened)) co_return outcome_of(*error);
    plugged->open = std::move(std::get<std::unique_ptr<UsbDevice>>(opened));
    plugged->is_in_use = true;
    const auto outcome = co_await send(*plugged, std::move(bytes));
    release(*plugged);
    co_return outcome;
}

asio::awaitable<PrintOutcome> Devices::Bridge::send(Plugged& plugged,
                                                    std::vector<std::uint8_t> bytes)
{
    const auto deadline = std::chrono::steady_clock::now() + print_deadline;
    auto& device = *plugged.open;
    std::span<const std::uint8_t> rest{bytes};
    while (!rest.empty()) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        // A timeout of 0 would mean none to libusb.
        if (left.count() <= 0) co_return PrintOutcome::timed_out;
        const auto piece = rest.first(std::min(rest.size(), piece_size));
        const auto result = co_await device.write(piece, left);
        if (result.status == TransferStatus::timed_out) {
            const bool is_empty = co_await is_out_of_paper(device, plugged.claim->interface.number);
            co_return is_empty ? PrintOutcome::out_of_paper : PrintOutcome::timed_out;
        }
        if (result.status != TransferStatus::completed) co_return PrintOutcome::failed;
        rest = rest.subspan(std::min(rest.size(), result.size));
    }
    co_return PrintOutcome::printed;
}

}  // namespace loyal::device
