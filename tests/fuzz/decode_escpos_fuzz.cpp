// A receipt of arbitrary text: no text may reach the printer as a command.

#include <loyal/decode/print_document.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

using namespace loyal::decode;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text(data, data + size);
    const std::string converted = gb18030(text, false);
    for (const char c : converted) {
        if (static_cast<unsigned char>(c) < 0x20) std::abort();
    }
    if (printed_width(text) > 2 * text.size()) std::abort();
    const std::size_t width = size == 0 ? 0 : data[0];
    escpos({{ColumnsLine{{{.text = text, .width = width}, {.text = text, .width = 7}}},
             TextLine{.text = text, .size = width}, QrCode{.text = text, .module_size = width}}},
           {});
    return 0;
}
