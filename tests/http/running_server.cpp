#include "running_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace loyal::tests {
namespace {

class BlockingSocket {
public:
    explicit BlockingSocket(int family) : socket_{::socket(family, SOCK_STREAM, 0)}
    {
        const timeval patience{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
    ~BlockingSocket() { ::close(socket_); }
    BlockingSocket(const BlockingSocket&) = delete;
    BlockingSocket& operator=(const BlockingSocket&) = delete;

    template <class Address>
    void connect(const Address& address)
    {
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error{"cannot connect"};
    }

    std::string exchange(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0) break;  // the server closed before it had read all
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        std::string received;
        char part[4096];
        for (;;) {
            const auto size = ::recv(socket_, part, sizeof part, 0);
            if (size < 0 && errno == EAGAIN) throw std::runtime_error{"no end within 20 s"};
            if (size <= 0) return received;
            received.append(part, static_cast<std::size_t>(size));
        }
    }

private:
    int socket_;
};

}  // namespace

RunningServer::RunningServer(http::ServerOptions options, http::Handler handler)
    : server_{io_, complete(std::move(options)), std::move(handler)}
{
}

http::ServerOptions RunningServer::complete(http::ServerOptions options) const
{
    options.port = 0;
    options.unix_path = folder_.file("api.sock");
    return options;
}

void RunningServer::start()
{
    server_.start();
    thread_ = std::thread{[this] { io_.run(); }};
}

RunningServer::~RunningServer()
{
    boost::asio::post(io_, [this] { server_.stop(); });
    if (thread_.joinable()) thread_.join();  // stop() leaves nothing that runs
}

std::string exchange_tcp(std::uint16_t port, std::string_view bytes)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    BlockingSocket socket{AF_INET};
    socket.connect(address);
    return socket.exchange(bytes);
}

std::string exchange_unix(const std::string& path, std::string_view bytes)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    BlockingSocket socket{AF_UNIX};
    socket.connect(address);
    return socket.exchange(bytes);
}

std::string get(std::string_view path, std::string_view header_lines)
{
    std::string text = "GET ";
    text.append(path).append(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
    return text.append(header_lines).append("\r\n");
}

std::string status_line(const std::string& response)
{
    return response.substr(0, response.find("\r\n"));
}

std::string body(const std::string& response)
{
    const auto end = response.find("\r\n\r\n");
    return end == std::string::npos ? "" : response.substr(end + 4);
}

}  // namespace loyal::tests
