#include "listener.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loyal::http {
namespace {

using asio::ip::tcp;
using asio::local::stream_protocol;
using boost::system::system_error;

constexpr mode_t socket_mode = 0660;

[[noreturn]] void fail(int error, const std::string& what)
{
    throw system_error{error, boost::system::system_category(), what};
}

// A server that was killed leaves its socket file behind; connecting tells whether it lives.
void remove_dead_socket(asio::io_context& io, const std::string& path)
{
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0) return;
    if (!S_ISSOCK(info.st_mode)) fail(EEXIST, path + " is not a socket");
    stream_protocol::socket probe{io};
    boost::system::error_code error;
    probe.connect(stream_protocol::endpoint{path}, error);
    if (error != boost::system::errc::connection_refused)
        fail(EADDRINUSE, "another server listens on " + path);
    ::unlink(path.c_str());
}

}  // namespace

Listener::Listener(GenericAcceptor acceptor, std::uint16_t port, std::string path)
    : acceptor_{std::move(acceptor)}, port_{port}, path_{std::move(path)}
{
}

Listener Listener::tcp(asio::io_context& io, const std::string& address, std::uint16_t port)
{
    const std::string what = "cannot listen on " + address + " port " + std::to_string(port);
    boost::system::error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    if (error) throw system_error{error, what};
    const tcp::endpoint endpoint{parsed, port};
    tcp::acceptor acceptor{io, endpoint.protocol()};
    acceptor.set_option(tcp::acceptor::reuse_address{true});
    acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) throw system_error{error, what};
    const std::uint16_t bound = acceptor.local_endpoint().port();
    return Listener{GenericAcceptor{std::move(acceptor)}, bound, ""};
}

Listener Listener::unix_socket(asio::io_context& io, const std::string& path)
{
    remove_dead_socket(io, path);
    stream_protocol::acceptor acceptor{io, stream_protocol{}};
    // The file gets this mode less the umask when it appears, and exactly this one after.
    ::fchmod(acceptor.native_handle(), socket_mode);
    boost::system::error_code error;
    acceptor.bind(stream_protocol::endpoint{path}, error);
    if (error) throw system_error{error, "cannot listen on " + path};
    if (::chmod(path.c_str(), socket_mode) != 0) fail(errno, "cannot set the mode of " + path);
    acceptor.listen();
    return Listener{GenericAcceptor{std::move(acceptor)}, 0, path};
}

Peer Listener::welcome(Socket& socket) const
{
    if (!path_.empty()) {
        ucred credentials{};
        socklen_t size = sizeof credentials;
        if (::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0)
            fail(errno, "cannot read the peer's credentials");
        return UnixPeer{credentials.uid, credentials.gid, credentials.pid};
    }
    socket.set_option(tcp::no_delay{true});
    const auto remote = socket.remote_endpoint();
    tcp::endpoint endpoint;
    endpoint.resize(remote.size());
    std::memcpy(endpoint.data(), remote.data(), remote.size());
    return TcpPeer{endpoint.address().to_string()};
}

void Listener::close() noexcept
{
    boost::system::error_code ignored;
    if (!acceptor_.is_open()) return;
    acceptor_.close(ignored);
    if (!path_.empty()) ::unlink(path_.c_str());
}

}  // namespace loyal::http
