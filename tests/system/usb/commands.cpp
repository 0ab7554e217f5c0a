#include "commands.hpp"

#include <exception>
#include <fmt/format.h>
#include <iterator>

namespace loyal::tests {
namespace {

using namespace std::chrono_literals;

constexpr auto read_at_most = 10s;

// Takes the first word off the line, and the blank after it.
std::string_view take_word(std::string_view& line)
{
    const auto end = line.find(' ');
    const auto word = line.substr(0, end);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    return word;
}

std::string scan(UsbNode* scanner, std::string_view text, std::string_view identifier)
{
    if (scanner == nullptr) return "error: no scanner is plugged in";
    if (text.empty()) return "error: expected a text";
    scanner->change([&](VirtualDevice& device) { device.scan(text, identifier); });
    return scanner->wait_until_read(read_at_most) ? "ok" : "error: nobody reads the scanner";
}

std::string printed(UsbNode* printer)
{
    if (printer == nullptr) return "error: no printer is plugged in";
    std::string answer = "ok ";
    printer->change([&answer](VirtualDevice& device) {
        for (const auto byte : device.printed()) {
            fmt::format_to(std::back_inserter(answer), "{:02X}", byte);
        }
    });
    return answer;
}

std::string obey_known(UsbTestbed& testbed, std::string_view line)
{
    const auto command = take_word(line);
    if (command == "plug" || command == "announce" || command == "configure" ||
        command == "unplug") {
        const auto kind = virtual_devices::parse_kind(line);
        if (!kind) return "error: expected wedge, hidpos or printer";
        if (command == "unplug")
            testbed.unplug(*kind);
        else if (command == "configure")
            testbed.configure(*kind);
        else
            testbed.plug(*kind, command == "plug");
        return "ok";
    }
    if (command == "scan") {
        for (const auto* name : {"wedge", "hidpos"}) {
            const auto prefix = std::string{name} + ": ";
            if (!line.starts_with(prefix)) continue;
            line.remove_prefix(prefix.size());
            return scan(testbed.find(*virtual_devices::parse_kind(name)), line, "E0");
        }
        return scan(testbed.last_scanner(), line, "E0");
    }
    if (command == "aim") {
        const auto identifier = take_word(line);
        return scan(testbed.last_scanner(), line, identifier);
    }
    if (command == "stall") {
        auto* scanner = testbed.last_scanner();
        if (scanner == nullptr) return "error: no scanner is plugged in";
        scanner->change([](VirtualDevice& device) { device.stall(); });
        return "ok";
    }
    if (command == "paper") {
        auto* printer = testbed.find(Kind::printer);
        if (printer == nullptr) return "error: no printer is plugged in";
        printer->change([line](VirtualDevice& device) { device.set_paper(line == "on"); });
        return "ok";
    }
    if (command == "printed") return printed(testbed.find(Kind::printer));
    return "error: expected plug, unplug, scan, aim, stall, paper, printed or quit";
}

}  // namespace

std::string obey(UsbTestbed& testbed, std::string_view line)
{
    try {
        return obey_known(testbed, line);
    } catch (const std::exception& problem) {
        return std::string{"error: "} + problem.what();
    }
}

}  // namespace loyal::tests
