#include "support/run_task.hpp"
#include "support/temporary_folder.hpp"

#include <loyal/device/printer.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <catch2/catch.hpp>

#include <fstream>
#include <iterator>
#include <string>

using namespace loyal::device;
using asio::ip::tcp;
using loyal::tests::run_task;

namespace {

std::vector<std::uint8_t> bytes(std::string_view text)
{
    return {text.begin(), text.end()};
}

tcp::endpoint loopback(std::uint16_t port = 0)
{
    return {asio::ip::address_v4::loopback(), port};
}

asio::awaitable<void> receive(tcp::socket socket, std::string& received)
{
    co_await asio::async_read(socket, asio::dynamic_buffer(received),
                              asio::as_tuple(asio::use_awaitable));
}

}  // namespace

TEST_CASE("A document arrives whole at a network printer", "[device][printer]")
{
    asio::io_context io;
    tcp::acceptor acceptor{io, loopback()};
    std::string received;
    acceptor.async_accept([&](const boost::system::error_code& error, tcp::socket socket) {
        if (!error) asio::co_spawn(io, receive(std::move(socket), received), asio::detached);
    });
    const auto outcome = run_task(
        io, print_to(TcpPrinter{"127.0.0.1", acceptor.local_endpoint().port()}, bytes("Hi")));
    CHECK(outcome == PrintOutcome::printed);
    io.restart();
    io.run();
    CHECK(received == "Hi");
}

TEST_CASE("A network printer that is off, or an address that is none, is said to be missing",
          "[device][printer]")
{
    asio::io_context io;
    std::uint16_t port = 0;
    {
        // Bound and closed again: nobody listens there.
        tcp::acceptor acceptor{io, loopback()};
        port = acceptor.local_endpoint().port();
    }
    CHECK(run_task(io, print_to(TcpPrinter{"127.0.0.1", port}, bytes("x"))) ==
          PrintOutcome::no_printer);
    CHECK(run_task(io, print_to(TcpPrinter{"printer", 9100}, bytes("x"))) ==
          PrintOutcome::no_printer);
}

TEST_CASE("Documents printed to a file follow each other", "[device][printer]")
{
    const loyal::tests::TemporaryFolder folder;
    asio::io_context io;
    const auto path = folder.file("receipts");
    CHECK(run_task(io, print_to(FilePrinter{path}, bytes("one "))) == PrintOutcome::printed);
    CHECK(run_task(io, print_to(FilePrinter{path}, bytes("two"))) == PrintOutcome::printed);
    std::ifstream file{path};
    CHECK(std::string{std::istreambuf_iterator<char>{file}, {}} == "one two");
}

TEST_CASE("A file that cannot be made is a missing printer", "[device][printer]")
{
    asio::io_context io;
    CHECK(run_task(io, print_to(FilePrinter{"/nowhere/at/all"}, bytes("x"))) ==
          PrintOutcome::no_printer);
}
