// The wedge decoder on arbitrary reports of eight bytes, with a quiet line after byte 0xFE.

#include <loyal/decode/wedge_decoder.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

using namespace loyal::decode;

namespace {

void expect_bounded(const Decoded& decoded)
{
    const auto* label = std::get_if<Label>(&decoded);
    if (label == nullptr) return;
    if (label->text.empty() || label->text.size() > label_size_max) std::abort();
    check(*label);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    WedgeDecoder decoder;
    std::span<const std::uint8_t> rest{data, size};
    while (!rest.empty()) {
        const auto report = rest.first(std::min(rest.size(), WedgeDecoder::report_size));
        if (report[0] == 0xFE) expect_bounded(decoder.flush());
        expect_bounded(decoder.feed(report));
        rest = rest.subspan(report.size());
    }
    expect_bounded(decoder.flush());
    return 0;
}
