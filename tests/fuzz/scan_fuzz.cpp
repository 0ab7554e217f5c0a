// Any label is classified, and a payment card's digits never come out of it.

#include <loyal/core/scan.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace loyal;
    static const LabelPatterns patterns{{"29", "MEM-"}, {"CP:"}, {"S001-"}};
    const std::string_view label{reinterpret_cast<const char*>(data), size};
    (void)classify(label, patterns);
    (void)card_key(label);
    return 0;
}
