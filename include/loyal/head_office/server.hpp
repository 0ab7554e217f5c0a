#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::head_office {

namespace asio = boost::asio;

struct ServerOptions {
    std::string folder;               ///< made by make_state_folder
    std::string address = "0.0.0.0";  ///< where terminals connect
    std::uint16_t port = 0;           ///< 0: any free one
    std::uint16_t http_port = 0;      ///< on loopback; 0: any free one
    /// Told what happens, one line each, without personal data.
    std::function<void(std::string_view)> on_event{};
};

/// Head office: terminals over TLS, everything else over HTTP on loopback. The one writer of its
/// state folder. Lives on one io_context thread, with one more for the database.
class Server {
public:
    /// Opens, binds and writes `<folder>/address`. @throws std::runtime_error with one line
    Server(asio::io_context& io, ServerOptions options);
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void start();
    void stop();  ///< closes every connection; what was received stays

    std::uint16_t port() const;
    std::uint16_t http_port() const;

    struct State;

private:
    std::unique_ptr<State> state_;
};

/// Makes a head office's folder: authority, server certificate for these host names or addresses,
/// keys, database. What is there already stays, but for the server's certificate.
/// @throws std::runtime_error with one line
void make_state_folder(const std::string& folder, const std::vector<std::string>& names);

/// An answer of head office: HTTP status and body.
struct CommandAnswer {
    unsigned status = 200;
    std::string body;
};

/// Does one request of the HTTP interface for a command of the same machine: over HTTP if a server
/// holds the folder, else by itself.
/// @param method "GET" or "POST" @param target path and query @throws std::runtime_error
CommandAnswer command(const std::string& folder,
                      const std::string& method,
                      const std::string& target,
                      const std::string& body);

}  // namespace loyal::head_office
