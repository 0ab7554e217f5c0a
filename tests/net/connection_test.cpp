#include "two_ends.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <catch2/catch.hpp>

using namespace loyal::tests;
using namespace loyal::net;
using namespace boost::asio::experimental::awaitable_operators;

namespace {

TimePoint at_once()
{
    return std::chrono::steady_clock::now() + std::chrono::milliseconds{50};
}

asio::awaitable<std::vector<Frame>> read_frames(Connection& from, std::size_t count)
{
    std::vector<Frame> frames;
    while (frames.size() < count) {
        auto frame = co_await from.read(soon());
        frames.push_back(std::move(frame.value()));
    }
    co_return frames;
}

std::vector<Frame> carry(TwoEnds& ends, Connection& from, Connection& to, std::vector<Frame> frames)
{
    const std::size_t count = frames.size();
    auto [error, received] =
        run_task(ends.io(), from.write(std::move(frames), soon()) && read_frames(to, count));
    CHECK_FALSE(error);
    return received;
}

}  // namespace

TEST_CASE("Frames arrive as they were sent, both ways", "[net]")
{
    TwoEnds ends;
    auto client = ends.connect(identity_of(our_authority(), "till-1"), our_trust("hq"));
    REQUIRE(client.has_value());
    const std::vector<Frame> small{{1, 0, "hello"}, {255, 255, ""}, {0, 1, std::string(3, '\0')}};
    CHECK(carry(ends, *client, ends.server(), small) == small);
    CHECK(carry(ends, ends.server(), *client, small) == small);
    const std::vector<Frame> largest{{7, 1, std::string(frame_size_max - 2, 'x')}};
    CHECK(carry(ends, *client, ends.server(), largest) == largest);
}

TEST_CASE("Each end knows whose certificate the other has shown", "[net]")
{
    const KeyKind kind = GENERATE(KeyKind::ed25519, KeyKind::p256);
    TwoEnds ends;
    const Identity till =
        identity_of(our_authority(), "till-1", from_now(std::chrono::days{30}), kind);
    auto client = ends.connect(till, our_trust("127.0.0.1"));
    REQUIRE(client.has_value());
    REQUIRE(client->peer().has_value());
    CHECK(client->peer()->common_name == "hq");
    REQUIRE(ends.server().peer().has_value());
    CHECK(ends.server().peer()->common_name == "till-1");
    CHECK(ends.server().peer()->fingerprint == read_certificate(till.certificate)->fingerprint);
    CHECK(ends.server().peer_address() == "127.0.0.1");
}

TEST_CASE("A goodbye reads as closed, a lost connection as cut off", "[net]")
{
    TwoEnds ends;
    auto client = ends.connect(identity_of(our_authority(), "till-1"), our_trust());
    REQUIRE(client.has_value());
    auto polite = [](Connection& from, Connection& to) -> asio::awaitable<Result<Frame>> {
        const auto frame = co_await (to.read(soon()) && from.close_gracefully(at_once()));
        co_return frame;
    };
    SECTION("goodbye")
    {
        CHECK(run_task(ends.io(), polite(*client, ends.server())).error() == Errc::closed);
    }
    SECTION("lost")
    {
        client->close();
        CHECK(run_task(ends.io(), ends.server().read(soon())).error() == Errc::cut_off);
    }
    SECTION("goodbye within a frame")
    {
        run_task(ends.io(), client->write(std::string{"\0\0\0\x9\1\0half", 10}, soon()));
        CHECK(run_task(ends.io(), polite(*client, ends.server())).error() == Errc::cut_off);
    }
}

TEST_CASE("A read that meets its deadline closes the connection", "[net]")
{
    TwoEnds ends;
    auto client = ends.connect(identity_of(our_authority(), "till-1"), our_trust());
    REQUIRE(client.has_value());
    CHECK(run_task(ends.io(), client->read(at_once())).error() == Errc::timed_out);
    CHECK(run_task(ends.io(), client->read(soon())).error() == Errc::closed);
    CHECK(run_task(ends.io(), client->write(std::string{"x"}, soon())) == Errc::closed);
}

TEST_CASE("A write to a peer that does not read meets its deadline", "[net]")
{
    TwoEnds ends;
    auto client = ends.connect(identity_of(our_authority(), "till-1"), our_trust());
    REQUIRE(client.has_value());
    const std::vector<Frame> much(64, Frame{1, 0, std::string(1'000'000, 'x')});
    CHECK(run_task(ends.io(), client->write(much, at_once())) == Errc::timed_out);
}

TEST_CASE("Closing ends a read that waits", "[net]")
{
    TwoEnds ends;
    auto client = ends.connect(identity_of(our_authority(), "till-1"), our_trust());
    REQUIRE(client.has_value());
    auto close = [](Connection& connection) -> asio::awaitable<void> {
        connection.close();
        co_return;
    };
    const auto frame = run_task(ends.io(), client->read(soon()) && close(*client));
    CHECK(frame.error() == Errc::closed);
}

TEST_CASE("A frame out of bounds ends the connection before its bytes come", "[net]")
{
    TwoEnds ends;
    auto client = ends.connect(identity_of(our_authority(), "till-1"), our_trust());
    REQUIRE(client.has_value());
    SECTION("one byte over 1 MiB")
    {
        run_task(ends.io(), client->write(std::string{"\x00\x10\x00\x01", 4}, soon()));
        CHECK(run_task(ends.io(), ends.server().read(soon())).error() == Errc::frame_too_long);
    }
    SECTION("no room for type and flags")
    {
        run_task(ends.io(), client->write(std::string{"\0\0\0\1x", 5}, soon()));
        CHECK(run_task(ends.io(), ends.server().read(soon())).error() == Errc::frame_too_short);
    }
}
