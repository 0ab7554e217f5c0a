#include "stream.hpp"

#include <loyal/net/connection.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <openssl/ssl.h>

namespace loyal::net {
namespace {

using asio::experimental::awaitable_operators::operator||;  // NOLINT(misc-unused-using-decls)
using boost::system::error_code;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t timer_won = 1;

using Endpoints = std::vector<Tcp::endpoint>;

asio::awaitable<Result<Endpoints>> resolve(asio::io_context& io, Remote remote, TimePoint deadline)
{
    error_code is_name;
    const auto address = asio::ip::make_address(remote.host, is_name);
    if (!is_name) co_return Endpoints{{address, remote.port}};
    Tcp::resolver resolver{io};
    asio::steady_timer timer{io, deadline};
    const auto outcome =
        co_await (resolver.async_resolve(remote.host, std::to_string(remote.port), as_tuple) ||
                  timer.async_wait(as_tuple));
    if (outcome.index() == timer_won) co_return Errc::timed_out;
    const auto& [error, found] = std::get<0>(outcome);
    if (error) co_return Errc::unreachable;
    Endpoints endpoints;
    for (const auto& entry : found) endpoints.push_back(entry.endpoint());
    co_return endpoints;
}

asio::awaitable<error_code> reach(Tcp::socket& socket, Endpoints endpoints, TimePoint deadline)
{
    asio::steady_timer timer{socket.get_executor(), deadline};
    const auto outcome =
        co_await (asio::async_connect(socket, endpoints, as_tuple) || timer.async_wait(as_tuple));
    if (outcome.index() == timer_won) co_return Errc::timed_out;
    const auto& [error, endpoint] = std::get<0>(outcome);
    if (error) co_return Errc::unreachable;
    co_return error_code{};
}

}  // namespace

asio::awaitable<Result<Connection>> connect(
    asio::io_context& io, Remote remote, Identity identity, Trust trust, TimePoint deadline)
{
    asio::ssl::context context = make_context(Role::client, identity, trust);
    const auto endpoints = co_await resolve(io, remote, deadline);
    if (!endpoints) co_return endpoints.error();
    Tcp::socket socket{io};
    const error_code unreached = co_await reach(socket, *endpoints, deadline);
    if (unreached) co_return unreached;

    auto stream = std::make_unique<Connection::Stream>(std::move(socket), context);
    error_code is_name;
    asio::ip::make_address(remote.host, is_name);
    if (is_name) {
        SSL_ctrl(stream->tls.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME,
                 TLSEXT_NAMETYPE_host_name, remote.host.data());
    }
    const error_code error = co_await stream->handshake(Role::client, std::move(trust), deadline);
    if (error) co_return error;
    co_return Connection{std::move(stream)};
}

}  // namespace loyal::net
