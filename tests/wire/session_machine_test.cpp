#include <loyal/wire/session_machine.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace loyal;
using namespace loyal::wire;

namespace {

struct Bench {
    SessionMachine machine;
    std::int64_t now = 0;
    SessionMachine::Actions actions;

    void on(const SessionMachine::Event& event) { actions = machine.on(event, {now, 0}); }
    void hear(const Message& message) { on(SessionMachine::FrameReceived{encode(message)}); }

    template <class A>
    std::vector<A> all() const
    {
        std::vector<A> out;
        for (const auto& action : actions)
            if (const auto* one = std::get_if<A>(&action)) out.push_back(*one);
        return out;
    }
    template <class M>
    std::vector<M> sent() const
    {
        std::vector<M> out;
        for (const auto& frame : all<SessionMachine::SendFrame>()) {
            const auto message = decode(frame.frame);
            if (const auto* one = std::get_if<M>(&*message)) out.push_back(*one);
        }
        return out;
    }
    bool closed() const { return !all<SessionMachine::Close>().empty(); }

    void open() { on(SessionMachine::Opened{TerminalId{"S001-T1"}, {"items", "members"}}); }
    static Hello hello()
    {
        Hello hello;
        hello.terminal = TerminalId{"S001-T1"};
        hello.store = StoreId{"S001"};
        hello.cursors = {{"items", "5"}};
        return hello;
    }
    void go_live()
    {
        open();
        hear(hello());
        on(SessionMachine::Greeted{Welcome{}});
    }
};

}  // namespace

TEST_CASE("HELLO is decided on, then WELCOME and the buckets' changes follow", "[wire][session]")
{
    Bench bench;
    bench.open();
    bench.hear(Bench::hello());
    CHECK(bench.all<SessionMachine::Greet>().size() == 1);
    bench.on(SessionMachine::Greeted{Welcome{}});
    CHECK(bench.sent<Welcome>().size() == 1);
    const auto reads = bench.all<SessionMachine::ReadChanges>();
    REQUIRE(reads.size() == 2);
    CHECK(reads[0].bucket == "items");
    CHECK(reads[0].from == "5");
    CHECK(reads[1].from.empty());
}

TEST_CASE("A HELLO for another terminal than the certificate's is refused", "[wire][session]")
{
    Bench bench;
    bench.open();
    Hello hello = Bench::hello();
    hello.terminal = TerminalId{"S001-T2"};
    bench.hear(hello);
    REQUIRE(bench.sent<Refuse>().size() == 1);
    CHECK(bench.sent<Refuse>()[0].text == "the certificate is for S001-T1, not S001-T2");
    CHECK(bench.closed());
}

TEST_CASE("A HELLO without a version in common is refused", "[wire][session]")
{
    Bench bench;
    bench.open();
    Hello hello = Bench::hello();
    hello.protocol_from = 2;
    hello.protocol_to = 3;
    bench.hear(hello);
    CHECK(bench.sent<Refuse>().at(0).reason == RefuseReason::version);
}

TEST_CASE("Without a certificate only ENROL is heard", "[wire][session]")
{
    Bench bench;
    bench.on(SessionMachine::Opened{std::nullopt, {}});
    SECTION("HELLO ends it")
    {
        bench.hear(Bench::hello());
        CHECK(bench.closed());
    }
    SECTION("ENROL is decided on and answered, and that is all")
    {
        bench.hear(Enrol{"token", "pem"});
        CHECK(bench.all<SessionMachine::DecideEnrol>().size() == 1);
        bench.on(SessionMachine::EnrolDecided{Refuse{RefuseReason::token, "used"}});
        CHECK(bench.sent<Refuse>().size() == 1);
        CHECK(bench.closed());
    }
}

TEST_CASE("PUSH frames are appended in order, one at a time", "[wire][session]")
{
    Bench bench;
    bench.go_live();
    bench.hear(Push{1, {}, {}});
    CHECK(bench.all<SessionMachine::Append>().at(0).push.number == 1);
    bench.hear(Push{2, {}, {}});
    CHECK(bench.all<SessionMachine::Append>().empty());
    bench.on(SessionMachine::Appended{Ack{1, 1, 10, {}}});
    CHECK(bench.sent<Ack>().at(0).received == 10);
    CHECK(bench.all<SessionMachine::Append>().at(0).push.number == 2);
}

TEST_CASE("More PUSH frames than credits end the connection", "[wire][session]")
{
    Bench bench;
    bench.go_live();
    for (int i = 1; i <= 4; ++i) {
        bench.hear(Push{i, {}, {}});
        CHECK_FALSE(bench.closed());
    }
    bench.hear(Push{5, {}, {}});
    CHECK(bench.closed());
}

TEST_CASE("A fork found while appending is told and ends the connection", "[wire][session]")
{
    Bench bench;
    bench.go_live();
    bench.hear(Push{1, {}, {}});
    bench.on(SessionMachine::Appended{Refuse{RefuseReason::fork, "entry 5 differs"}});
    CHECK(bench.sent<Refuse>().at(0).reason == RefuseReason::fork);
    CHECK(bench.closed());
}

TEST_CASE("One CHANGES per bucket is under way; the next follows its confirmation",
          "[wire][session]")
{
    Bench bench;
    bench.go_live();
    bench.on(SessionMachine::ChangesRead{{"items", "5", "9", {"{}"}, true}});
    CHECK(bench.sent<Changes>().size() == 1);
    CHECK(bench.all<SessionMachine::ReadChanges>().empty());
    bench.on(SessionMachine::Published{"items"});
    CHECK(bench.all<SessionMachine::ReadChanges>().empty());
    bench.hear(ChangesAck{"items", "9"});
    CHECK(bench.all<SessionMachine::ReadChanges>().at(0).from == "9");
}

TEST_CASE("An empty reading waits for the next publication", "[wire][session]")
{
    Bench bench;
    bench.go_live();
    bench.on(SessionMachine::ChangesRead{{"items", "5", "5", {}, false}});
    CHECK(bench.sent<Changes>().empty());
    CHECK(bench.all<SessionMachine::ReadChanges>().empty());
    bench.on(SessionMachine::Published{"items"});
    CHECK(bench.all<SessionMachine::ReadChanges>().size() == 1);
}

TEST_CASE("A publication during an empty reading is not missed", "[wire][session]")
{
    Bench bench;
    bench.go_live();
    bench.on(SessionMachine::Published{"items"});
    CHECK(bench.all<SessionMachine::ReadChanges>().empty());
    bench.on(SessionMachine::ChangesRead{{"items", "5", "5", {}, false}});
    CHECK(bench.all<SessionMachine::ReadChanges>().size() == 1);
}

TEST_CASE("A confirmation of what was not sent ends the connection", "[wire][session]")
{
    Bench bench;
    bench.go_live();
    bench.on(SessionMachine::ChangesRead{{"items", "5", "9", {"{}"}, false}});
    bench.hear(ChangesAck{"items", "8"});
    CHECK(bench.closed());
}

TEST_CASE("Look-ups, rights and pings are answered in the urgent lane", "[wire][session]")
{
    Bench bench;
    bench.go_live();
    bench.hear(Lookup{4, "88001"});
    CHECK(bench.all<SessionMachine::LookUp>().at(0).lookup.credential == "88001");
    bench.on(SessionMachine::LookedUp{{4, {}}});
    CHECK(bench.all<SessionMachine::SendFrame>().at(0).lane == Lane::urgent);
    bench.hear(RightAsk{std::string(32, 'b'), MemberId{"M"}, Points::of(1)});
    CHECK(bench.all<SessionMachine::DecideRight>().size() == 1);
    bench.on(SessionMachine::RightDecided{{std::string(32, 'b'), "", "", "too few points"}});
    CHECK(bench.sent<Grant>().size() == 1);
    bench.hear(Ping{8});
    CHECK(bench.sent<Pong>().at(0).number == 8);
}

TEST_CASE("Nothing but HELLO is heard before WELCOME", "[wire][session]")
{
    Bench bench;
    bench.open();
    SECTION("PUSH")
    {
        bench.hear(Push{1, {}, {}});
    }
    SECTION("look-up")
    {
        bench.hear(Lookup{1, "x"});
    }
    SECTION("ping")
    {
        bench.hear(Ping{1});
    }
    SECTION("what only head office sends")
    {
        bench.hear(Welcome{});
    }
    SECTION("garbage")
    {
        bench.on(SessionMachine::FrameReceived{"xx"});
    }
    CHECK(bench.closed());
}

TEST_CASE("A terminal that says nothing is let go", "[wire][session]")
{
    Bench bench;
    bench.open();
    CHECK(bench.all<SessionMachine::SetTimer>().at(0).at_ms == 10'000);
    bench.now = 10'000;
    bench.on(SessionMachine::TimerFired{});
    CHECK(bench.closed());
}

TEST_CASE("A live terminal may be silent for a minute", "[wire][session]")
{
    Bench bench;
    bench.go_live();
    bench.now = 59'999;
    bench.on(SessionMachine::TimerFired{});
    CHECK_FALSE(bench.closed());
    bench.now = 60'000;
    bench.on(SessionMachine::TimerFired{});
    CHECK(bench.closed());
    bench.hear(Ping{1});
    CHECK(bench.actions.empty());
}
