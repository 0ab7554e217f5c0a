#pragma once

#include <loyal/net/connection.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>

namespace loyal::net {

/// Frames on their way out of one connection, in two lanes: what is urgent goes before everything
/// that is not on its way yet. Lives on its io_context's thread.
class Outbox {
public:
    static constexpr std::size_t bytes_max = 16u << 20;  ///< waiting, over both lanes
    static constexpr std::chrono::seconds write_timeout{30};

    explicit Outbox(asio::io_context& io);

    /// @param frame type, flags and payload @return false if too much waits already
    bool push(bool urgent, std::string_view frame);
    /// Lets send_all end once everything pushed so far is sent.
    void finish();
    /// Sends what is pushed until finish() or an error, which it returns.
    asio::awaitable<boost::system::error_code> send_all(Connection& connection);

    std::size_t bytes_sent() const noexcept { return sent_; }

private:
    std::string take();

    std::deque<std::string> urgent_;
    std::deque<std::string> bulk_;
    std::size_t waiting_ = 0;
    std::size_t sent_ = 0;
    bool is_finished_ = false;
    asio::steady_timer changed_;
};

}  // namespace loyal::net
