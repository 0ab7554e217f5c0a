// Frames from arbitrary bytes, received in pieces whose sizes the first byte decides; what was
// read, written again, is what came.

#include "frame_reader.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace loyal::net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::size_t piece = std::size_t{1} + data[0];
    const std::string bytes(data + 1, data + size);
    std::string again;
    FrameReader reader;
    for (std::size_t from = 0; from < bytes.size(); from += piece) {
        reader.feed(std::string_view{bytes}.substr(from, piece));
        for (;;) {
            const auto frame = reader.next();
            if (!frame) return bytes.starts_with(again) ? 0 : (std::abort(), 1);
            if (!*frame) break;
            append_frame(again, **frame);
        }
    }
    if (!bytes.starts_with(again)) std::abort();
    return 0;
}
