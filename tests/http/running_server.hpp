#pragma once

#include "support/temporary_folder.hpp"

#include <loyal/http/server.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <string>
#include <string_view>
#include <thread>

namespace loyal::tests {

/// A server on a thread of its own, on a free TCP port and on a Unix socket.
class RunningServer {
public:
    RunningServer(http::ServerOptions options, http::Handler handler);
    ~RunningServer();
    RunningServer(const RunningServer&) = delete;
    RunningServer& operator=(const RunningServer&) = delete;

    std::uint16_t port() const { return server_.port(); }
    std::string unix_path() const { return folder_.file("api.sock"); }
    http::Server& server() { return server_; }  ///< before start()
    void start();

    /// Runs `work` on the server's thread and waits for its result.
    template <class Work>
    auto on_thread(Work work)
    {
        std::packaged_task<decltype(work(server_))()> task{[&] { return work(server_); }};
        auto result = task.get_future();
        boost::asio::post(io_, [&task] { task(); });
        return result.get();
    }

private:
    http::ServerOptions complete(http::ServerOptions options) const;

    TemporaryFolder folder_;
    boost::asio::io_context io_{1};
    http::Server server_;
    std::thread thread_;
};

/// Sends the bytes and returns all that comes back until the server closes. Blocking, 20 s.
std::string exchange_tcp(std::uint16_t port, std::string_view bytes);
std::string exchange_unix(const std::string& path, std::string_view bytes);

/// "GET path" with a proper Host, "Connection: close", and these header lines.
std::string get(std::string_view path, std::string_view header_lines = "");

std::string status_line(const std::string& response);
std::string body(const std::string& response);

}  // namespace loyal::tests
