#include "terminal/shop.hpp"

#include <loyal/decode/print_document.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace loyal;
using loyal::tests::Shop;

TEST_CASE("The receipt adds up for the one who reads it", "[terminal][receipt]")
{
    Shop shop;
    shop.grant(1000);
    shop.ring_up_example();
    shop.put("/v1/baskets/current/redeem", {{"points", 1000}});
    const auto lines = shop.pay().body["receipt"].get<std::vector<std::string>>();
    // Chinese characters and × take two of the 32 columns.
    const std::vector<std::string> expected{
        "            三福百货",
        "小票号 S001-T1-000001",
        "2026-11-22 18:30:00  李娜",
        "--------------------------------",
        "衬衫",
        "  1 × 79.00               79.00",
        "  会员价                  -20.00",
        "  VIP九折                  -5.90",
        "  满200减30券              -7.02",
        "  积分抵扣                 -2.34",
        "  实付                     43.74",
        "袜子",
        "  3 × 19.90               59.70",
        "  第二件半价               -9.95",
        "  VIP九折                  -4.98",
        "  满200减30券              -5.92",
        "  积分抵扣                 -1.97",
        "  实付                     36.88",
        "背包",
        "  1 × 129.00             129.00",
        "  满200减30券             -17.06",
        "  积分抵扣                 -5.69",
        "  实付                    106.25",
        "--------------------------------",
        "原价合计                  267.70",
        "已省                      -80.83",
        "合计                      186.87",
        "扫码                      186.87",
        "--------------------------------",
        "会员                       王*明",
        "等级                         VIP",
        "原有积分                    1200",
        "用掉                       -1000",
        "这次得                      +558",
        "现有积分                     758",
        "      [QR S001-T1-000001]",
        "         S001-T1-000001",
        "            谢谢光临",
    };
    REQUIRE(lines.size() == expected.size());
    for (std::size_t i = 0; i < lines.size(); ++i) CHECK(lines[i] == expected[i]);
}

TEST_CASE("A bilingual receipt of 32 columns breaks no word", "[terminal][receipt]")
{
    Shop shop{{.heading = {}, .ending = {}, .is_bilingual = true}};
    shop.scan(Shop::card);
    shop.scan(Shop::shirt);
    shop.scan(Shop::socks);
    shop.scan(Shop::socks);
    const auto lines = shop.pay().body["receipt"].get<std::vector<std::string>>();
    // Shirt 79.00 − 20.00 − 10 % = 53.10; socks 39.80 − 9.95 − 2.99 = 26.86. 79 × 2 for the
    // birthday × 1.5 for VIP are 237 points. What names a sum has 20 columns, the sum 12.
    const std::vector<std::string> expected{
        "小票号 Receipt S001-T1-000001",
        "2026-11-22 18:30:00  李娜",
        "--------------------------------",
        "衬衫",
        "  1 × 79.00               79.00",
        "  会员价 Member           -20.00",
        "  price",
        "  VIP九折 VIP 10%          -5.90",
        "  off",
        "  实付 To pay              53.10",
        "袜子",
        "  2 × 19.90               39.80",
        "  第二件半价 Second        -9.95",
        "  at half price",
        "  VIP九折 VIP 10%          -2.99",
        "  off",
        "  实付 To pay              26.86",
        "--------------------------------",
        "原价合计 List             118.80",
        "已省 Saved                -38.84",
        "合计 Total                 79.96",
        "扫码 Mobile                79.96",
        "--------------------------------",
        "会员 Member                王*明",
        "等级 Tier                    VIP",
        "原有积分 Points             1200",
        "before",
        "这次得 Earned               +237",
        "现有积分 Points now         1437",
        "      [QR S001-T1-000001]",
        "         S001-T1-000001",
    };
    CHECK(lines == expected);
}
