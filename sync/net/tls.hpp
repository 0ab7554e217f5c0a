#pragma once

#include <loyal/net/connection.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace loyal::net {

using Tcp = asio::ip::tcp;
using TlsStream = asio::ssl::stream<Tcp::socket>;

enum class Role { client, server };

/// TLS 1.3, ALPN loyal/1, this identity, this trust; no session is ever resumed.
/// @throws std::runtime_error for PEM texts that do not parse or do not belong together
asio::ssl::context make_context(Role role, const Identity& identity, const Trust& trust);

/// What an error of the TLS stream means, in our words.
Errc meaning_of(boost::system::error_code error, TlsStream& stream);

/// After the handshake: that the other side speaks loyal/1 and has the name it should have.
/// @return its certificate; nothing when it showed none
Result<std::optional<CertificateDetails>> examine_peer(TlsStream& stream, const Trust& trust);

}  // namespace loyal::net
