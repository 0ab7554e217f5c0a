// The HID report descriptor parser on arbitrary bytes.

#include <loyal/decode/report_descriptor.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

using namespace loyal::decode;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto descriptor = parse_report_descriptor({data, size});
    if (!descriptor) return 0;
    const std::array<std::uint8_t, 64> body{};
    for (const auto& field : descriptor->inputs) {
        if (field.count == 0 || field.bit_size == 0 || field.bit_size > 32) std::abort();
        field_value(field, field.count - 1, body);
    }
    return 0;
}
