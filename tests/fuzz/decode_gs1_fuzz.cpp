// GS1 element strings, AIM identifiers and card tracks from arbitrary text.

#include <loyal/decode/gs1.hpp>
#include <loyal/decode/label.hpp>
#include <loyal/decode/magnetic_track.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace loyal::decode;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(data, data + size);
    const auto label = split_label(text);
    if (label.text.size() > text.size()) std::abort();
    check(label);
    holds_payment_card(text, {});
    const auto result = parse_gs1(label.text);
    const auto* elements = std::get_if<std::vector<Gs1Element>>(&result);
    if (elements == nullptr) return 0;
    if (elements->size() > gs1_elements_max) std::abort();
    std::size_t used = 0;
    for (const auto& element : *elements) used += element.identifier.size() + element.value.size();
    if (used > label.text.size()) std::abort();
    return 0;
}
