#include <loyal/decode/magnetic_track.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace loyal::decode;

TEST_CASE("A bank card's track is known by its frame and its Luhn digit", "[decode][magnetic]")
{
    // 4111111111111111 is the payment schemes' test number; its neighbour fails Luhn.
    CHECK(holds_payment_card("%B4111111111111111^DOE/JOHN^29051010000?", {}));
    CHECK(holds_payment_card(";4111111111111111=29051010000?", {}));
    CHECK(holds_payment_card("%B1^X^1?;4111111111111111=2905?", {}));
    CHECK_FALSE(holds_payment_card(";4111111111111112=29051010000?", {}));
}

TEST_CASE("Goods, members and short numbers are no bank cards", "[decode][magnetic]")
{
    for (const char* text : {"6901234567892", "4111111111111111", ";M-0001=?", ";411111111111=1?",
                             "%B4111111111111111", ";=", "%B", ""}) {
        CHECK_FALSE(holds_payment_card(text, {}));
    }
}

TEST_CASE("A loyalty card whose prefix is configured passes", "[decode][magnetic]")
{
    const std::vector<std::string> prefixes{"4111", ""};
    CHECK_FALSE(holds_payment_card(";4111111111111111=2905?", prefixes));
    CHECK(holds_payment_card(";5500005555555559=2905?", prefixes));
}

TEST_CASE("An erased text leaves nothing in its memory", "[decode][magnetic]")
{
    std::string text(64, 'x');
    const char* memory = text.data();
    erase_securely(text);
    CHECK(text.empty());
    CHECK(std::string{memory, 64} == std::string(64, '\0'));
}
