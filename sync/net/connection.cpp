#include "stream.hpp"

#include <loyal/net/connection.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>

namespace loyal::net {
namespace {

using asio::experimental::awaitable_operators::operator||;  // NOLINT(misc-unused-using-decls)
using boost::system::error_code;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t timer_won = 1;

using Unsent = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;

}  // namespace

Connection::Stream::Stream(Tcp::socket socket, asio::ssl::context& context)
    : tls{std::move(socket), context}
{
    error_code ignored;  // a connection that is gone already says so at the handshake
    tls.next_layer().set_option(Tcp::no_delay{true}, ignored);
    tls.next_layer().set_option(Unsent{unsent_max}, ignored);
    address = tls.next_layer().remote_endpoint(ignored).address().to_string();
}

void Connection::Stream::close() noexcept
{
    is_closed = true;
    error_code ignored;
    tls.next_layer().close(ignored);
}

asio::awaitable<error_code> Connection::Stream::handshake(Role role,
                                                          Trust trust,
                                                          TimePoint deadline)
{
    const auto side =
        role == Role::client ? asio::ssl::stream_base::client : asio::ssl::stream_base::server;
    asio::steady_timer timer{tls.get_executor(), deadline};
    const auto outcome =
        co_await (tls.async_handshake(side, as_tuple) || timer.async_wait(as_tuple));
    if (outcome.index() == timer_won) co_return Errc::timed_out;
    const auto [error] = std::get<0>(outcome);
    if (error == asio::error::eof) co_return Errc::cut_off;
    if (error) co_return meaning_of(error, tls);
    auto examined = examine_peer(tls, trust);
    if (!examined) co_return examined.error();
    peer = std::move(*examined);
    co_return error_code{};
}

asio::awaitable<error_code> Connection::Stream::receive(TimePoint deadline)
{
    if (is_closed) co_return Errc::closed;
    asio::steady_timer timer{tls.get_executor(), deadline};
    const auto outcome = co_await (tls.async_read_some(asio::buffer(record), as_tuple) ||
                                   timer.async_wait(as_tuple));
    if (outcome.index() == timer_won) {
        close();
        co_return Errc::timed_out;
    }
    const auto [error, size] = std::get<0>(outcome);
    if (!error) {
        frames.feed({record.data(), size});
        co_return error_code{};
    }
    if (is_closed) co_return Errc::closed;
    const Errc meaning = meaning_of(error, tls);
    close();
    co_return meaning == Errc::closed&& frames.is_within_frame() ? Errc::cut_off : meaning;
}

asio::awaitable<error_code> Connection::Stream::send(std::string bytes, TimePoint deadline)
{
    if (is_closed) co_return Errc::closed;
    asio::steady_timer timer{tls.get_executor(), deadline};
    const auto outcome = co_await (asio::async_write(tls, asio::buffer(bytes), as_tuple) ||
                                   timer.async_wait(as_tuple));
    if (outcome.index() == timer_won) {
        close();
        co_return Errc::timed_out;
    }
    const auto [error, size] = std::get<0>(outcome);
    if (!error) co_return error_code{};
    if (is_closed) co_return Errc::closed;
    co_return meaning_of(error, tls);
}

asio::awaitable<void> Connection::Stream::shut_down(TimePoint deadline)
{
    if (is_closed) co_return;
    asio::steady_timer timer{tls.get_executor(), deadline};
    co_await (tls.async_shutdown(as_tuple) || timer.async_wait(as_tuple));
    close();
}

Connection::Connection(std::unique_ptr<Stream> stream) noexcept : stream_{std::move(stream)} {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

asio::awaitable<Result<Frame>> Connection::read(TimePoint deadline)
{
    Stream& stream = *stream_;
    for (;;) {
        auto frame = stream.frames.next();
        if (!frame) {
            stream.close();
            co_return frame.error();
        }
        if (*frame) co_return std::move(**frame);
        const error_code error = co_await stream.receive(deadline);
        if (error) co_return error;
    }
}

asio::awaitable<error_code> Connection::write(std::vector<Frame> frames, TimePoint deadline)
{
    std::string bytes;
    for (const Frame& frame : frames) append_frame(bytes, frame);
    co_return co_await stream_->send(std::move(bytes), deadline);
}

asio::awaitable<error_code> Connection::write(std::string bytes, TimePoint deadline)
{
    co_return co_await stream_->send(std::move(bytes), deadline);
}

const std::optional<CertificateDetails>& Connection::peer() const noexcept
{
    return stream_->peer;
}

const std::string& Connection::peer_address() const noexcept
{
    return stream_->address;
}

void Connection::close() noexcept
{
    stream_->close();
}

asio::awaitable<void> Connection::close_gracefully(TimePoint deadline)
{
    return stream_->shut_down(deadline);
}

}  // namespace loyal::net
