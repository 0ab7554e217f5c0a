#include <catch2/catch.hpp>

#include <embedded/embedded_files.hpp>
#include <embedded/shop_schema.hpp>

TEST_CASE("An embedded file has every byte it had on disk", "[database][embed]")
{
    const auto files = loyal::tests::embedded_files();
    REQUIRE(files.size() == 2);
    CHECK(files[0].name == "bytes.bin");
    REQUIRE(files[0].bytes.size() == 1'024);  // 0 … 255, four times
    for (std::size_t i = 0; i < 1'024; ++i)
        REQUIRE(static_cast<unsigned char>(files[0].bytes[i]) == i % 256);
    CHECK(files[1].bytes == "会员\n");
}

TEST_CASE("Embedded schema steps carry number and name of their file", "[database][embed]")
{
    const auto steps = loyal::tests::shop_schema();
    REQUIRE(steps.size() == 2);
    CHECK(steps[1].version == 2);
    CHECK(steps[1].name == "prices");
    CHECK(steps[0].sql.starts_with("CREATE TABLE item"));
}
