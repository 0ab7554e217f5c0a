#include "descriptors.hpp"

#include <loyal/decode/report_descriptor.hpp>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace loyal::decode;
using namespace loyal::decode::test;

TEST_CASE("The boot keyboard's descriptor gives modifiers and six keys", "[decode][descriptor]")
{
    const auto descriptor = parse_report_descriptor(boot_keyboard);
    REQUIRE(descriptor);
    CHECK(descriptor->has_application(0x0001'0006));
    CHECK_FALSE(descriptor->is_numbered);
    // Eight modifier bits, a padding byte (left out), six usages from bit 16.
    CHECK(descriptor->inputs ==
          std::vector<ReportField>{
              {.usage_first = 0x0007'00E0, .usage_last = 0x0007'00E7, .bit_size = 1, .count = 8},
              {.usage_first = 0x0007'0000,
               .usage_last = 0x0007'0065,
               .bit_offset = 16,
               .bit_size = 8,
               .count = 6}});
}

TEST_CASE("A POS scanner's descriptor gives its fields with their places", "[decode][descriptor]")
{
    const auto descriptor = parse_report_descriptor(pos_scanner);
    REQUIRE(descriptor);
    CHECK(descriptor->has_application(0x008C'0002));
    CHECK(descriptor->is_numbered);
    REQUIRE(descriptor->inputs.size() == 6);
    const auto& data = descriptor->inputs[4];
    CHECK(data.usage_first == 0x008C'00FE);
    CHECK(data.bit_offset == 4 * 8);
    CHECK(data.count == 56);
    const auto& continued = descriptor->inputs[5];
    CHECK(continued.usage_first == 0x008C'00FF);
    // Two vendor bytes, declared constant, lie between data and flag: byte 62 of the body.
    CHECK(continued.bit_offset == 62 * 8);
    CHECK(continued.bit_size == 1);
}

TEST_CASE("A descriptor cut off inside an item or a collection is refused", "[decode][descriptor]")
{
    for (std::size_t size = 1; size < pos_scanner.size(); ++size) {
        const auto parsed = parse_report_descriptor(std::span{pos_scanner}.first(size));
        // Up to the first Collection item every cut between items is a whole, empty descriptor.
        if (size > 5) CHECK_FALSE(parsed);
    }
}

TEST_CASE("Descriptors that nest wrongly or ask for too much are refused", "[decode][descriptor]")
{
    const std::vector<std::vector<std::uint8_t>> refused{
        {0xC0},                                             // ends what never began
        {0xB4},                                             // pops what was never pushed
        {0xA4},                                             // pushes and never pops
        {0x85, 0x00},                                       // report id 0 is reserved
        {0x77, 0, 0, 0, 0x10, 0x95, 1, 0x81, 2},            // a field of 256 Mbit
        {0x75, 32, 0x97, 0xFF, 0xFF, 0xFF, 0xFF, 0x81, 2},  // four thousand million of them
        std::vector<std::uint8_t>(40, 0xA1),                // collections in collections
        std::vector<std::uint8_t>(report_descriptor_size_max + 1, 0x00),
        {0xFE, 0xFF, 0x00},  // a long item that breaks off
    };
    for (const auto& bytes : refused) CHECK_FALSE(parse_report_descriptor(bytes));
}

TEST_CASE("A usage of four bytes names its own page, a short one the page at the main item",
          "[decode][descriptor]")
{
    const std::vector<std::uint8_t> bytes{0x09, 0xFE, 0x0B, 0x3B, 0x00, 0x01, 0x00, 0x05,
                                          0x8C, 0x75, 0x08, 0x95, 0x02, 0x81, 0x02};
    const auto descriptor = parse_report_descriptor(bytes);
    REQUIRE(descriptor);
    REQUIRE(descriptor->inputs.size() == 2);
    CHECK(descriptor->inputs[0].usage_first == 0x008C'00FE);
    CHECK(descriptor->inputs[1].usage_first == 0x0001'003B);
}

TEST_CASE("A value is taken from its bits, and bits beyond the report are 0",
          "[decode][descriptor]")
{
    const std::vector<std::uint8_t> body{0b1010'0000, 0b0000'0011};
    const ReportField field{.bit_offset = 5, .bit_size = 5, .count = 3};
    CHECK(field_value(field, 0, body) == 0b11101);
    CHECK(field_value(field, 2, body) == 0);
}

TEST_CASE("No bytes make the descriptor parser fail", "[decode][descriptor][property]")
{
    CHECK(rc::check("and what it accepts stays inside the bounds", [] {
        auto bytes = pos_scanner;
        for (int i = 0; i < 3; ++i) {
            bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] =
                *rc::gen::arbitrary<std::uint8_t>();
        }
        const auto descriptor = parse_report_descriptor(bytes);
        if (!descriptor) return;
        for (const auto& field : descriptor->inputs) {
            RC_ASSERT(field.bit_offset + field.bit_size * field.count <= 65'536U);
            RC_ASSERT(field.bit_size <= 32U);
        }
    }));
}
