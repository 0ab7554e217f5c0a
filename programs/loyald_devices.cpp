#include "loyald_devices.hpp"

#include <loyal/device/devices.hpp>

#include <charconv>
#include <optional>
#include <variant>

namespace loyal::programs {
namespace {

constexpr int log_warning = 4;
constexpr int log_information = 6;

device::DeviceOptions options_of(const Config& config)
{
    device::DeviceOptions options;
    for (const std::string& text : config.devices_allow) {
        if (const auto model = device::parse_usb_model(text)) options.allow.push_back(*model);
    }
    for (const std::string& text : config.devices_deny) {
        if (const auto model = device::parse_usb_model(text)) options.deny.push_back(*model);
    }
    options.claim_any_keyboard = config.claim_any_keyboard;
    return options;
}

device::TcpPrinter tcp_printer(std::string_view address)
{
    device::TcpPrinter printer;
    const auto colon = address.rfind(':');
    printer.host = std::string{address.substr(0, colon)};
    if (colon != std::string_view::npos) {
        const std::string_view port = address.substr(colon + 1);
        std::from_chars(port.data(), port.data() + port.size(), printer.port);
    }
    return printer;
}

std::optional<device::PrinterAddress> printer_of(std::string_view address)
{
    constexpr std::string_view file = "file:";
    constexpr std::string_view tcp = "tcp:";
    constexpr std::string_view usb = "usb:";
    if (address.empty()) return std::nullopt;
    if (address.starts_with(file))
        return device::FilePrinter{std::string{address.substr(file.size())}};
    if (address.starts_with(tcp)) return tcp_printer(address.substr(tcp.size()));
    if (address.starts_with(usb))
        return device::UsbPrinter{device::parse_usb_model(address.substr(usb.size()))};
    return device::UsbPrinter{};
}

std::string kind_of(const device::DeviceStatus& status)
{
    return status.driver == "usb_printer" ? "printer" : "scanner";
}

terminal::DeviceReport report_of(const device::DeviceStatus& status)
{
    terminal::DeviceReport report{.id = status.id.value,
                                  .name = status.title,
                                  .kind = kind_of(status),
                                  .state = std::string{device::name(status.state)},
                                  .hint = std::nullopt};
    if (!status.hint.empty()) report.hint = Text{status.hint, status.hint};
    return report;
}

}  // namespace

struct TillDevices::Parts {
    std::optional<device::Devices> devices{};
    std::optional<device::PrinterAddress> printer{};
    Log log{};

    asio::awaitable<device::PrintOutcome> send(std::vector<std::uint8_t> bytes);
    asio::awaitable<void> take(device::Event event, terminal::Terminal& terminal) const;
};

asio::awaitable<device::PrintOutcome> TillDevices::Parts::send(std::vector<std::uint8_t> bytes)
{
    if (const auto* file = std::get_if<device::FilePrinter>(&*printer))
        co_return co_await device::print_to(*file, std::move(bytes));
    if (const auto* tcp = std::get_if<device::TcpPrinter>(&*printer))
        co_return co_await device::print_to(*tcp, std::move(bytes));
    if (!devices) co_return device::PrintOutcome::no_printer;
    co_return co_await devices->print(*printer, std::move(bytes));
}

asio::awaitable<void> TillDevices::Parts::take(device::Event event,
                                               terminal::Terminal& terminal) const
{
    if (auto* scan = std::get_if<device::Scan>(&event)) {
        co_await terminal.on_label(std::move(scan->label.text));
        co_return;
    }
    if (const auto* arrived = std::get_if<device::DeviceArrived>(&event)) {
        log(log_information, "device " + arrived->status.id.value + ": " +
                                 std::string{device::name(arrived->status.state)});
    }
    if (const auto* left = std::get_if<device::DeviceLeft>(&event))
        log(log_warning, "device " + left->device.value + ": away");
    if (const auto* trouble = std::get_if<device::DeviceTrouble>(&event))
        log(log_warning, "device " + trouble->device.value + ": " + trouble->text);
    co_await terminal.on_change();
}

TillDevices::TillDevices(asio::io_context& io, const Config& config, Log log)
    : parts_{std::make_unique<Parts>()}
{
    parts_->log = std::move(log);
    parts_->printer = printer_of(config.printer);
    if (!config.devices) return;
    try {
        parts_->devices.emplace(io, options_of(config));
    } catch (const std::runtime_error& error) {
        parts_->log(log_warning, std::string{"devices: "} + error.what());
    }
}

TillDevices::~TillDevices() = default;

std::vector<terminal::DeviceReport> TillDevices::report() const
{
    std::vector<terminal::DeviceReport> reports;
    if (!parts_->devices) return reports;
    for (const device::DeviceStatus& status : parts_->devices->status())
        reports.push_back(report_of(status));
    return reports;
}

asio::awaitable<bool> TillDevices::print(std::vector<std::uint8_t> bytes)
{
    if (!parts_->printer) co_return false;
    const device::PrintOutcome outcome = co_await parts_->send(std::move(bytes));
    if (outcome != device::PrintOutcome::printed)
        parts_->log(log_warning, "printer: " + std::string{device::message(outcome)});
    co_return outcome == device::PrintOutcome::printed;
}

asio::awaitable<void> TillDevices::run(terminal::Terminal& terminal)
{
    if (!parts_->devices) co_return;
    while (auto event = co_await parts_->devices->next())
        co_await parts_->take(std::move(*event), terminal);
}

void TillDevices::stop()
{
    if (parts_->devices) parts_->devices->stop();
}

}  // namespace loyal::programs
