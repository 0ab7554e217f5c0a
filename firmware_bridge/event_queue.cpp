#include "event_queue.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace loyal::device {

EventQueue::EventQueue(asio::io_context& io) : changed_{io} {}

void EventQueue::push(Event event)
{
    if (events_.size() >= size_max) return;
    events_.push_back(std::move(event));
    changed_.cancel();
}

void EventQueue::close()
{
    is_closed_ = true;
    changed_.cancel();
}

asio::awaitable<std::optional<Event>> EventQueue::next()
{
    while (events_.empty()) {
        if (is_closed_) co_return std::nullopt;
        changed_.expires_at(asio::steady_timer::time_point::max());
        co_await changed_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    Event event = std::move(events_.front());
    events_.pop_front();
    co_return event;
}

}  // namespace loyal::device
