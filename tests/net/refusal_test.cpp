#include "two_ends.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <catch2/catch.hpp>

#include <openssl/ssl.h>

using namespace loyal::tests;
using namespace loyal::net;

namespace {

// What the client reads after a handshake that only it thinks has succeeded.
boost::system::error_code first_read(TwoEnds& ends, Result<Connection>& client)
{
    if (!client) return client.error();
    return run_task(ends.io(), client->read(soon())).error();
}

// A TLS client that is not ours: `prepare` sets its context up.
template <class Prepare>
void shake_hands(TwoEnds& ends, Prepare prepare)
{
    asio::ssl::context context{asio::ssl::context::tls_client};
    prepare(context.native_handle());
    asio::ssl::stream<asio::ip::tcp::socket> stream{ends.io(), context};
    stream.next_layer().connect({asio::ip::address_v4::loopback(), ends.port()});
    stream.async_handshake(asio::ssl::stream_base::client, [](boost::system::error_code) {});
    ends.wait_for_server();
}

void use(SSL_CTX* context, const Identity& identity)
{
    asio::ssl::context borrowed{context};
    SSL_CTX_up_ref(context);
    borrowed.use_certificate(asio::buffer(identity.certificate), asio::ssl::context::pem);
    borrowed.use_private_key(asio::buffer(identity.key), asio::ssl::context::pem);
}

}  // namespace

TEST_CASE("A server of another authority is not trusted", "[net][refusal]")
{
    TwoEnds ends{our_trust(), identity_of(other_authority(), "hq")};
    auto client = ends.connect(identity_of(our_authority(), "till-1"), our_trust());
    CHECK(client.error() == Errc::untrusted_peer);
    CHECK(ends.refused() == Errc::refused_by_peer);
}

TEST_CASE("A client of another authority is refused and learns it", "[net][refusal]")
{
    TwoEnds ends;
    auto client = ends.connect(identity_of(other_authority(), "till-1"), our_trust());
    CHECK(ends.refused() == Errc::untrusted_peer);
    CHECK(first_read(ends, client) == Errc::refused_by_peer);
}

TEST_CASE("A server that is someone else of ours is refused", "[net][refusal]")
{
    TwoEnds ends{our_trust(), identity_of(our_authority(), "till-2")};
    auto client = ends.connect(identity_of(our_authority(), "till-1"), our_trust("hq"));
    CHECK(client.error() == Errc::wrong_name);
}

TEST_CASE("A client without a certificate gets in only where that is allowed", "[net][refusal]")
{
    SECTION("not allowed")
    {
        TwoEnds ends;
        auto client = ends.connect({}, our_trust());
        CHECK(ends.refused() == Errc::certificate_missing);
        CHECK(first_read(ends, client) == Errc::certificate_missing);
    }
    Trust optional = our_trust();
    optional.certificate_optional = true;
    SECTION("allowed")
    {
        TwoEnds ends{optional};
        auto client = ends.connect({}, our_trust());
        REQUIRE(client.has_value());
        CHECK_FALSE(ends.server().peer().has_value());
    }
    SECTION("allowed, but a wrong certificate is still wrong")
    {
        TwoEnds ends{optional};
        auto client = ends.connect(identity_of(other_authority(), "till-1"), our_trust());
        CHECK(ends.refused() == Errc::untrusted_peer);
    }
}

TEST_CASE("A terminal that knows only the authority's fingerprint can enrol", "[net][refusal]")
{
    Trust optional = our_trust();
    optional.certificate_optional = true;
    TwoEnds ends{optional};
    const auto fingerprint = [](const CertificateAuthority& authority) {
        return read_certificate(authority.certificate())->fingerprint;
    };
    CHECK(
        ends.connect({}, Trust{.authority_fingerprint = fingerprint(our_authority())}).has_value());
    auto client = ends.connect({}, Trust{.authority_fingerprint = fingerprint(other_authority())});
    CHECK(client.error() == Errc::untrusted_peer);
}

TEST_CASE("An expired certificate counts only while the clock does", "[net][refusal]")
{
    const Identity expired_till = identity_of(our_authority(), "till-1", long_past());
    const Identity expired_server = identity_of(our_authority(), "hq", long_past());
    Trust any_date = our_trust();
    any_date.check_dates = false;
    SECTION("of the server")
    {
        TwoEnds ends{our_trust(), expired_server};
        CHECK(ends.connect(identity_of(our_authority(), "till-1"), our_trust()).error() ==
              Errc::certificate_expired);
        CHECK(ends.connect(identity_of(our_authority(), "till-1"), any_date).has_value());
    }
    SECTION("of the client")
    {
        TwoEnds strict;
        auto client = strict.connect(expired_till, our_trust());
        CHECK(strict.refused() == Errc::certificate_expired);
        CHECK(first_read(strict, client) == Errc::refused_by_peer);
        TwoEnds lenient{any_date};
        CHECK(lenient.connect(expired_till, our_trust()).has_value());
        CHECK(lenient.server().peer()->common_name == "till-1");
    }
    SECTION("dates unchecked, the authority still counts")
    {
        TwoEnds ends{any_date};
        ends.connect(identity_of(other_authority(), "till-1"), our_trust());
        CHECK(ends.refused() == Errc::untrusted_peer);
    }
}

TEST_CASE("A client that does not offer loyal/1 is refused", "[net][refusal]")
{
    TwoEnds ends;
    const Identity till = identity_of(our_authority(), "till-1");
    SECTION("no protocol")
    {
        shake_hands(ends, [&](SSL_CTX* context) { use(context, till); });
    }
    SECTION("another protocol")
    {
        shake_hands(ends, [&](SSL_CTX* context) {
            use(context, till);
            const unsigned char http2[] = {2, 'h', '2'};
            SSL_CTX_set_alpn_protos(context, http2, sizeof http2);
        });
    }
    CHECK(ends.refused() == Errc::wrong_protocol);
}

TEST_CASE("A client that speaks no TLS 1.3 is refused", "[net][refusal]")
{
    TwoEnds ends;
    shake_hands(ends,
                [](SSL_CTX* context) { SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION); });
    CHECK(ends.refused() == Errc::wrong_tls_version);
}

TEST_CASE("A client that speaks no TLS at all is refused", "[net][refusal]")
{
    TwoEnds ends;
    ends.send_raw("GET / HTTP/1.1\r\nHost: hq\r\n\r\n");
    CHECK(ends.refused() == Errc::not_tls);
}

TEST_CASE("A client that says nothing and goes is cut off", "[net][refusal]")
{
    TwoEnds ends;
    ends.send_raw("");
    CHECK(ends.refused() == Errc::cut_off);
}

TEST_CASE("A server that takes the connection and says nothing is given up", "[net][refusal]")
{
    asio::io_context io{1};
    const asio::ip::tcp::acceptor silent{io, {asio::ip::address_v4::loopback(), 0}};
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds{50};
    const auto client = run_task(
        io, connect(io, {"127.0.0.1", silent.local_endpoint().port()}, {}, our_trust(), deadline));
    CHECK(client.error() == Errc::timed_out);
}

TEST_CASE("Where nobody listens is unreachable", "[net][refusal]")
{
    asio::io_context io{1};
    std::uint16_t free_port = 0;
    {
        TwoEnds ends;
        free_port = ends.port();
    }
    const auto client =
        run_task(io, connect(io, {"127.0.0.1", free_port}, {}, our_trust(), soon()));
    CHECK(client.error() == Errc::unreachable);
}
