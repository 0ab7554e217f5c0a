#include "request_reader.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <algorithm>

using loyal::http::Method;
using loyal::http::Request;
using loyal::http::RequestReader;

namespace {

void feed(RequestReader& reader, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto room = reader.room();
        const auto size = std::min(room.size(), bytes.size());
        std::copy_n(bytes.begin(), size, room.begin());
        reader.received(size);
        bytes.remove_prefix(size);
    }
}

}  // namespace

TEST_CASE("A request is the same in whatever pieces it arrives", "[http][reader][property]")
{
    const std::string bytes =
        "POST /v1/sale?till=3 HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world"
        "GET /next HTTP/1.1\r\nHost: b\r\n\r\n";
    CHECK(rc::check("for any cuts", [&bytes] {
        RequestReader reader{1'000};
        std::vector<Request> requests;
        std::size_t from = 0;
        while (from < bytes.size()) {
            const auto size = std::min(*rc::gen::inRange<std::size_t>(1, 40), bytes.size() - from);
            feed(reader, std::string_view{bytes}.substr(from, size));
            from += size;
            while (reader.advance() == RequestReader::Progress::complete) {
                requests.push_back(reader.take());
                reader.next();
            }
        }
        RC_ASSERT(requests.size() == 2U);
        RC_ASSERT(requests[0].body == "hello world");
        RC_ASSERT(requests[0].parameter("till") == "3");
        RC_ASSERT(requests[1].path == "/next");
        RC_ASSERT(requests[1].header("HOST") == "b");
        RC_ASSERT(reader.is_between_requests());
    }));
}
