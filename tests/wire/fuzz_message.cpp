// Input: one frame without its length. What decodes must survive encoding and decoding again.

#include <loyal/wire/message.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto message = loyal::wire::decode({reinterpret_cast<const char*>(data), size});
    if (!message) return 0;
    try {
        const auto again = loyal::wire::decode(loyal::wire::encode(*message));
        if (!again || again->index() != message->index()) std::abort();
    } catch (const std::length_error&) {
        // A sender that keeps to the limits does not get here; a fuzzer may.
    }
    return 0;
}
