#pragma once

#include <loyal/device/status.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstddef>
#include <deque>
#include <optional>

namespace loyal::device {

namespace asio = boost::asio;

/// Events on their way to the one who awaits them, on one thread.
class EventQueue {
public:
    static constexpr std::size_t size_max = 1'024;

    explicit EventQueue(asio::io_context& io);

    /// Drops the event if size_max wait already: nobody has listened for that long.
    void push(Event event);

    /// No more events come; what waits is still handed out.
    void close();

    /// The next event; nothing once the queue is closed and empty.
    asio::awaitable<std::optional<Event>> next();

private:
    std::deque<Event> events_;
    asio::steady_timer changed_;
    bool is_closed_ = false;
};

}  // namespace loyal::device
