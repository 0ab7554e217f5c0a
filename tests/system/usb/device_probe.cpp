// device-probe: takes the scanners of this machine and prints what happens, one event a line:
//   device ID DRIVER STATE [HINT] · scan ID SYMBOLOGY TEXT · left ID · trouble ID TEXT · printed
//   OUTCOME
// between "start" and "end", until SIGTERM, SIGINT or as many scans as --scans says.

#include <loyal/device/devices.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace {

using namespace loyal::device;

struct Arguments {
    std::vector<std::string> allow;
    std::vector<std::string> deny;
    bool claim_any_keyboard = false;
    std::size_t scans = 0;
    bool abandon = false;
    std::string print;
};

std::vector<UsbModel> models(const std::vector<std::string>& texts)
{
    std::vector<UsbModel> result;
    for (const auto& text : texts) {
        const auto model = parse_usb_model(text);
        if (!model) throw CLI::ValidationError{"expected vendor or vendor:product, got " + text};
        result.push_back(*model);
    }
    return result;
}

void show(const Scan& scan)
{
    const auto symbology = loyal::decode::name(scan.label.symbology);
    std::printf("scan %s %.*s %s\n", scan.device.value.c_str(), static_cast<int>(symbology.size()),
                symbology.data(), scan.label.text.c_str());
}

void show(const DeviceArrived& arrived)
{
    const auto& status = arrived.status;
    std::printf("device %s %s %s %s\n", status.id.value.c_str(),
                status.driver.empty() ? "-" : status.driver.c_str(),
                std::string{name(status.state)}.c_str(), status.hint.c_str());
}

void show(const DeviceLeft& left)
{
    std::printf("left %s\n", left.device.value.c_str());
}

void show(const DeviceTrouble& trouble)
{
    std::printf("trouble %s %s\n", trouble.device.value.c_str(), trouble.text.c_str());
}

boost::asio::awaitable<void> watch(boost::asio::io_context& io,
                                   Devices& devices,
                                   const Arguments& arguments,
                                   boost::asio::signal_set& signals)
{
    std::size_t scans = 0;
    while (const auto event = co_await devices.next()) {
        std::visit([](const auto& each) { show(each); }, *event);
        const auto* arrived = std::get_if<DeviceArrived>(&*event);
        if (arrived != nullptr && arrived->status.driver == "usb_printer" &&
            !arguments.print.empty()) {
            std::vector<std::uint8_t> bytes(arguments.print.begin(), arguments.print.end());
            const auto outcome = co_await devices.print(UsbPrinter{}, std::move(bytes));
            std::printf("printed %s\n", std::string{message(outcome)}.c_str());
        }
        std::fflush(stdout);
        if (!std::holds_alternative<Scan>(*event) || ++scans != arguments.scans) continue;
        arguments.abandon ? io.stop() : devices.stop();
    }
    signals.cancel();
}

}  // namespace

int main(int argc, char** argv)
{
    Arguments arguments;
    CLI::App app{"Prints what the scanners of this machine do"};
    app.add_option("--allow", arguments.allow, "Also take this model (vendor or vendor:product)");
    app.add_option("--deny", arguments.deny, "Never take this model");
    app.add_flag("--claim-any-keyboard", arguments.claim_any_keyboard, "Take every keyboard");
    app.add_option("--scans", arguments.scans, "End after this many scans");
    app.add_flag("--abandon", arguments.abandon, "Then leave without releasing the scanners first");
    app.add_option("--print", arguments.print, "Print this on a USB printer when one arrives");
    CLI11_PARSE(app, argc, argv);

    boost::asio::io_context io{1};
    boost::asio::signal_set signals{io, SIGTERM, SIGINT};
    Devices devices{io, DeviceOptions{.allow = models(arguments.allow),
                                      .deny = models(arguments.deny),
                                      .claim_any_keyboard = arguments.claim_any_keyboard}};
    signals.async_wait([&devices](const boost::system::error_code& error, int) {
        if (!error) devices.stop();
    });
    boost::asio::co_spawn(io, watch(io, devices, arguments, signals),
                          [](std::exception_ptr thrown) {
                              if (thrown) std::rethrow_exception(thrown);
                          });
    std::puts("start");
    std::fflush(stdout);
    io.run();
    std::puts("end");
    return 0;
}
