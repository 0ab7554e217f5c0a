#include <loyal/format/seal.hpp>

#include <catch2/catch.hpp>

using namespace loyal::format;

TEST_CASE("BLAKE2b-256 gives the published value for the empty text", "[format][seal]")
{
    start_crypto();
    // RFC 7693's function with a 32-byte digest; the value is published with the reference code.
    CHECK(to_hex(hash("")) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST_CASE("An entry's hash depends on each of its parts", "[format][seal]")
{
    start_crypto();
    const Hash base = entry_hash("T1", 1, 1, Hash{}, "{}");
    Hash prev{};
    prev[0] = 1;
    CHECK(entry_hash("T1", 1, 1, Hash{}, "{}") == base);
    CHECK(entry_hash("T2", 1, 1, Hash{}, "{}") != base);
    CHECK(entry_hash("T1", 2, 1, Hash{}, "{}") != base);
    CHECK(entry_hash("T1", 1, 2, Hash{}, "{}") != base);
    CHECK(entry_hash("T1", 1, 1, prev, "{}") != base);
    CHECK(entry_hash("T1", 1, 1, Hash{}, "{ }") != base);
}

TEST_CASE("A sealed text opens with its own key and context only", "[format][seal]")
{
    start_crypto();
    Key key{};
    key[0] = 7;
    const std::string sealed = seal("王小明", "M1", key, Nonce{});
    CHECK(unseal(sealed, "M1", key) == "王小明");
    CHECK_FALSE(unseal(sealed, "M2", key));
    CHECK_FALSE(unseal(sealed, "M1", Key{}));
    std::string torn = sealed;
    torn[40] = torn[40] == 'A' ? 'B' : 'A';
    CHECK_FALSE(unseal(torn, "M1", key));
    CHECK_FALSE(unseal("not base64!", "M1", key));
    CHECK_FALSE(unseal("", "M1", key));
}

TEST_CASE("A phone's look-up key is the same however it is written", "[format][seal]")
{
    start_crypto();
    const Key key{};
    CHECK(phone_key("138-0013-8000", key) == phone_key("13800138000", key));
    CHECK(phone_key("13800138000", key) != phone_key("13800138001", key));
    CHECK(phone_key("13800138000", key) >= 0);
}

TEST_CASE("Hex reads back and refuses what is no hash", "[format][seal]")
{
    const Hash zero{};
    CHECK(hash_from_hex(to_hex(zero)) == zero);
    CHECK_FALSE(hash_from_hex("00"));
    CHECK_FALSE(hash_from_hex(std::string(64, 'g')));
}
