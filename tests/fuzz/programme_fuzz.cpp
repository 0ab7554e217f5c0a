// A programme and a basket, split at the first zero byte: whatever both say, reading and pricing
// end with an answer or an error, and parts add up.

#include <loyal/core/price.hpp>
#include <loyal/format/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace loyal;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    const std::size_t cut = text.find('\0');
    auto programme = format::parse_programme(text.substr(0, cut));
    if (!programme || cut == std::string_view::npos) return 0;
    const auto basket = format::parse_basket(text.substr(cut + 1));
    if (!basket) return 0;
    const auto priced = price(*basket, PreparedProgramme{std::move(*programme)});
    if (!priced) return 0;
    for (const PricedLine& line : priced->lines) {
        Money off;
        for (const Why& why : line.why) off += why.off;
        if (line.gross - line.net != off || line.net < Money{}) std::abort();
    }
    if (priced->total != net_total(*priced) + priced->cash_rounding) std::abort();
    return 0;
}
