#include "typing.hpp"

#include <loyal/decode/wedge_decoder.hpp>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <vector>

using namespace loyal::decode;
using namespace loyal::decode::test;

namespace {

// Everything that feeding these reports brings, in order.
std::vector<Decoded> feed(WedgeDecoder& decoder, const std::vector<Report>& reports)
{
    std::vector<Decoded> results;
    for (const auto& report : reports) {
        auto result = decoder.feed(report);
        if (!std::holds_alternative<std::monostate>(result)) results.push_back(std::move(result));
    }
    return results;
}

std::vector<Decoded> feed(const std::vector<Report>& reports)
{
    WedgeDecoder decoder;
    return feed(decoder, reports);
}

std::vector<Decoded> one(const char* text, Symbology symbology = Symbology::unknown)
{
    return {Label{symbology, text}};
}

constexpr std::uint8_t left_shift = 0x02;
constexpr std::uint8_t left_control = 0x01;
constexpr std::uint8_t left_alt = 0x04;

}  // namespace

TEST_CASE("A wedge label ends at Enter, keypad Enter or Tab", "[decode][wedge]")
{
    for (const std::uint8_t suffix : std::vector<std::uint8_t>{0x28, 0x58, 0x2B}) {
        auto reports = typed("6901234567892");
        reports.push_back(key(suffix));
        CHECK(feed(reports) == one("6901234567892"));
    }
}

TEST_CASE("A second suffix right after the first makes no empty label", "[decode][wedge]")
{
    auto reports = typed("12");
    for (int i = 0; i < 2; ++i) {
        reports.push_back(key(enter));
        reports.push_back(released());
    }
    CHECK(feed(reports) == one("12"));
}

TEST_CASE("A key that is held over several reports is read once", "[decode][wedge]")
{
    // 4, 4 and 5 down, only 5 down, 4 again, Enter: the digits 4, 5, 4.
    CHECK(feed({{0, 0, 0x21}, {0, 0, 0x21, 0x22}, {0, 0, 0x22}, {0, 0, 0x21}, {0, 0, 0x28}}) ==
          one("454"));
}

TEST_CASE("The same digit twice is read twice when the key was released between", "[decode][wedge]")
{
    auto reports = typed("11");
    reports.push_back(key(enter));
    CHECK(feed(reports) == one("11"));
}

TEST_CASE("A roll-over report neither types nor releases a key", "[decode][wedge]")
{
    CHECK(feed({{0, 0, 0x21}, {0, 0, 1, 1, 1, 1, 1, 1}, {0, 0, 0x21}, {0, 0, 0x28}}) == one("4"));
}

TEST_CASE("Shift gives capitals and the upper characters of a US keyboard", "[decode][wedge]")
{
    CHECK(feed({key(0x10, left_shift), key(0x2D), key(0x27), key(0x33, left_shift), key(0x1F, 0x20),
                key(0x38), key(enter)}) == one("M-0:@/"));
}

TEST_CASE("Caps Lock turns letters only, and a quiet line turns it off", "[decode][wedge]")
{
    WedgeDecoder decoder;
    CHECK(feed(decoder, {key(caps_lock), key(0x04), key(0x05, left_shift), key(0x1E),
                         key(enter)}) == one("Ab1"));
    CHECK(decoder.is_waiting());
    decoder.flush();
    CHECK(feed(decoder, {key(0x04), key(enter)}) == one("a"));
    CHECK_FALSE(decoder.is_waiting());
}

TEST_CASE("Keypad digits are digits", "[decode][wedge]")
{
    CHECK(feed({key(0x59), key(0x62), key(0x61), key(0x63), key(0x58)}) == one("109."));
}

TEST_CASE("Control with ] is FNC1, as scanners type it in GS1 labels", "[decode][wedge]")
{
    CHECK(feed({key(0x1E), key(0x30, left_control), key(0x1F), key(enter)}) == one("1\x1D"
                                                                                   "2"));
}

TEST_CASE("Alt with keypad digits types the character of that number", "[decode][wedge]")
{
    // Alt+20013 is U+4E2D.
    CHECK(feed({key(0, left_alt), key(0x5A, left_alt), key(0x62, left_alt), key(0, left_alt),
                key(0x62, left_alt), key(0x59, left_alt), key(0x5B, left_alt), released(),
                key(enter)}) == one("中"));
}

TEST_CASE("An AIM identifier typed in front becomes the symbology", "[decode][wedge]")
{
    auto reports = std::vector<Report>{key(0x30), key(0x08, left_shift), key(0x27), released()};
    const auto digits = typed("6901234567892");
    reports.insert(reports.end(), digits.begin(), digits.end());
    reports.push_back(key(enter));
    CHECK(feed(reports) == one("6901234567892", Symbology::ean13));
}

TEST_CASE("A label without suffix ends when the caller says that the line went quiet",
          "[decode][wedge]")
{
    WedgeDecoder decoder;
    CHECK(feed(decoder, typed("123")).empty());
    CHECK(decoder.is_waiting());
    CHECK(decoder.flush() == Decoded{Label{Symbology::unknown, "123"}});
    CHECK_FALSE(decoder.is_waiting());
    CHECK(decoder.flush() == Decoded{});
}

TEST_CASE("A label over the limit is refused once and dropped up to its end", "[decode][wedge]")
{
    WedgeDecoder decoder;
    CHECK(feed(decoder, typed(std::string(label_size_max, '7'))).empty());
    CHECK(feed(decoder, typed("777")) == std::vector<Decoded>{LabelError::too_long});
    CHECK(feed(decoder, {key(enter), released()}).empty());
    CHECK(feed(decoder, {key(0x1E), key(enter)}) == one("1"));
}

TEST_CASE("A label of exactly the limit is passed on", "[decode][wedge]")
{
    auto reports = typed(std::string(label_size_max, '7'));
    reports.push_back(key(enter));
    CHECK(feed(reports) == one(std::string(label_size_max, '7').c_str()));
}

TEST_CASE("Reports of any size are safe", "[decode][wedge]")
{
    WedgeDecoder decoder;
    CHECK(decoder.feed({}) == Decoded{});
    const std::vector<std::uint8_t> brief{0, 0, 0x1E};
    CHECK(decoder.feed(brief) == Decoded{});
    const std::vector<std::uint8_t> lengthy{0, 0, 0x28, 0, 0, 0, 0, 0, 0x1F, 0x20};
    CHECK(decoder.feed(lengthy) == Decoded{Label{Symbology::unknown, "1"}});
}

TEST_CASE("What a scanner types is what is read", "[decode][wedge][property]")
{
    CHECK(rc::check("for any digits and letters", [] {
        const auto characters = rc::gen::elementOf(std::string{"00112389abcxyz"});
        const auto text = *rc::gen::nonEmpty(rc::gen::container<std::string>(characters));
        auto reports = typed(text);
        reports.push_back(key(enter));
        RC_ASSERT(feed(reports) == one(text.c_str()));
    }));
    CHECK(rc::check("no report sequence makes a label over the limit", [] {
        WedgeDecoder decoder;
        for (const auto& report : *rc::gen::arbitrary<std::vector<Report>>()) {
            const auto result = decoder.feed(report);
            if (const auto* label = std::get_if<Label>(&result)) {
                RC_ASSERT(!label->text.empty());
                RC_ASSERT(label->text.size() <= label_size_max);
            }
        }
    }));
}
