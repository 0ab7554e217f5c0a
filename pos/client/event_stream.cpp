#include "endpoint.hpp"

#include <loyal/client/client.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <optional>

namespace loyal::client {
namespace {

namespace beast = boost::beast;
using asio::experimental::awaitable_operators::operator||;  // NOLINT(misc-unused-using-decls)
using boost::system::error_code;
using Stream = beast::websocket::stream<client::Socket, false>;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t message_size_max = std::size_t{4} * 1024 * 1024;

// Runs one operation of the blocking form to its end.
template <class T>
T run(asio::io_context& io, asio::awaitable<T> operation)
{
    std::optional<T> result;
    asio::co_spawn(io, std::move(operation), [&result](const std::exception_ptr& failure, T value) {
        if (failure) std::rethrow_exception(failure);
        result.emplace(std::move(value));
    });
    io.restart();
    while (!result && io.run_one() != 0) {
    }
    return std::move(*result);
}

}  // namespace

struct EventStream::Socket {
    Socket(asio::io_context& io, Options given) : options{std::move(given)}, stream{io}, timer{io}
    {
        stream.read_message_max(message_size_max);
        const std::string token = options.token;
        stream.set_option(beast::websocket::stream_base::decorator{
            [token](beast::websocket::request_type& request) {
                if (!token.empty())
                    request.set(beast::http::field::authorization, "Bearer " + token);
            }});
    }

    void close()
    {
        error_code ignored;
        stream.next_layer().close(ignored);
    }

    asio::awaitable<error_code> open(std::string path)
    {
        const auto [unreachable] =
            co_await stream.next_layer().async_connect(address_of(options.endpoint), as_tuple);
        if (unreachable) co_return Errc::unreachable;
        const auto [refused] =
            co_await stream.async_handshake(host_of(options.endpoint), path, as_tuple);
        if (refused) co_return Errc::refused;
        co_return error_code{};
    }

    Options options;
    Stream stream;
    asio::steady_timer timer;
    beast::flat_buffer received;
};

EventStream::EventStream(asio::io_context& io, Options options)
    : socket_{std::make_unique<Socket>(io, std::move(options))}
{
}

EventStream::~EventStream() = default;

asio::awaitable<Result<void>> EventStream::connect(std::string path)
{
    Socket& socket = *socket_;
    socket.timer.expires_after(socket.options.deadline);
    const auto first = co_await (socket.open(std::move(path)) || socket.timer.async_wait(as_tuple));
    const error_code error =
        first.index() == 1 ? make_error_code(Errc::timed_out) : std::get<0>(first);
    if (!error) co_return Result<void>{};
    socket.close();
    co_return error;
}

asio::awaitable<Result<std::string>> EventStream::next(std::chrono::milliseconds within)
{
    Socket& socket = *socket_;
    socket.timer.expires_after(within);
    const auto first = co_await (socket.stream.async_read(socket.received, as_tuple) ||
                                 socket.timer.async_wait(as_tuple));
    if (first.index() == 1) {
        socket.close();
        co_return Errc::timed_out;
    }
    const auto [error, size] = std::get<0>(first);
    if (error) {
        socket.close();
        co_return Errc::broken;
    }
    std::string text = beast::buffers_to_string(socket.received.data());
    socket.received.clear();
    co_return text;
}

Result<void> Events::connect(std::string path)
{
    return run(io_, stream_.connect(std::move(path)));
}

Result<std::string> Events::next(std::chrono::milliseconds within)
{
    return run(io_, stream_.next(within));
}

}  // namespace loyal::client
