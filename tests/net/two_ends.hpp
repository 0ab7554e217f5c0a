#pragma once

#include "support/run_task.hpp"

#include <loyal/net/connection.hpp>

#include <boost/asio/io_context.hpp>

#include <optional>
#include <string>

namespace loyal::tests {

/// An hour from now, for what is expected to come at once; run_task gives up after 20 s.
net::TimePoint soon();
net::Validity from_now(std::chrono::days lifetime);
net::Validity long_past();

const net::CertificateAuthority& our_authority();
const net::CertificateAuthority& other_authority();
net::Identity identity_of(const net::CertificateAuthority& authority,
                          const std::string& name,
                          net::Validity validity = from_now(std::chrono::days{30}),
                          net::KeyKind kind = net::KeyKind::ed25519);
net::Trust our_trust(const std::string& peer_name = "");

/// A server and a client on one io_context, over loopback.
class TwoEnds {
public:
    explicit TwoEnds(net::Trust server_trust = our_trust(),
                     net::Identity server_identity = identity_of(our_authority(), "hq"));

    /// What the client gets; the server's end, or its refusal, is in server() or refused().
    net::Result<net::Connection> connect(net::Identity identity, net::Trust trust);
    net::Connection& server() { return *server_; }
    boost::system::error_code refused() const { return refused_; }

    /// Sends raw bytes to the server's port and closes; returns when the server has refused.
    void send_raw(const std::string& bytes);
    void wait_for_server();
    asio::io_context& io() { return io_; }
    std::uint16_t port() const { return acceptor_.port(); }

private:
    asio::awaitable<void> hold(net::Connection connection);

    asio::io_context io_{1};
    net::Acceptor acceptor_;
    std::optional<net::Connection> server_;
    boost::system::error_code refused_;
};

}  // namespace loyal::tests
