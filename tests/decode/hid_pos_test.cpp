#include "descriptors.hpp"

#include <loyal/decode/hid_pos_decoder.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>

#include <fstream>
#include <string>
#include <string_view>
#include <vector>

using namespace loyal::decode;
using namespace loyal::decode::test;

namespace {

using Bytes = std::vector<std::uint8_t>;

// A report of the layout that scanners share: id 2, then 63 bytes.
Bytes report(std::string_view identifier, std::string_view data, bool is_continued = false)
{
    Bytes bytes(64);
    bytes[0] = 2;
    bytes[1] = static_cast<std::uint8_t>(data.size());
    std::copy(identifier.begin(), identifier.end(), bytes.begin() + 2);
    std::copy(data.begin(), data.end(), bytes.begin() + 5);
    bytes[63] = is_continued ? 1 : 0;
    return bytes;
}

HidPosDecoder by_descriptor()
{
    return HidPosDecoder{*parse_report_descriptor(pos_scanner)};
}

std::vector<Bytes> captured_reports()
{
    std::ifstream file{std::string{LOYAL_SOURCE_DIR} +
                       "/firmware_bridge/captures/voyager-1602g.json"};
    const auto capture = nlohmann::json::parse(file);
    std::vector<Bytes> reports;
    for (const auto& captured : capture.at("reports")) reports.push_back(captured.get<Bytes>());
    return reports;
}

}  // namespace

TEST_CASE("A Honeywell Voyager 1602g's answer over six reports is read as one text",
          "[decode][hid_pos]")
{
    // The seventh report, ]Z6, repeats the command with 06 (ACK) before its final dot.
    const std::string text =
        "Product Name: Voyager 1602g\r\nBoot Revision: : 8992\r\nSoftware Part Number: "
        "CW000082BBA\r\nSoftware Revision: $ProjectRevision: 16345 \r\nSerial Number: "
        "15232B1F0C\r\nSupported IF: Bluetooth\r\nPCB Assembly ID: 000000\r\nEngine Firmware Type: "
        "N/A   Revision: N/A   Serial Number: N/A   Checksum: N/A";
    for (HidPosDecoder decoder : {HidPosDecoder{}, by_descriptor()}) {
        const auto reports = captured_reports();
        REQUIRE(reports.size() == 7);
        for (std::size_t i = 0; i < 5; ++i) {
            CHECK(decoder.feed(reports[i]) == Decoded{});
            CHECK(decoder.is_waiting());
        }
        CHECK(decoder.feed(reports[5]) == Decoded{Label{Symbology::unknown, text}});
        CHECK_FALSE(decoder.is_waiting());
        CHECK(decoder.feed(reports[6]) == Decoded{Label{Symbology::device_reply, "REVINF\x06."}});
    }
}

TEST_CASE("Symbology and data are found by descriptor and by the fixed layout alike",
          "[decode][hid_pos]")
{
    const auto scan = report("]E0", "6901234567892");
    const Decoded label = Label{Symbology::ean13, "6901234567892"};
    CHECK(HidPosDecoder{}.feed(scan) == label);
    CHECK(by_descriptor().feed(scan) == label);
}

TEST_CASE("An identifier without its bracket and one that sits a byte later are understood",
          "[decode][hid_pos]")
{
    CHECK(by_descriptor().feed(report(std::string_view{"Q1\0", 3}, "M-0001")) ==
          Decoded{Label{Symbology::qr, "M-0001"}});
    CHECK(HidPosDecoder{}.feed(report(std::string_view{"\0]C1", 4}, "")) == Decoded{});

    auto later = report(std::string_view{"\0]C", 3}, "1xyz");
    later[1] = 3;
    CHECK(HidPosDecoder{}.feed(later) == Decoded{Label{Symbology::gs1_128, "xyz"}});
}

TEST_CASE("A label of exactly one full report needs no second one", "[decode][hid_pos]")
{
    const std::string full(56, 'x');
    CHECK(by_descriptor().feed(report("]Q1", full)) == Decoded{Label{Symbology::qr, full}});
}

TEST_CASE("A length beyond the report is refused, and so is the rest of that label",
          "[decode][hid_pos]")
{
    for (HidPosDecoder decoder : {HidPosDecoder{}, by_descriptor()}) {
        auto bad = report("]Q1", "abc", true);
        bad[1] = 57;
        CHECK(decoder.feed(bad) == Decoded{LabelError::malformed_report});
        CHECK(decoder.feed(report("]Q1", "def")) == Decoded{});
        CHECK(decoder.feed(report("]Q1", "ghi")) == Decoded{Label{Symbology::qr, "ghi"}});
    }
}

TEST_CASE("A label over many reports that grows over the limit is refused once",
          "[decode][hid_pos]")
{
    auto decoder = by_descriptor();
    const std::string full(56, 'x');
    // 18 × 56 = 1008 bytes fit, the nineteenth report goes over 1024.
    for (int i = 0; i < 18; ++i) CHECK(decoder.feed(report("]Q1", full, true)) == Decoded{});
    CHECK(decoder.feed(report("]Q1", full, true)) == Decoded{LabelError::too_long});
    CHECK(decoder.feed(report("]Q1", full, true)) == Decoded{});
    CHECK(decoder.feed(report("]Q1", "end")) == Decoded{});
    CHECK(decoder.feed(report("]E4", "96385074")) == Decoded{Label{Symbology::ean8, "96385074"}});
}

TEST_CASE("A continued label whose end never comes is given up", "[decode][hid_pos]")
{
    auto decoder = by_descriptor();
    decoder.feed(report("]Q1", "abc", true));
    CHECK(decoder.flush() == Decoded{LabelError::incomplete});
    CHECK(decoder.flush() == Decoded{});
    CHECK(decoder.feed(report("]Q1", "new")) == Decoded{Label{Symbology::qr, "new"}});
}

TEST_CASE("Reports with other ids and empty reports are passed over", "[decode][hid_pos]")
{
    for (HidPosDecoder decoder : {HidPosDecoder{}, by_descriptor()}) {
        CHECK(decoder.feed({}) == Decoded{});
        CHECK(decoder.feed(Bytes{3, 1, 2, 3}) == Decoded{});
    }
    CHECK(HidPosDecoder{}.feed(Bytes{2}) == Decoded{LabelError::malformed_report});
}

TEST_CASE("A descriptor without decoded data falls back to the fixed layout", "[decode][hid_pos]")
{
    HidPosDecoder decoder{*parse_report_descriptor(boot_keyboard)};
    CHECK(decoder.feed(report("]E0", "036000291452")) ==
          Decoded{Label{Symbology::upc_a, "036000291452"}});
}

TEST_CASE("Any split over reports gives the same label", "[decode][hid_pos][property]")
{
    CHECK(rc::check("for text of up to the limit", [] {
        const auto size = *rc::gen::inRange<std::size_t>(1, label_size_max + 1);
        const auto text = *rc::gen::container<std::string>(size, rc::gen::inRange('0', 'z'));
        auto decoder = *rc::gen::arbitrary<bool>() ? by_descriptor() : HidPosDecoder{};
        std::string_view rest = text;
        Decoded result;
        while (!rest.empty()) {
            const auto part = rest.substr(0, *rc::gen::inRange<std::size_t>(1, 57));
            rest.remove_prefix(part.size());
            RC_ASSERT(result == Decoded{});
            result = decoder.feed(report("]Q1", part, !rest.empty()));
        }
        RC_ASSERT(result == (Decoded{Label{Symbology::qr, text}}));
    }));
}
