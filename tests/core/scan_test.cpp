#include <loyal/core/gtin.hpp>
#include <loyal/core/scan.hpp>

#include <catch2/catch.hpp>

using namespace loyal;

namespace {

const LabelPatterns patterns{{"29", "MEM-"}, {"CP:"}, {"S001-"}};

}  // namespace

TEST_CASE("A UPC-A and the EAN-13 of the same item compare equal", "[core][gtin]")
{
    CHECK(Gtin::parse("036000291452").value() == Gtin::parse("0036000291452").value());
}

TEST_CASE("A label that is not a GTIN is refused", "[core][gtin]")
{
    const auto [label, error] = GENERATE(table<const char*, Errc>({
        {"", Errc::not_a_gtin},
        {"123", Errc::not_a_gtin},
        {"69012345678x2", Errc::not_a_gtin},
        {"6901234567893", Errc::check_digit_mismatch},
    }));
    CAPTURE(label);
    CHECK(Gtin::parse(label).error() == error);
}

TEST_CASE("A check digit completes a GTIN", "[core][gtin]")
{
    // The example of GS1 General Specifications §7.9: 629104150021 has check digit 3.
    CHECK(gtin_check_digit("629104150021") == '3');
}

TEST_CASE("A label is a card, a coupon, a receipt or an item by its prefix", "[core][scan]")
{
    CHECK(std::holds_alternative<CardScan>(classify("2900000000001", patterns)));
    CHECK(std::get<CardScan>(classify("MEM-0001", patterns)).number == "MEM-0001");
    CHECK(std::get<CouponScan>(classify("CP:AUT-7F3K", patterns)).code == "AUT-7F3K");
    CHECK(std::get<ReceiptScan>(classify("S001-T1-000482", patterns)).id.value() ==
          "S001-T1-000482");
    const auto item = std::get<ItemScan>(classify("6901234567892", patterns));
    CHECK(item.gtin.value() == Gtin::parse("6901234567892").value());
    CHECK_FALSE(std::get<ItemScan>(classify("SHIRT-M", patterns)).gtin);
    CHECK(std::holds_alternative<UnknownScan>(classify("", patterns)));
}

TEST_CASE("A payment card is recognised and its number dropped", "[core][scan]")
{
    // The schemes' public test numbers; the third is a magnetic stripe's first track.
    const char* label = GENERATE("4111111111111111", ";4111111111111111=29121010000000000000?",
                                 "%B4111111111111111^WANG/MING^29121010000000000000?",
                                 "378282246310005", "6212345678901232");
    CAPTURE(label);
    CHECK(std::holds_alternative<PaymentCardScan>(classify(label, patterns)));
}

TEST_CASE("Card numbers have small integer keys and texts have large ones", "[core][scan]")
{
    CHECK(card_key("2900001") == 2'900'001);
    CHECK(card_key("0900001") != 900'001);  // a leading zero is part of the number
    CHECK(card_key("MEM-0001") > 4'000'000'000'000'000'000);
    CHECK(card_key("MEM-0001") != card_key("MEM-0002"));
}
