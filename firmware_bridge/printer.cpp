#include <loyal/device/printer.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace loyal::device {
namespace {

using asio::experimental::awaitable_operators::operator||;  // NOLINT(misc-unused-using-decls)
constexpr auto outcomes = asio::as_tuple(asio::use_awaitable);

asio::awaitable<PrintOutcome> timeout()
{
    asio::steady_timer timer{co_await asio::this_coro::executor, print_deadline};
    co_await timer.async_wait(outcomes);
    co_return PrintOutcome::timed_out;
}

asio::awaitable<PrintOutcome> send(asio::ip::tcp::endpoint endpoint,
                                   std::vector<std::uint8_t> bytes)
{
    asio::ip::tcp::socket socket{co_await asio::this_coro::executor};
    const auto [refused] = co_await socket.async_connect(endpoint, outcomes);
    if (refused) co_return PrintOutcome::no_printer;
    const auto [broken, size] = co_await asio::async_write(socket, asio::buffer(bytes), outcomes);
    if (broken) co_return PrintOutcome::failed;
    boost::system::error_code ignored;
    socket.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    co_return PrintOutcome::printed;
}

asio::awaitable<PrintOutcome> send(int node, std::vector<std::uint8_t> bytes)
{
    asio::posix::stream_descriptor stream{co_await asio::this_coro::executor, node};
    const auto [broken, size] = co_await asio::async_write(stream, asio::buffer(bytes), outcomes);
    co_return broken ? PrintOutcome::failed : PrintOutcome::printed;
}

PrintOutcome outcome_of(int error)
{
    if (error == EACCES || error == EPERM) return PrintOutcome::no_permission;
    if (error == EBUSY) return PrintOutcome::busy;
    return PrintOutcome::no_printer;
}

// A regular file takes what it is given at once.
PrintOutcome append(int file, const std::vector<std::uint8_t>& bytes)
{
    std::size_t done = 0;
    while (done < bytes.size()) {
        const auto written = ::write(file, bytes.data() + done, bytes.size() - done);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return PrintOutcome::failed;
        done += static_cast<std::size_t>(written);
    }
    return PrintOutcome::printed;
}

}  // namespace

std::string_view message(PrintOutcome outcome)
{
    switch (outcome) {
        case PrintOutcome::printed: return "printed";
        case PrintOutcome::no_printer: return "printer not found: check its plug, power or address";
        case PrintOutcome::busy: return "another program holds the printer";
        case PrintOutcome::no_permission: return "printer may not be opened: see the udev rule";
        case PrintOutcome::timed_out: return "printer stopped taking data: check cover and paper";
        case PrintOutcome::out_of_paper: return "printer is out of paper";
        case PrintOutcome::failed: return "connection to the printer broke";
    }
    return "unknown outcome";
}

asio::awaitable<PrintOutcome> print_to(TcpPrinter printer, std::vector<std::uint8_t> bytes)
{
    boost::system::error_code error;
    const auto address = asio::ip::make_address(printer.host, error);
    if (error) co_return PrintOutcome::no_printer;
    const auto outcome = co_await (send({address, printer.port}, std::move(bytes)) || timeout());
    co_return std::visit([](PrintOutcome first) { return first; }, outcome);
}

asio::awaitable<PrintOutcome> print_to(FilePrinter printer, std::vector<std::uint8_t> bytes)
{
    const int file =
        ::open(printer.path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0640);
    if (file < 0) co_return outcome_of(errno);
    struct stat kind {};
    if (::fstat(file, &kind) == 0 && !S_ISREG(kind.st_mode)) {
        const auto outcome = co_await (send(file, std::move(bytes)) || timeout());
        co_return std::visit([](PrintOutcome first) { return first; }, outcome);
    }
    const auto outcome = append(file, bytes);
    ::close(file);
    co_return outcome;
}

}  // namespace loyal::device
