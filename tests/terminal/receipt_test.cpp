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
