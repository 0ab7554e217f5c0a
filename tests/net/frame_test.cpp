#include "frame_reader.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

using namespace loyal::net;

TEST_CASE("A frame is its length, type, flags and payload", "[net][frame]")
{
    std::string bytes;
    append_frame(bytes, {.type = 3, .flags = 1, .payload = "abc"});
    CHECK(bytes == std::string{"\0\0\0\5\3\1abc", 9});
}

TEST_CASE("Frames are the same in whatever pieces they arrive", "[net][frame][property]")
{
    CHECK(rc::check("for any frames and cuts", [] {
        std::vector<Frame> sent;
        std::string bytes;
        const auto count = *rc::gen::inRange(0, 6);
        for (int i = 0; i < count; ++i) {
            sent.push_back({*rc::gen::arbitrary<std::uint8_t>(),
                            *rc::gen::arbitrary<std::uint8_t>(),
                            *rc::gen::arbitrary<std::string>()});
            append_frame(bytes, sent.back());
        }
        FrameReader reader;
        std::vector<Frame> received;
        for (std::size_t from = 0; from < bytes.size();) {
            const auto size = std::min(*rc::gen::inRange<std::size_t>(1, 20), bytes.size() - from);
            reader.feed(std::string_view{bytes}.substr(from, size));
            from += size;
            for (auto frame = reader.next().value(); frame; frame = reader.next().value())
                received.push_back(*frame);
        }
        RC_ASSERT(received == sent);
        RC_ASSERT(!reader.is_within_frame());
    }));
}

TEST_CASE("The largest frame is 1 MiB, the smallest 2 bytes", "[net][frame]")
{
    const auto first = [](std::string_view length) {
        FrameReader reader;
        reader.feed(length);
        return reader.next();
    };
    CHECK(first(std::string_view{"\x00\x10\x00\x00", 4}).has_value());
    CHECK(first(std::string_view{"\x00\x10\x00\x01", 4}).error() == Errc::frame_too_long);
    CHECK(first(std::string_view{"\xff\xff\xff\xff", 4}).error() == Errc::frame_too_long);
    CHECK(first(std::string_view{"\0\0\0\2", 4}).has_value());
    CHECK(first(std::string_view{"\0\0\0\1", 4}).error() == Errc::frame_too_short);
}
