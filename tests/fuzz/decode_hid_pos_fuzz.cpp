// A report descriptor and then reports, both from the input: byte 0 is the descriptor's size
// (0: the fixed layout), every report after it starts with its own size.

#include <loyal/decode/hid_pos_decoder.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

using namespace loyal::decode;

namespace {

// Takes a size byte and that many bytes, or what is left.
std::span<const std::uint8_t> take_part(std::span<const std::uint8_t>& rest)
{
    if (rest.empty()) return {};
    const auto part = rest.subspan(1, std::min<std::size_t>(rest[0], rest.size() - 1));
    rest = rest.subspan(1 + part.size());
    return part;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::span<const std::uint8_t> rest{data, size};
    HidPosDecoder decoder;
    const auto descriptor_bytes = take_part(rest);
    if (!descriptor_bytes.empty()) {
        const auto descriptor = parse_report_descriptor(descriptor_bytes);
        if (descriptor) decoder = HidPosDecoder{*descriptor};
    }
    while (!rest.empty()) {
        const auto decoded = decoder.feed(take_part(rest));
        const auto* label = std::get_if<Label>(&decoded);
        if (label == nullptr) continue;
        if (label->text.empty() || label->text.size() > label_size_max) std::abort();
        check(*label);
    }
    decoder.flush();
    return 0;
}
