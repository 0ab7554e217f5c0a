#include "support/temporary_folder.hpp"
#include "two_ends.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sys/stat.h>

using namespace loyal::tests;
using namespace loyal::net;

TEST_CASE("A certificate says what it was issued for, not what was asked for", "[net][certificate]")
{
    const std::chrono::sys_seconds new_year{std::chrono::sys_days{std::chrono::January / 1 / 2026}};
    const std::string request = make_request(make_key(), "I am head office");
    const auto certificate = our_authority().issue(
        request, {.common_name = "till-7", .names = {"till-7.shop", "10.0.0.7", "fd00::7"}},
        {.from = new_year, .lifetime = std::chrono::days{30}});
    REQUIRE(certificate.has_value());
    const auto details = read_certificate(*certificate);
    REQUIRE(details.has_value());
    CHECK(details->common_name == "till-7");
    CHECK(details->names == std::vector<std::string>{"till-7.shop", "10.0.0.7", "fd00::7"});
    CHECK(details->not_before == new_year);
    CHECK(details->not_after ==
          std::chrono::sys_days{std::chrono::January / 31 / 2026});  // 1 + 30 days
    CHECK(details->fingerprint.size() == 64);
    CHECK(details->serial.size() == 32);
    CHECK(details->pem == *certificate);
}

TEST_CASE("A request proves that its sender has the key", "[net][certificate]")
{
    const std::string key = make_key(KeyKind::p256);
    const std::string request = make_request(key, "till-1");
    const auto details = read_request(request);
    REQUIRE(details.has_value());
    CHECK(details->common_name == "till-1");
    CHECK(details->key_fingerprint == read_request(make_request(key, "other"))->key_fingerprint);

    std::string forged = request;  // another signature of the right form
    const std::string stranger = make_request(make_key(KeyKind::p256), "till-1");
    const auto half = request.size() / 2;
    forged.replace(half, std::string::npos, stranger.substr(half));
    CHECK(read_request(forged).error() == Errc::malformed_request);
    CHECK(read_request("hello").error() == Errc::malformed_request);
    CHECK(our_authority()
              .issue("hello", {.common_name = "x"}, from_now(std::chrono::days{1}))
              .error() == Errc::malformed_request);
    CHECK(read_certificate(request).error() == Errc::malformed_certificate);
}

TEST_CASE("No two certificates have the same serial number", "[net][certificate]")
{
    const std::string request = make_request(make_key(), "till-1");
    std::set<std::string> serials;
    for (int i = 0; i < 50; ++i) {
        const auto certificate = our_authority().issue(request, {.common_name = "till-1"},
                                                       from_now(std::chrono::days{1}));
        serials.insert(read_certificate(certificate.value())->serial);
    }
    CHECK(serials.size() == 50);
}

TEST_CASE("An authority is its certificate and its own key", "[net][certificate]")
{
    const CertificateAuthority again{our_authority().certificate(), our_authority().key()};
    CHECK(again.certificate() == our_authority().certificate());
    CHECK_THROWS_AS((CertificateAuthority{our_authority().certificate(), other_authority().key()}),
                    std::runtime_error);
}

TEST_CASE("A private file is its owner's alone", "[net][certificate]")
{
    const TemporaryFolder folder;
    const std::string path = folder.file("key.pem");
    save_private(path, "first");
    save_private(path, "second");
    struct stat info {};
    REQUIRE(::stat(path.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0600U);
    CHECK(load_private(path) == "second");
    std::filesystem::permissions(path, std::filesystem::perms{0640});
    CHECK_THROWS_WITH(load_private(path), Catch::Contains("chmod 600"));
    CHECK_THROWS_AS(load_private(folder.file("none")), std::system_error);
}
