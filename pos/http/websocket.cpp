#include "websocket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <deque>

namespace loyal::http {
namespace {

namespace beast = boost::beast;
using asio::experimental::awaitable_operators::operator&&;  // NOLINT(misc-unused-using-decls)
using Stream = beast::websocket::stream<Socket, false>;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

constexpr std::chrono::seconds handshake_timeout{10};
constexpr std::chrono::seconds silence_timeout{60};  // half of it silent: a ping asks

}  // namespace

struct WebSocket::State {
    State(Socket socket, std::string subscribed)
        : stream{std::move(socket)}, wake{stream.get_executor()}, topic{std::move(subscribed)}
    {
        stream.set_option(
            beast::websocket::stream_base::timeout{.handshake_timeout = handshake_timeout,
                                                   .idle_timeout = silence_timeout,
                                                   .keep_alive_pings = true});
        stream.read_message_max(message_in_size_max);
        stream.auto_fragment(false);
        stream.text(true);
    }

    void close() noexcept
    {
        is_closed = true;
        boost::system::error_code ignored;
        stream.next_layer().close(ignored);
        wake.cancel();
    }

    asio::awaitable<void> read_loop();
    asio::awaitable<void> write_loop();

    Stream stream;
    asio::steady_timer wake;  // never expires: cancelled when there is something to send
    std::string topic;
    std::deque<Text> queue;
    std::size_t queue_bytes = 0;
    bool is_closed = false;
};

asio::awaitable<void> WebSocket::State::read_loop()
{
    beast::flat_buffer dropped;
    while (!is_closed) {
        const auto [error, size] = co_await stream.async_read(dropped, as_tuple);
        if (error) break;
        dropped.clear();
    }
    close();
}

asio::awaitable<void> WebSocket::State::write_loop()
{
    while (!is_closed) {
        if (queue.empty()) {
            wake.expires_at(asio::steady_timer::time_point::max());
            co_await wake.async_wait(as_tuple);
            continue;
        }
        const Text text = queue.front();
        const auto [error, size] = co_await stream.async_write(asio::buffer(*text), as_tuple);
        if (error) break;
        queue.pop_front();
        queue_bytes -= text->size();
    }
    close();
}

WebSocket::WebSocket(Socket socket, std::string topic)
    : state_{std::make_unique<State>(std::move(socket), std::move(topic))}
{
}

WebSocket::~WebSocket() = default;

const std::string& WebSocket::topic() const noexcept
{
    return state_->topic;
}

asio::awaitable<void> WebSocket::run(std::string upgrade_request)
{
    const auto [error] =
        co_await state_->stream.async_accept(asio::buffer(upgrade_request), as_tuple);
    if (error || state_->is_closed) {
        state_->close();
        co_return;
    }
    co_await (state_->read_loop() && state_->write_loop());
}

void WebSocket::send(Text text)
{
    State& s = *state_;
    if (s.is_closed) return;
    s.queue_bytes += text->size();
    s.queue.push_back(std::move(text));
    if (s.queue.size() > queue_length_max || s.queue_bytes > queue_bytes_max) {
        s.close();
    } else {
        s.wake.cancel();
    }
}

void WebSocket::close() noexcept
{
    state_->close();
}

}  // namespace loyal::http
