#include <loyal/decode/gs1.hpp>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <string>

using namespace loyal::decode;

namespace {

using Elements = std::vector<Gs1Element>;

}  // namespace

TEST_CASE("Elements of fixed length follow each other without a separator", "[decode][gs1]")
{
    CHECK(parse_gs1("01062910415002131725123110ABC123") ==
          Gs1Result{Elements{{"01", "06291041500213"}, {"17", "251231"}, {"10", "ABC123"}}});
}

TEST_CASE("FNC1 ends an element of variable length and may stand in front", "[decode][gs1]")
{
    CHECK(parse_gs1("\x1D"
                    "10LOT\x1D"
                    "3103001250\x1D"
                    "21S1") ==
          Gs1Result{Elements{{"10", "LOT"}, {"3103", "001250"}, {"21", "S1"}}});
}

TEST_CASE("A coupon of the AI 8110 is one element", "[decode][gs1]")
{
    CHECK(parse_gs1("8110106141416543213500110000310123196000") ==
          Gs1Result{Elements{{"8110", "106141416543213500110000310123196000"}}});
}

TEST_CASE("What is no element string says why", "[decode][gs1]")
{
    CHECK(parse_gs1("0106291041500214") == Gs1Result{Gs1Error::bad_check_digit});
    CHECK(parse_gs1("0106291041") == Gs1Result{Gs1Error::bad_length});
    CHECK(parse_gs1("1725123x") == Gs1Result{Gs1Error::not_digits});
    CHECK(parse_gs1("05123") == Gs1Result{Gs1Error::unknown_identifier});
    CHECK(parse_gs1("31") == Gs1Result{Gs1Error::unknown_identifier});
    CHECK(parse_gs1("10" + std::string(21, 'x')) == Gs1Result{Gs1Error::bad_length});
    CHECK(parse_gs1("10") == Gs1Result{Gs1Error::bad_length});
}

TEST_CASE("No text makes more elements than the limit", "[decode][gs1]")
{
    std::string text;
    for (std::size_t i = 0; i < gs1_elements_max; ++i) text += "2001";
    CHECK(std::get<Elements>(parse_gs1(text)).size() == gs1_elements_max);
    CHECK(parse_gs1(text + "2001") == Gs1Result{Gs1Error::too_many});
    CHECK(parse_gs1("") == Gs1Result{Elements{}});
}

TEST_CASE("Elements written after each other are read back", "[decode][gs1][property]")
{
    CHECK(rc::check("for lots, serials and dates in any order", [] {
        Elements elements;
        std::string text;
        const auto count = *rc::gen::inRange(1, 10);
        for (int i = 0; i < count; ++i) {
            const std::string identifier =
                *rc::gen::element<std::string>("10", "21", "240", "17", "20");
            const auto size = identifier == "17"   ? 6U
                              : identifier == "20" ? 2U
                                                   : *rc::gen::inRange<std::size_t>(1, 21);
            elements.push_back(
                {identifier, *rc::gen::container<std::string>(size, rc::gen::inRange('0', ':'))});
            text += identifier + elements.back().value + "\x1D";
        }
        RC_ASSERT(parse_gs1(text) == Gs1Result{elements});
    }));
}
