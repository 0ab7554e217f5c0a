// virtual-usbip: a virtual scanner or printer on the real kernel's vhci_hcd. Takes one command a
// line from standard input and answers each with "ok" or "error: …":
//   plug wedge|hidpos|printer · scan TEXT (answers when the host has read it) · stall · unplug ·
//   printed TEXT (whether the printer got exactly this)

#include "usbip_port.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <exception>
#include <poll.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace {

using namespace loyal::tests;
using namespace std::chrono_literals;

constexpr auto read_at_most = 10s;

void say(const std::string& answer)
{
    std::puts(answer.c_str());
    std::fflush(stdout);
}

// Serves the kernel until the host has read every report.
std::string scan(UsbipPort& port, std::string_view text)
{
    port.device()->scan(text);
    port.pump();
    const auto deadline = std::chrono::steady_clock::now() + read_at_most;
    while (port.socket() >= 0 && port.device()->has_reports()) {
        if (std::chrono::steady_clock::now() > deadline) return "error: nobody reads the scanner";
        pollfd watched{port.socket(), POLLIN, 0};
        if (poll(&watched, 1, 1'000) > 0) port.handle();
    }
    return "ok";
}

std::string obey(UsbipPort& port, std::string_view line)
{
    const auto end = line.find(' ');
    const auto command = line.substr(0, end);
    const auto rest = end == std::string_view::npos ? std::string_view{} : line.substr(end + 1);
    if (command == "plug") {
        const auto kind = loyal::virtual_devices::parse_kind(rest);
        if (!kind) return "error: expected wedge, hidpos or printer";
        port.plug(*kind);
        return "ok";
    }
    if (port.device() == nullptr) return "error: nothing is plugged in";
    if (command == "scan") return scan(port, rest);
    if (command == "stall") {
        port.device()->stall();
        port.pump();
        return "ok";
    }
    if (command == "unplug") {
        port.unplug();
        return "ok";
    }
    if (command == "printed") {
        const auto& bytes = port.device()->printed();
        const std::string printed(bytes.begin(), bytes.end());
        return printed == rest ? "ok" : "error: the printer got " + printed;
    }
    return "error: expected plug, scan, stall, unplug or printed";
}

void obey_lines(UsbipPort& port, std::string& received)
{
    for (auto end = received.find('\n'); end != std::string::npos; end = received.find('\n')) {
        const std::string line = received.substr(0, end);
        received.erase(0, end + 1);
        try {
            say(obey(port, line));
        } catch (const std::exception& problem) {
            say(std::string{"error: "} + problem.what());
        }
    }
}

}  // namespace

int main()
{
    UsbipPort port{0};
    std::string received;
    for (;;) {
        std::array<pollfd, 2> watched{{{STDIN_FILENO, POLLIN, 0}, {port.socket(), POLLIN, 0}}};
        if (poll(watched.data(), watched.size(), -1) < 0) continue;
        if (watched[1].revents != 0) port.handle();
        if (watched[0].revents == 0) continue;
        std::array<char, 4'096> buffer{};
        const auto size = read(STDIN_FILENO, buffer.data(), buffer.size());
        if (size <= 0) return 0;
        received.append(buffer.data(), static_cast<std::size_t>(size));
        obey_lines(port, received);
    }
}
