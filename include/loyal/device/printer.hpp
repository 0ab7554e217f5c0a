#pragma once

#include <loyal/device/status.hpp>

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace loyal::device {

namespace asio = boost::asio;

/// A printer of USB class 07, by model where there are several.
struct UsbPrinter {
    std::optional<UsbModel> model = {};
};

/// A network printer's raw port. `host` is an IP address: a till's printer has a fixed one.
struct TcpPrinter {
    std::string host;
    std::uint16_t port = 9100;
};

/// A file that receives every document in full, after what it holds; or a device node.
struct FilePrinter {
    std::filesystem::path path;
};

using PrinterAddress = std::variant<UsbPrinter, TcpPrinter, FilePrinter>;

/// Values are stable.
enum class PrintOutcome : std::uint8_t {
    printed = 0,        ///< the printer took every byte
    no_printer = 1,     ///< not found, or nothing answers at the address
    busy = 2,           ///< another program holds it
    no_permission = 3,  ///< the node may not be opened
    timed_out = 4,      ///< it stopped taking bytes; part of the document may be on paper
    out_of_paper = 5,   ///< as timed_out, and it says why
    failed = 6,         ///< the connection broke; part of the document may be on paper
};

/// One line for the cashier.
std::string_view message(PrintOutcome outcome);

/// How long a printer may take for one document.
inline constexpr std::chrono::seconds print_deadline{10};

/// The largest document in bytes.
inline constexpr std::size_t print_size_max = 1'048'576;

/// Sends a document to a network printer, by the deadline.
asio::awaitable<PrintOutcome> print_to(TcpPrinter printer, std::vector<std::uint8_t> bytes);

/// Appends a document to a file, by the deadline where it is a device node.
asio::awaitable<PrintOutcome> print_to(FilePrinter printer, std::vector<std::uint8_t> bytes);

}  // namespace loyal::device
