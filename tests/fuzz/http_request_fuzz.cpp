// Requests from arbitrary bytes, received in pieces whose sizes the first byte decides.

#include "request_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

using loyal::http::RequestReader;

namespace {

constexpr std::size_t body_size_max = 4'096;

// Whether more may come.
bool take_requests(RequestReader& reader)
{
    for (;;) {
        switch (reader.advance()) {
            case RequestReader::Progress::needs_more: return true;
            case RequestReader::Progress::needs_continue: break;
            case RequestReader::Progress::rejected:
                if (reader.rejection().status < 400) std::abort();
                return false;
            case RequestReader::Progress::complete: {
                const auto request = reader.take();
                if (!request.path.starts_with('/')) std::abort();
                if (request.body.size() > body_size_max) std::abort();
                reader.next();
            }
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::size_t piece = std::size_t{1} + data[0];
    RequestReader reader{body_size_max};
    for (std::size_t from = 1; from < size;) {
        const auto room = reader.room();
        const std::size_t count = std::min({piece, room.size(), size - from});
        std::copy_n(data + from, count, room.begin());
        reader.received(count);
        from += count;
        if (!take_requests(reader)) break;
    }
    return 0;
}
