#include <loyal/decode/print_document.hpp>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <string>
#include <vector>

using namespace loyal::decode;

namespace {

// What a document of these items adds to the start sequence ESC @, FS &.
std::string printed(std::vector<PrintItem> items, PrinterProfile profile = {})
{
    const auto bytes = escpos({std::move(items)}, profile);
    const std::string all(bytes.begin(), bytes.end());
    REQUIRE(all.starts_with("\x1B@\x1C&"));
    return all.substr(4);
}

// Only what lands on paper from a columns line: without ESC E on and off.
std::string row(std::vector<Column> columns)
{
    const auto all = printed({ColumnsLine{std::move(columns)}});
    return all.substr(3, all.size() - 6);
}

}  // namespace

TEST_CASE("Chinese text is printed in GB18030", "[decode][escpos]")
{
    // GB 18030: 会 BBE1, 员 D4B1.
    CHECK(gb18030("会员 A1", false) == "\xBB\xE1\xD4\xB1 A1");
}

TEST_CASE("The yen sign is printed as the full-width one that Chinese fonts have",
          "[decode][escpos]")
{
    CHECK(gb18030("¥12", false) ==
          "\xA3\xA4"
          "12");
}

TEST_CASE("A rare character is a question mark unless the printer has four-byte ones",
          "[decode][escpos]")
{
    // U+3400, the first ideograph of extension A, is 81 39 EE 39.
    CHECK(gb18030("\u3400", false) == "?");
    CHECK(gb18030("\u3400", true) == "\x81\x39\xEE\x39");
}

TEST_CASE("Text can neither command the printer nor break it with bad UTF-8", "[decode][escpos]")
{
    CHECK(gb18030("a\x1B@\nb\x7F", false) == "a @ b ");
    CHECK(gb18030("\xE4\xB8", false) == "??");
    CHECK(gb18030("\xFF\x80x", false) == "??x");
}

TEST_CASE("A line carries alignment, weight and size and resets them", "[decode][escpos]")
{
    const std::string expected{
        "\x1B"
        "a\x01\x1B"
        "E\x01\x1D!\x11\x1C!\x0C"
        "Hi\n"
        "\x1D!\0\x1C!\0\x1B"
        "E\0\x1B"
        "a\0",
        27};
    CHECK(printed({TextLine{
              .text = "Hi", .alignment = Alignment::centre, .size = 2, .is_bold = true}}) ==
          expected);
}

TEST_CASE("Columns count a Chinese character as two and keep their edges", "[decode][escpos]")
{
    CHECK(printed_width("会员A") == 5);
    CHECK(row({{.text = "会员", .width = 6},
               {.text = "9.90", .width = 8, .alignment = Alignment::right}}) ==
          "\xBB\xE1\xD4\xB1      9.90\n");
}

TEST_CASE("Text wider than its column goes on below and no character is cut in two",
          "[decode][escpos]")
{
    // Width 5 holds two Chinese characters and a blank.
    CHECK(row({{.text = "会员会", .width = 5}, {.text = "x", .width = 1}}) ==
          "\xBB\xE1\xD4\xB1 x\n\xBB\xE1\n");
    CHECK(row({{.text = "会", .width = 1}, {.text = "x", .width = 1}}) == " x\n");
}

TEST_CASE("Text wraps between words and never inside one that fits", "[decode][escpos]")
{
    using Lines = std::vector<std::string>;
    CHECK(wrapped("Second at half price", 10) == Lines{"Second at", "half price"});
    CHECK(wrapped("30 off", 3) == Lines{"30", "off"});
    // 14 letters in 6 columns: nothing else is left than to cut the word.
    CHECK(wrapped("Multipack-size", 6) == Lines{"Multip", "ack-si", "ze"});
    CHECK(wrapped("", 6) == Lines{""});
}

TEST_CASE("Text wraps between Chinese characters but not before their closing marks",
          "[decode][escpos]")
{
    using Lines = std::vector<std::string>;
    // 5 columns hold two characters; a Latin word among them stays whole.
    CHECK(wrapped("第二件半价", 5) == Lines{"第二", "件半", "价"});
    CHECK(wrapped("普通VIP九折", 6) == Lines{"普通", "VIP九", "折"});
    CHECK(wrapped("九折 VIP 10% off", 10) == Lines{"九折 VIP", "10% off"});
    // 合计： would be six columns, so 计 goes down with its colon.
    CHECK(wrapped("合计：", 4) == Lines{"合", "计："});
    CHECK(wrapped("共¥12", 4) == Lines{"共", "¥12"});
}

TEST_CASE("Wrapped text keeps its indent on every line", "[decode][escpos]")
{
    CHECK(wrapped("  VIP九折 VIP 10% off", 12) ==
          std::vector<std::string>{"  VIP九折", "  VIP 10%", "  off"});
}

TEST_CASE("A line wider than the paper wraps between words, too", "[decode][escpos]")
{
    CHECK(printed({TextLine{.text = "Thank you and come again"}}, {.columns = 12})
              .find("Thank you\nand come\nagain\n") != std::string::npos);
}

TEST_CASE("A QR code is stored and printed by GS ( k", "[decode][escpos]")
{
    const std::string expected{
        "\x1B"
        "a\x01"
        "\x1D(k\x04\0\x31\x41\x32\0"
        "\x1D(k\x03\0\x31\x43\x06"
        "\x1D(k\x03\0\x31\x45\x31"
        "\x1D(k\x05\0\x31\x50\x30M1"
        "\x1D(k\x03\0\x31\x51\x30"
        "\x1B"
        "a\0",
        49};
    CHECK(printed({QrCode{.text = "M1"}}) == expected);
    CHECK(printed({QrCode{.text = std::string(qr_size_max + 1, 'x')}}).empty());
}

TEST_CASE("Rule, feed, cut and drawer are single commands", "[decode][escpos]")
{
    CHECK(printed({Rule{}}, {.columns = 5}) == "-----\n");
    CHECK(printed({FeedLines{3}}) ==
          "\x1B"
          "d\x03");
    CHECK(printed({Cut{}}) == std::string{"\x1DVB\0", 4});
    CHECK(printed({OpenDrawer{}}) == std::string{"\x1Bp\0\x19\xFA", 5});
}

TEST_CASE("Any text keeps to its columns", "[decode][escpos][property]")
{
    CHECK(rc::check("whatever its bytes are", [] {
        const auto text = *rc::gen::arbitrary<std::string>();
        const auto width = *rc::gen::inRange<std::size_t>(2, 20);
        const auto bytes =
            escpos({{ColumnsLine{{{.text = text, .width = width}}}}}, PrinterProfile{});
        const std::string all(bytes.begin() + 7, bytes.end() - 3);
        std::size_t start = 0;
        while (start < all.size()) {
            const auto end = all.find('\n', start);
            RC_ASSERT(end != std::string::npos);
            RC_ASSERT(end - start <= width);
            start = end + 1;
        }
    }));
}
