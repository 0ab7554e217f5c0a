#include "office_bench.hpp"

using namespace loyal;
using namespace loyal::head_office;

namespace {

wire::Hello hello_of(const TillJournal& till)
{
    wire::Hello hello;
    hello.terminal = till.terminal();
    hello.store = till.store();
    hello.seq = till.seq();
    hello.head = till.head();
    hello.clock = 990;
    return hello;
}

std::variant<wire::Welcome, wire::Refuse> greet_it(OfficeBench& bench,
                                                   const wire::Hello& hello,
                                                   const std::string& token = "t1")
{
    return greet(bench.storage, hello, {1000, token, "", ""});
}

wire::RefuseReason refused(const std::variant<wire::Welcome, wire::Refuse>& answer)
{
    REQUIRE(std::holds_alternative<wire::Refuse>(answer));
    return std::get<wire::Refuse>(answer).reason;
}

}  // namespace

TEST_CASE("HELLO after a lost acknowledgement is told the truth", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    bench.take(till, {till.add(till.sale(500)), till.add(till.sale(600))});
    till.add(till.sale(700));
    wire::Hello hello = hello_of(till);
    hello.received = 0;  // it heard of nothing
    const auto welcome = std::get<wire::Welcome>(greet_it(bench, hello));
    CHECK(welcome.have_seq == 2);
    CHECK(welcome.clock == 1000);
    CHECK(welcome.generation == "g1");
    CHECK(bench.storage.terminals().at(0).terminal.clock_offset == 10);
}

TEST_CASE("A terminal that was never enrolled, or was withdrawn, is refused", "[head_office]")
{
    OfficeBench bench;
    CHECK(refused(greet_it(bench, hello_of(TillJournal{"S009-T1"}))) ==
          wire::RefuseReason::revoked);
    TerminalRecord terminal = *bench.storage.terminal(TerminalId{"S001-T1"});
    terminal.revoked = true;
    bench.storage.put_terminal(terminal);
    CHECK(refused(greet_it(bench, hello_of(TillJournal{"S001-T1"}))) ==
          wire::RefuseReason::revoked);
}

TEST_CASE("A journal that went back is refused as a rollback", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    bench.take(till, {till.add(till.sale(500))});
    CHECK(refused(greet_it(bench, hello_of(TillJournal{"S001-T1"}))) ==
          wire::RefuseReason::rollback);
}

TEST_CASE("Another head at the same place is refused as a fork", "[head_office]")
{
    OfficeBench bench;
    TillJournal till{"S001-T1"};
    TillJournal twin{"S001-T1"};
    bench.take(till, {till.add(till.sale(500))});
    twin.add(twin.sale(900));
    CHECK(refused(greet_it(bench, hello_of(twin))) == wire::RefuseReason::fork);
}

TEST_CASE("The last token and the one before it are good, an older one is a clone's",
          "[head_office]")
{
    OfficeBench bench;
    const TillJournal till{"S001-T1"};
    wire::Hello hello = hello_of(till);
    CHECK(greet_it(bench, hello, "t1").index() == 0);
    hello.token = "t1";
    CHECK(greet_it(bench, hello, "t2").index() == 0);
    CHECK(greet_it(bench, hello, "t3").index() == 0);  // t2 was lost on its way
    hello.token = "t3";
    CHECK(greet_it(bench, hello, "t4").index() == 0);
    hello.token = "t1";
    CHECK(refused(greet_it(bench, hello, "t5")) == wire::RefuseReason::clone);
}

TEST_CASE("A token enrols one terminal, once, within a day", "[head_office]")
{
    OfficeBench bench;
    allow_enrolment(bench.storage, TerminalId{"S002-T1"}, StoreId{"S002"}, "secret", 1'000);
    SECTION("in time, and not twice")
    {
        const auto outcome = use_enrolment(bench.storage, "secret", 87'399);
        REQUIRE(std::holds_alternative<TerminalRecord>(outcome));
        CHECK(std::get<TerminalRecord>(outcome).store == StoreId{"S002"});
        CHECK(bench.storage.terminal(TerminalId{"S002-T1"}).has_value());
        CHECK(std::get<std::string>(use_enrolment(bench.storage, "secret", 2'000)) ==
              "this token was used already");
    }
    SECTION("a day later")
    {
        CHECK(std::get<std::string>(use_enrolment(bench.storage, "secret", 87'400)) ==
              "this token is older than 24 hours");
    }
    SECTION("another token")
    {
        CHECK(std::get<std::string>(use_enrolment(bench.storage, "guess", 2'000)) ==
              "head office does not know this token");
    }
}

TEST_CASE("After a restore terminals that were ahead are no clones", "[head_office]")
{
    OfficeBench bench;
    const TillJournal till{"S001-T1"};
    wire::Hello hello = hello_of(till);
    CHECK(greet_it(bench, hello, "t1").index() == 0);
    hello.token = "of a lost database";
    CHECK(greet_it(bench, hello, "t2").index() == 1);
    begin_generation(bench.storage, "g2");
    const auto answer = greet_it(bench, hello, "t2");
    REQUIRE(answer.index() == 0);
    CHECK(std::get<wire::Welcome>(answer).generation == "g2");
}
