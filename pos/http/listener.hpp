#pragma once

#include <loyal/http/message.hpp>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <string>

namespace loyal::http {

/// TCP and Unix sockets alike, so that everything above is compiled once.
using Socket = asio::generic::stream_protocol::socket;
using GenericAcceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;

/// A bound and listening socket.
class Listener {
public:
    /// @throws boost::system::system_error
    static Listener tcp(asio::io_context& io, const std::string& address, std::uint16_t port);
    /// Takes the place of a socket file that nobody listens on any more.
    /// @throws boost::system::system_error, also when somebody listens there
    static Listener unix_socket(asio::io_context& io, const std::string& path);

    GenericAcceptor& acceptor() noexcept { return acceptor_; }
    std::uint16_t port() const noexcept { return port_; }  ///< 0 for a Unix socket

    /// Readies an accepted socket and tells who it is. @throws boost::system::system_error
    Peer welcome(Socket& socket) const;
    void close() noexcept;

private:
    Listener(GenericAcceptor acceptor, std::uint16_t port, std::string path);

    GenericAcceptor acceptor_;
    std::uint16_t port_;
    std::string path_;
};

}  // namespace loyal::http
