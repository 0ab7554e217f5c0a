// Journal entries, member states and priced baskets: what is read is written as what was read.

#include <loyal/format/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace loyal;
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    if (const auto entry = format::parse_entry(text)) {
        const std::string once = format::to_json(*entry);
        const auto again = format::parse_entry(once);
        if (!again || format::to_json(*again) != once) std::abort();
    }
    if (const auto member = format::parse_member_state(text)) {
        const auto again = format::parse_member_state(format::to_json(*member));
        if (!again || *again != *member) std::abort();
    }
    if (const auto priced = format::parse_priced_basket(text)) {
        const auto again = format::parse_priced_basket(format::to_json(*priced));
        if (!again || *again != *priced) std::abort();
    }
    return 0;
}
