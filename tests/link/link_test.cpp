#include "link_bench.hpp"

#include <loyal/store/items.hpp>
#include <loyal/store/members.hpp>

#include <filesystem>
#include <sys/stat.h>

using namespace loyal;
using namespace loyal::link;

namespace {

/// Head office served, one till enrolled and started.
struct Bench {
    HeadOfficeFolder office;
    std::optional<ServerThread> server;
    std::string folder = office.scratch.file("till");
    std::optional<Till> till;

    Bench()
    {
        server.emplace(office.folder);
        const auto enrolled = enrol("127.0.0.1", server->port(), office.token("S001-T1"), folder);
        CHECK(enrolled.terminal == TerminalId{"S001-T1"});
        CHECK(enrolled.store == StoreId{"S001"});
        till.emplace(folder, server->port());
    }
};

}  // namespace

TEST_CASE("A till enrols, connects, and its sales count at head office", "[link]")
{
    Bench bench;
    bench.till->sell(3);
    bench.till->start();
    REQUIRE(bench.till->run_until_online());
    CHECK(bench.till->unsent() == 0);
    CHECK(bench.office.sales() == 3);
    bench.till->sell(2);
    CHECK(bench.till->run_until([&] { return bench.office.sales() == 5; }));
    CHECK(bench.till->link().status().last_contact.has_value());
    CHECK(bench.office.get("/v1/verify")["differences"].empty());
}

TEST_CASE("The key made at enrolment is its owner's alone", "[link]")
{
    Bench bench;
    struct stat info {};
    REQUIRE(::stat((bench.folder + "/terminal.key").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777) == 0600);
    CHECK(is_enrolled(bench.folder));
}

TEST_CASE("A token enrols once; a wrong one, or another head office's, not at all", "[link]")
{
    Bench bench;
    const std::string folder = bench.office.scratch.file("other");
    const std::string token = bench.office.token("S001-T2");
    enrol("127.0.0.1", bench.server->port(), token, folder);
    CHECK_THROWS_WITH(enrol("127.0.0.1", bench.server->port(), token, folder),
                      "head office refused: this token was used already");
    std::string other = bench.office.token("S001-T3");
    other.back() = other.back() == '0' ? '1' : '0';  // the fingerprint of nobody
    CHECK_THROWS(enrol("127.0.0.1", bench.server->port(), other, folder));
    CHECK_THROWS_WITH(enrol("127.0.0.1", bench.server->port(), "abc", folder),
                      "that is no enrolment token: it looks like abc….def…");
}

TEST_CASE("Programme, items and members come down and stay up to date", "[link]")
{
    Bench bench;
    bench.till->start();
    const auto knows_card = [&](const char* card) {
        return bench.till->in_store([card](store::Database& database) {
            return store::member_of_card(database, card).has_value();
        });
    };
    REQUIRE(bench.till->run_until([&] { return knows_card("88001"); }));
    CHECK_FALSE(knows_card("88002"));  // of another store
    REQUIRE(bench.till->run_until([&] {
        return bench.till->in_store([](store::Database& database) {
            return !store::cursor(database, "items").empty() &&
                   !store::cursor(database, "programme").empty();
        });
    }));
    bench.office.post("/v1/members", R"({"id":"M3","card":"88003"})");
    CHECK(bench.till->run_until([&] { return knows_card("88003"); }));
}

TEST_CASE("A member of another store is found by look-up, a stranger is not", "[link]")
{
    Bench bench;
    bench.till->start();
    const auto found = bench.till->await(bench.till->link().find_member_elsewhere("88002", soon()));
    CHECK(found == MemberId{"M2"});
    CHECK_FALSE(
        bench.till->await(bench.till->link().find_member_elsewhere("99999", soon())).has_value());
}

TEST_CASE("A right is in the journal when it is granted, and comes to head office", "[link]")
{
    Bench bench;
    bench.till->start();
    REQUIRE(bench.till->run_until_online());
    const auto points =
        bench.till->await(bench.till->link().ask_right(MemberId{"M1"}, Points::of(300), soon()));
    CHECK(points == Points::of(300));
    const auto held = bench.till->in_store(
        [](store::Database& database) { return store::held_rights(database); });
    REQUIRE(held.size() == 1);
    CHECK(held[0].remaining == Points::of(300));
    CHECK(bench.till->run_until_online());
    CHECK(bench.office.get("/v1/terminals")["terminals"][0]["outstanding"] == 300);
    const auto rest =
        bench.till->await(bench.till->link().ask_right(MemberId{"M1"}, Points::of(300), soon()));
    CHECK(rest == Points::of(200));
}

TEST_CASE("A right that comes after its deadline is closed again", "[link]")
{
    Bench bench;
    bench.till->start();
    REQUIRE(bench.till->run_until_online());
    const auto points = bench.till->await(bench.till->link().ask_right(
        MemberId{"M1"}, Points::of(300), soon(std::chrono::milliseconds{0})));
    CHECK_FALSE(points.has_value());
    REQUIRE(bench.till->run_until([&] {
        return bench.till->in_store([](store::Database& database) {
            return store::head(database).seq == 2;  // received and closed
        });
    }));
    REQUIRE(bench.till->run_until([&] { return bench.till->unsent() == 0; }));
    CHECK(bench.office.get("/v1/terminals")["terminals"][0]["outstanding"] == 0);
}

TEST_CASE("With head office away nothing is lost, a right is not given, and the rest follows",
          "[link]")
{
    Bench bench;
    const std::uint16_t port = bench.server->port();
    bench.till->start();
    REQUIRE(bench.till->run_until_online());
    bench.server.reset();
    bench.till->sell(4);
    const auto right = bench.till->await(bench.till->link().ask_right(
        MemberId{"M1"}, Points::of(1), soon(std::chrono::milliseconds{200})));
    CHECK_FALSE(right.has_value());
    CHECK(bench.till->link().status().state == LinkState::offline);
    CHECK(bench.till->unsent() == 4);
    bench.server.emplace(bench.office.folder, port);
    bench.till->link().send_now();
    REQUIRE(bench.till->run_until_online());
    CHECK(bench.office.sales() == 4);
}

TEST_CASE("A till that forgot its acknowledgements sends nothing twice", "[link]")
{
    Bench bench;
    bench.till->sell(5);
    bench.till->start();
    REQUIRE(bench.till->run_until_online());
    bench.till->stop();
    bench.till->in_store([](store::Database& database) {
        database.execute("DELETE FROM acknowledged");
        return true;
    });
    CHECK(bench.till->unsent() == 5);
    bench.till->start();
    REQUIRE(bench.till->run_until_online());
    CHECK(bench.till->unsent() == 0);
    CHECK(bench.office.sales() == 5);
}

TEST_CASE("A certificate of another authority is told in one line", "[link]")
{
    Bench bench;
    HeadOfficeFolder other;
    for (const char* file : {"authority.pem", "server.pem", "server.key"}) {
        const bool is_ours = std::string{file} == "authority.pem";
        const std::string to = is_ours                             ? "/authority.pem"
                               : std::string{file} == "server.pem" ? "/terminal.pem"
                                                                   : "/terminal.key";
        std::filesystem::copy_file((is_ours ? bench.office : other).folder + "/" + file,
                                   bench.folder + to,
                                   std::filesystem::copy_options::overwrite_existing);
    }
    bench.till->start();
    REQUIRE(bench.till->run_until([&] { return !bench.till->link().status().problem.empty(); }));
    const std::string problem = bench.till->link().status().problem;
    INFO(problem);
    CHECK(problem.starts_with("head office: "));
    CHECK(problem.find('\n') == std::string::npos);
    CHECK(bench.till->link().status().state == LinkState::offline);
}

TEST_CASE("A copy of a till is refused as a clone", "[link]")
{
    Bench bench;
    bench.till->start();
    REQUIRE(bench.till->run_until_online());
    bench.till->stop();
    bench.till->in_store([](store::Database& database) {
        store::put_link_state(database, "token", "of long ago");
        return true;
    });
    bench.till->start();
    REQUIRE(bench.till->run_until(
        [&] { return bench.till->link().status().state == LinkState::refused; }));
    CHECK(bench.till->link().status().problem ==
          "head office refused: CLONE: another copy of this terminal was here since");
}
