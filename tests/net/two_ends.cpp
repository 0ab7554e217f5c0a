#include "two_ends.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

namespace loyal::tests {
namespace {

std::chrono::sys_seconds now()
{
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace

net::TimePoint soon()
{
    return std::chrono::steady_clock::now() + std::chrono::hours{1};
}

net::Validity from_now(std::chrono::days lifetime)
{
    return {.from = now() - std::chrono::hours{1}, .lifetime = lifetime};
}

net::Validity long_past()
{
    return {.from = now() - std::chrono::days{100}, .lifetime = std::chrono::days{10}};
}

const net::CertificateAuthority& our_authority()
{
    static const auto authority =
        net::CertificateAuthority::create("Our authority", from_now(std::chrono::days{3'650}));
    return authority;
}

const net::CertificateAuthority& other_authority()
{
    static const auto authority =
        net::CertificateAuthority::create("Our authority", from_now(std::chrono::days{3'650}));
    return authority;
}

net::Identity identity_of(const net::CertificateAuthority& authority,
                          const std::string& name,
                          net::Validity validity,
                          net::KeyKind kind)
{
    std::string key = net::make_key(kind);
    const auto certificate = authority.issue(
        net::make_request(key, name), {.common_name = name, .names = {"127.0.0.1"}}, validity);
    return {.certificate = certificate.value(), .key = std::move(key)};
}

net::Trust our_trust(const std::string& peer_name)
{
    return {.authority = our_authority().certificate(), .peer_name = peer_name};
}

TwoEnds::TwoEnds(net::Trust server_trust, net::Identity server_identity)
    : acceptor_{io_, "127.0.0.1", 0, std::move(server_identity), std::move(server_trust)}
{
    acceptor_.start([this](net::Connection connection) { return hold(std::move(connection)); },
                    [this](boost::system::error_code why, const std::string&) { refused_ = why; });
}

asio::awaitable<void> TwoEnds::hold(net::Connection connection)
{
    server_.emplace(std::move(connection));
    co_return;
}

net::Result<net::Connection> TwoEnds::connect(net::Identity identity, net::Trust trust)
{
    server_.reset();
    refused_ = {};
    auto connection = run_task(io_, net::connect(io_, {"127.0.0.1", port()}, std::move(identity),
                                                 std::move(trust), soon()));
    wait_for_server();
    return connection;
}

void TwoEnds::send_raw(const std::string& bytes)
{
    asio::ip::tcp::socket socket{io_};
    socket.connect({asio::ip::address_v4::loopback(), port()});
    asio::write(socket, asio::buffer(bytes));
    socket.shutdown(asio::ip::tcp::socket::shutdown_send);
    wait_for_server();
}

void TwoEnds::wait_for_server()
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    io_.restart();
    while (!server_ && !refused_ && std::chrono::steady_clock::now() < deadline)
        io_.run_one_until(deadline);
    if (!server_ && !refused_) throw std::runtime_error{"the server has not decided in time"};
}

}  // namespace loyal::tests
