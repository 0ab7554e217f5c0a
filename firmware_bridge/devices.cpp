#include "bridge.hpp"

#include <loyal/device/devices.hpp>

#include <utility>

namespace loyal::device {

Devices::Devices(asio::io_context& io, DeviceOptions options)
    : bridge_{std::make_unique<Bridge>(io, std::move(options))}
{
}

Devices::~Devices() = default;

asio::awaitable<std::optional<Event>> Devices::next()
{
    return bridge_->next();
}

std::vector<DeviceStatus> Devices::status() const
{
    return bridge_->status();
}

asio::awaitable<PrintOutcome> Devices::print(PrinterAddress address,
                                             std::vector<std::uint8_t> bytes)
{
    if (bytes.size() > print_size_max) co_return PrintOutcome::failed;
    if (auto* tcp = std::get_if<TcpPrinter>(&address)) {
        co_return co_await print_to(std::move(*tcp), std::move(bytes));
    }
    if (auto* file = std::get_if<FilePrinter>(&address)) {
        co_return co_await print_to(std::move(*file), std::move(bytes));
    }
    co_return co_await bridge_->print(std::get<UsbPrinter>(address), std::move(bytes));
}

void Devices::stop()
{
    bridge_->stop();
}

}  // namespace loyal::device
