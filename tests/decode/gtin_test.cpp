#include <loyal/decode/gtin.hpp>
#include <loyal/decode/label.hpp>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <string>

using namespace loyal::decode;

TEST_CASE("Check digits of published numbers hold", "[decode][gtin]")
{
    // GS1 General Specifications 7.9: 629104150021 → 3; 9638507 → 4; 03600029145 → 2.
    for (const char* gtin : {"6291041500213", "96385074", "036000291452", "10614141000415"}) {
        CHECK(is_gtin(gtin));
    }
    CHECK(check_digit("629104150021") == '3');
    CHECK_FALSE(check_digit("62910415002x"));
}

TEST_CASE("Numbers of another length or with a wrong digit are no GTIN", "[decode][gtin]")
{
    for (const char* text :
         {"", "0", "6291041500214", "629104150021", "62910415002133", "629104150021x", "1234567"}) {
        CHECK_FALSE(is_gtin(text));
    }
}

TEST_CASE("UPC-E expands to its UPC-A number", "[decode][gtin]")
{
    // One of each row of the table in GS1 General Specifications 5.2.2.4.2.
    CHECK(expand_upc_e("04252614") == "042100005264");
    CHECK(expand_upc_e("01234531") == "012300000451");
    CHECK(expand_upc_e("01234532") == std::nullopt);
    CHECK(expand_upc_e("01234565") == "012345000065");
    CHECK(expand_upc_e("24252614") == std::nullopt);
    CHECK(expand_upc_e("0425261x") == std::nullopt);
}

TEST_CASE("A misread EAN is told from a good one, other symbologies are taken as they are",
          "[decode][label]")
{
    CHECK(check({Symbology::ean13, "6901234567892"}) == std::nullopt);
    CHECK(check({Symbology::ean13, "6901234567893"}) == LabelError::bad_check_digit);
    CHECK(check({Symbology::ean13, "690123456789A"}) == LabelError::not_digits);
    CHECK(check({Symbology::code128, "6901234567893"}) == std::nullopt);
    CHECK(check({Symbology::upc_e, "04252614"}) == std::nullopt);
    CHECK(check({Symbology::upc_e, "04252615"}) == LabelError::bad_check_digit);
}

TEST_CASE("An EAN family identifier is settled by the number of digits", "[decode][label]")
{
    CHECK(make_label("E0", "6901234567892").symbology == Symbology::ean13);
    CHECK(make_label("E0", "036000291452").symbology == Symbology::upc_a);
    CHECK(make_label("E0", "04252614").symbology == Symbology::upc_e);
    CHECK(make_label("E0", "96385074").symbology == Symbology::ean8);
    CHECK(make_label("E4", "96385074").symbology == Symbology::ean8);
}

TEST_CASE("A bracket that starts no known identifier stays in the text", "[decode][label]")
{
    CHECK(split_label("]y9abc") == Label{Symbology::unknown, "]y9abc"});
    CHECK(split_label("]E0") == Label{Symbology::unknown, "]E0"});
    CHECK(split_label("]d201") == Label{Symbology::gs1_data_matrix, "01"});
}

TEST_CASE("The check digit finds every single wrong digit", "[decode][gtin][property]")
{
    CHECK(rc::check("in numbers of 13 digits", [] {
        auto number = *rc::gen::container<std::string>(12, rc::gen::inRange('0', ':'));
        number += *check_digit(number);
        RC_ASSERT(is_gtin(number));
        const auto i = *rc::gen::inRange<std::size_t>(0, 13);
        const auto wrong = *rc::gen::distinctFrom(rc::gen::inRange('0', ':'), number[i]);
        number[i] = wrong;
        RC_ASSERT(!is_gtin(number));
    }));
}
