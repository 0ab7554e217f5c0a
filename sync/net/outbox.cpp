#include <loyal/net/outbox.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace loyal::net {
namespace {

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

Outbox::Outbox(asio::io_context& io) : changed_{io, asio::steady_timer::time_point::max()} {}

bool Outbox::push(bool urgent, std::string_view frame)
{
    constexpr std::size_t plain_header = 2;
    if (frame.size() < plain_header || waiting_ + frame.size() > bytes_max) return false;
    std::string bytes;
    bytes.reserve(4 + frame.size());
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>((frame.size() >> shift) & 0xffu));
    bytes.append(frame);
    waiting_ += bytes.size();
    (urgent ? urgent_ : bulk_).push_back(std::move(bytes));
    changed_.cancel();
    return true;
}

void Outbox::finish()
{
    is_finished_ = true;
    changed_.cancel();
}

std::string Outbox::take()
{
    auto& lane = urgent_.empty() ? bulk_ : urgent_;
    std::string bytes = std::move(lane.front());
    lane.pop_front();
    waiting_ -= bytes.size();
    sent_ += bytes.size();
    return bytes;
}

asio::awaitable<boost::system::error_code> Outbox::send_all(Connection& connection)
{
    for (;;) {
        while (!urgent_.empty() || !bulk_.empty()) {
            const auto deadline = std::chrono::steady_clock::now() + write_timeout;
            const auto error = co_await connection.write(take(), deadline);
            if (error) co_return error;
        }
        if (is_finished_) co_return boost::system::error_code{};
        co_await changed_.async_wait(as_tuple);
    }
}

}  // namespace loyal::net
