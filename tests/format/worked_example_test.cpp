#include <loyal/core/entry.hpp>
#include <loyal/core/price.hpp>
#include <loyal/format/json.hpp>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>

using namespace loyal;

namespace {

std::string file(const std::string& name)
{
    std::ifstream stream{LOYAL_SOURCE_DIR "/tests/data/worked-example/" + name};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

PreparedProgramme example_programme()
{
    return PreparedProgramme{format::parse_programme(file("programme.json")).value()};
}

}  // namespace

TEST_CASE("The worked example comes out byte for byte", "[format][price]")
{
    const Basket basket = format::parse_basket(file("basket.json")).value();
    const PricedBasket priced = price(basket, example_programme()).value();
    // The file is by hand; canonical order and spacing make it comparable.
    CHECK(format::to_json(priced) == nlohmann::json::parse(file("priced.json")).dump());
}

TEST_CASE("Basket, priced basket and programme read back as what was written", "[format]")
{
    const Basket basket = format::parse_basket(file("basket.json")).value();
    CHECK(format::to_json(format::parse_basket(format::to_json(basket)).value()) ==
          format::to_json(basket));
    const PricedBasket priced = format::parse_priced_basket(file("priced.json")).value();
    CHECK(format::parse_priced_basket(format::to_json(priced)).value() == priced);
    const std::string resolved =
        format::to_json(format::parse_programme(file("programme.json")).value());
    CHECK(format::to_json(format::parse_programme(resolved).value()) == resolved);
}

TEST_CASE("Returning the backpack of the worked example refunds 99.00 and takes 297 points back",
          "[format][refund]")
{
    // The rest is shirt and socks: 59.00 + 49.75 less a tenth is 97.87; the coupon needs 200.00;
    // 1,000 points take 10.00; 87.87 are paid and earn 87 × 2 × 1.5 = 261 of the 558 points.
    SaleEntry sale;
    sale.basket = format::parse_basket(file("basket.json")).value();
    sale.priced = format::parse_priced_basket(file("priced.json")).value();
    const std::vector<ReturnedLine> backpack{{3, Quantity::pieces(1)}};
    const Refund refund = refund_of(sale, {}, backpack, example_programme()).value();
    CHECK(refund.amount == Money::minor(9'900));
    CHECK(refund.taken_back == Points::of(297));
    CHECK(refund.given_back == Points{});
    CHECK(refund.coupons == std::vector{CouponCode{"AUT-7F3K"}});
}

TEST_CASE("A basket that is wrong names the member that is wrong", "[format]")
{
    struct Case {
        const char* path;     // where the change is made
        const char* value;    // what is put there
        const char* message;  // the whole error
    };
    const auto [path, value, message] = GENERATE(values<Case>({
        {"/lines/2/quantity", "0", "lines[2].quantity: must not be 0"},
        {"/lines/2/quantity", "-1", "lines[2].quantity: must be at least 1"},
        {"/lines/0/unit_price", "-1", "lines[0].unit_price: must not be negative"},
        {"/lines/0/unit_price", "\"79\"", "lines[0].unit_price: must be a whole number"},
        {"/lines/0/unit_price", "9223372036854775807",
         "lines[0].unit_price: must be at most 1000000000000"},
        {"/lines/0/unit_price", "18446744073709551615", "lines[0].unit_price: is too large"},
        {"/lines/0/unit_price", "79.5",
         "lines[0].unit_price: must be a whole number within 64 bits"},
        {"/lines/0/price", "1", "lines[0].price: is not known here"},
        {"/lines/1/line", "1", "lines[1].line: is there twice"},
        {"/at", "\"yesterday\"", "at: must be a time as 2026-11-22T18:30:00+08:00"},
        {"/member/metrics/0/window", "{}",
         "member.metrics[0].window: must be a window: calendar_month, calendar_quarter, "
         "calendar_year, rolling_days, rolling_months, membership_year, birthday or lifetime"},
        {"/tender", "\"gold\"", "tender: must be one of cash, card, mobile, stored_value, other"},
        {"/lines", "7", "lines: must be a list"},
    }));
    CAPTURE(path, value);
    auto document = nlohmann::json::parse(file("basket.json"));
    document[nlohmann::json::json_pointer{path}] = nlohmann::json::parse(value);
    const auto basket = format::parse_basket(document.dump());
    REQUIRE_FALSE(basket.has_value());
    CHECK(to_string(basket.error()) == message);
}

TEST_CASE("A document that is cut off anywhere is refused", "[format]")
{
    const std::string whole = file("basket.json");
    const std::size_t end = whole.rfind('}');
    for (std::size_t size = 0; size <= end; ++size) {
        CHECK_FALSE(format::parse_basket(std::string_view{whole}.substr(0, size)).has_value());
    }
}

TEST_CASE("Names given twice, deep nesting and other JSON than an object are refused", "[format]")
{
    CHECK(to_string(format::parse_basket(R"({"a":1,"a":2})").error()) == "a: has \"a\" twice");
    const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
    CHECK(format::parse_basket(deep).error().text == "is nested deeper than 32");
    CHECK(to_string(format::parse_basket("[]").error()) == "must be an object");
    CHECK(to_string(format::parse_basket("\"\xff\"").error()) == "is not JSON at byte 2");
}
