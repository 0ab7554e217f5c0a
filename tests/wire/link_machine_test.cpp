#include <loyal/wire/link_machine.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace loyal;
using namespace loyal::wire;

namespace {

/// A machine, the last actions it asked for, and a clock.
struct Bench {
    LinkMachine machine;
    std::int64_t now = 0;
    std::uint64_t random = 499;
    LinkMachine::Actions actions;

    void on(const LinkMachine::Event& event) { actions = machine.on(event, {now, random}); }
    void hear(const Message& message) { on(LinkMachine::FrameReceived{encode(message)}); }

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
        for (const auto& frame : all<LinkMachine::SendFrame>()) {
            const auto message = decode(frame.frame);
            if (const auto* one = std::get_if<M>(&*message)) out.push_back(*one);
        }
        return out;
    }
    template <class A>
    std::size_t count() const
    {
        return all<A>().size();
    }

    LinkMachine::LocalState local(std::int64_t seq, std::int64_t received) const
    {
        LinkMachine::LocalState state;
        state.terminal = TerminalId{"S001-T1"};
        state.store = StoreId{"S001"};
        state.seq = seq;
        state.received = received;
        state.cursors = {{"items", "5"}};
        state.clock = 1000;
        return state;
    }
    void greet(std::int64_t seq, std::int64_t received)
    {
        on(LinkMachine::Started{});
        on(LinkMachine::Connected{local(seq, received)});
    }
    void go_live(std::int64_t seq, std::int64_t have)
    {
        greet(seq, have);
        Welcome welcome;
        welcome.have_seq = have;
        welcome.clock = 1003;
        hear(welcome);
    }
    void read(std::int64_t from, std::int64_t to)
    {
        LinkMachine::EntriesRead entries;
        entries.connection = 1;
        for (std::int64_t seq = from; seq <= to; ++seq) {
            PushedEntry entry;
            entry.seq = seq;
            entry.body = "{}";
            entries.entries.push_back(entry);
        }
        on(entries);
    }
    LinkMachine::State state() const { return machine.status().state; }
};

using State = LinkMachine::State;

}  // namespace

TEST_CASE("The link connects when it starts and says HELLO first", "[wire][link]")
{
    Bench bench;
    bench.on(LinkMachine::Started{});
    CHECK(bench.count<LinkMachine::Connect>() == 1);
    bench.on(LinkMachine::Connected{bench.local(9, 4)});
    const auto hello = bench.sent<Hello>();
    REQUIRE(hello.size() == 1);
    CHECK(hello[0].seq == 9);
    CHECK(hello[0].received == 4);
    CHECK(hello[0].cursors.at("items") == "5");
    CHECK(bench.state() == State::greeting);
}

TEST_CASE("After WELCOME the journal is read from where head office is", "[wire][link]")
{
    Bench bench;
    bench.greet(9, 4);  // the acknowledgement of 7 was lost
    Welcome welcome;
    welcome.have_seq = 7;
    bench.hear(welcome);
    REQUIRE(bench.count<LinkMachine::ReadEntries>() == 1);
    CHECK(bench.all<LinkMachine::ReadEntries>()[0].after == 7);
    REQUIRE(bench.count<LinkMachine::Acknowledge>() == 1);
    CHECK(bench.all<LinkMachine::Acknowledge>()[0].through == 7);
    CHECK(bench.count<LinkMachine::KeepWelcome>() == 1);
}

TEST_CASE("The clock's offset is what head office says less what HELLO said", "[wire][link]")
{
    Bench bench;
    bench.go_live(0, 0);
    CHECK(bench.machine.status().clock_offset == 3);
}

TEST_CASE("At most four PUSH frames are under way; each ACK lets one more go", "[wire][link]")
{
    Bench bench;
    bench.go_live(100, 0);
    for (int i = 0; i < 4; ++i) {
        bench.read(i * 10 + 1, i * 10 + 10);
        CHECK(bench.sent<Push>().size() == 1);
        CHECK(bench.count<LinkMachine::ReadEntries>() == (i < 3 ? 1 : 0));
    }
    bench.hear(Ack{1, 1, 10, {}});
    CHECK(bench.all<LinkMachine::Acknowledge>().at(0).through == 10);
    CHECK(bench.all<LinkMachine::ReadEntries>().at(0).after == 40);
}

TEST_CASE("Fewer credits than four are kept to", "[wire][link]")
{
    Bench bench;
    bench.greet(9, 0);
    Welcome welcome;
    welcome.credits = 1;
    bench.hear(welcome);
    bench.read(1, 5);
    CHECK(bench.count<LinkMachine::ReadEntries>() == 0);
}

TEST_CASE("With everything acknowledged the link is caught up, until something is recorded",
          "[wire][link]")
{
    Bench bench;
    bench.go_live(2, 0);
    bench.read(1, 2);
    bench.read(1, 0);
    CHECK_FALSE(bench.machine.status().caught_up);
    bench.hear(Ack{1, 1, 2, {}});
    CHECK(bench.machine.status().caught_up);
    bench.on(LinkMachine::EntriesRecorded{});
    CHECK_FALSE(bench.machine.status().caught_up);
    CHECK(bench.all<LinkMachine::ReadEntries>().at(0).after == 2);
}

TEST_CASE("What is recorded while an empty reading is under way is read after it", "[wire][link]")
{
    Bench bench;
    bench.go_live(0, 0);
    bench.on(LinkMachine::EntriesRecorded{});
    CHECK(bench.count<LinkMachine::ReadEntries>() == 0);
    bench.read(1, 0);
    CHECK(bench.count<LinkMachine::ReadEntries>() == 1);
}

TEST_CASE("A reading of the connection before is ignored", "[wire][link]")
{
    Bench bench;
    bench.go_live(100, 0);
    bench.on(LinkMachine::Disconnected{"cut"});
    bench.on(LinkMachine::SendNow{});
    bench.on(LinkMachine::Connected{bench.local(100, 0)});
    bench.hear(Welcome{});
    bench.read(51, 60);  // asked for by the first connection
    CHECK(bench.actions.empty());
}

TEST_CASE("A lost connection is tried again after a random part of a growing time", "[wire][link]")
{
    Bench bench;
    bench.on(LinkMachine::Started{});
    // Chance 499 of at most 1000, 2000, 4000 … ms; the machine adds 1.
    bench.random = 3'499;
    for (const std::int64_t expected : {500, 1'500, 3'500}) {
        bench.on(LinkMachine::Disconnected{"nobody answers"});
        REQUIRE(bench.count<LinkMachine::SetTimer>() == 1);
        CHECK(bench.all<LinkMachine::SetTimer>()[0].at_ms == bench.now + expected);
        bench.now += expected - 1;
        bench.on(LinkMachine::TimerFired{});
        CHECK(bench.count<LinkMachine::Connect>() == 0);
        bench.now += 1;
        bench.on(LinkMachine::TimerFired{});
        CHECK(bench.count<LinkMachine::Connect>() == 1);
    }
}

TEST_CASE("However often it fails, the link tries again within five minutes", "[wire][link]")
{
    Bench bench;
    bench.random = 299'999;
    bench.on(LinkMachine::Started{});
    for (int i = 0; i < 100; ++i) {
        bench.on(LinkMachine::Disconnected{"nobody answers"});
        const auto timer = bench.all<LinkMachine::SetTimer>();
        REQUIRE(timer.size() == 1);
        CHECK(timer[0].at_ms <= bench.now + 300'000);
        bench.now = timer[0].at_ms;
        bench.on(LinkMachine::TimerFired{});
        REQUIRE(bench.state() == State::connecting);
    }
}

TEST_CASE("Send now, a look-up or a right asked for connect at once", "[wire][link]")
{
    Bench bench;
    bench.on(LinkMachine::Started{});
    bench.on(LinkMachine::Disconnected{""});
    SECTION("send now")
    {
        bench.on(LinkMachine::SendNow{});
    }
    SECTION("look-up")
    {
        bench.on(LinkMachine::LookupAsked{1, "88001"});
    }
    SECTION("right")
    {
        bench.on(LinkMachine::RightAsked{{"r", MemberId{"M"}, Points::of(1)}});
    }
    CHECK(bench.count<LinkMachine::Connect>() == 1);
}

TEST_CASE("A look-up asked while away is sent after WELCOME and answered once", "[wire][link]")
{
    Bench bench;
    bench.on(LinkMachine::Started{});
    bench.on(LinkMachine::LookupAsked{1, "88001"});
    CHECK(bench.sent<Lookup>().empty());
    bench.on(LinkMachine::Connected{bench.local(0, 0)});
    bench.hear(Welcome{});
    REQUIRE(bench.sent<Lookup>().size() == 1);
    CHECK(bench.all<LinkMachine::SendFrame>()[0].lane == Lane::urgent);
    bench.hear(LookupAnswer{1, {R"({"id":"M1"})"}});
    REQUIRE(bench.count<LinkMachine::LookupDone>() == 1);
    CHECK(bench.all<LinkMachine::LookupDone>()[0].answered);
    bench.hear(LookupAnswer{1, {}});
    CHECK(bench.count<LinkMachine::LookupDone>() == 0);
}

TEST_CASE("A look-up that expired is answered as not asked", "[wire][link]")
{
    Bench bench;
    bench.go_live(0, 0);
    bench.on(LinkMachine::LookupAsked{3, "88001"});
    bench.on(LinkMachine::LookupExpired{3});
    REQUIRE(bench.count<LinkMachine::LookupDone>() == 1);
    CHECK_FALSE(bench.all<LinkMachine::LookupDone>()[0].answered);
}

TEST_CASE("A right is asked for again with the same request after a lost connection",
          "[wire][link]")
{
    Bench bench;
    bench.go_live(0, 0);
    const RightAsk ask{std::string(32, 'a'), MemberId{"M"}, Points::of(500)};
    bench.on(LinkMachine::RightAsked{ask});
    CHECK(bench.sent<RightAsk>().size() == 1);
    bench.on(LinkMachine::Disconnected{"cut"});
    bench.on(LinkMachine::SendNow{});
    bench.on(LinkMachine::Connected{bench.local(0, 0)});
    bench.hear(Welcome{});
    REQUIRE(bench.sent<RightAsk>().size() == 1);
    CHECK(bench.sent<RightAsk>()[0].request == ask.request);
    bench.hear(Grant{ask.request, "{}", "", ""});
    CHECK(bench.all<LinkMachine::RightDone>().at(0).grant.has_value());
}

TEST_CASE("A grant that comes too late is still told: it exists and must be closed", "[wire][link]")
{
    Bench bench;
    bench.go_live(0, 0);
    const RightAsk ask{std::string(32, 'a'), MemberId{"M"}, Points::of(500)};
    bench.on(LinkMachine::RightAsked{ask});
    bench.on(LinkMachine::RightExpired{ask.request});
    CHECK_FALSE(bench.all<LinkMachine::RightDone>().at(0).grant.has_value());
    bench.hear(Grant{ask.request, "{}", "", ""});
    CHECK(bench.all<LinkMachine::RightDone>().at(0).grant.has_value());
}

TEST_CASE("Changes are applied first and confirmed after", "[wire][link]")
{
    Bench bench;
    bench.go_live(0, 0);
    bench.hear(Changes{"items", "5", "9", {R"({"sku":"1"})"}, false});
    CHECK(bench.count<LinkMachine::ApplyChanges>() == 1);
    CHECK(bench.sent<ChangesAck>().empty());
    bench.on(LinkMachine::ChangesApplied{1, "items", "9"});
    CHECK(bench.sent<ChangesAck>().at(0).cursor == "9");
}

TEST_CASE("A refusal is told and waits long, but not for who asks at once", "[wire][link]")
{
    Bench bench;
    bench.random = 299'000;
    bench.greet(1, 0);
    bench.hear(Refuse{RefuseReason::revoked, "S001-T1 was withdrawn"});
    CHECK(bench.count<LinkMachine::Close>() == 1);
    REQUIRE(bench.machine.status().refused.has_value());
    CHECK(bench.machine.status().refused->reason == RefuseReason::revoked);
    CHECK(bench.all<LinkMachine::SetTimer>().at(0).at_ms == 299'001);
    bench.on(LinkMachine::SendNow{});
    CHECK(bench.count<LinkMachine::Connect>() == 1);
}

TEST_CASE("An unanswered HELLO, PUSH or silence ends the connection", "[wire][link]")
{
    Bench bench;
    SECTION("HELLO")
    {
        bench.greet(1, 0);
        bench.now = 10'000;
        bench.on(LinkMachine::TimerFired{});
        CHECK(bench.machine.status().last_problem == "head office did not answer HELLO");
    }
    SECTION("PUSH")
    {
        bench.go_live(1, 0);
        bench.read(1, 1);
        bench.now = 29'000;
        bench.hear(Pong{1});
        bench.now = 30'000;
        bench.on(LinkMachine::TimerFired{});
        CHECK(bench.machine.status().last_problem == "head office did not acknowledge");
    }
    SECTION("silence")
    {
        bench.go_live(0, 0);
        bench.read(1, 0);
        bench.now = 20'000;
        bench.on(LinkMachine::TimerFired{});
        CHECK(bench.sent<Ping>().size() == 1);
        bench.now = 45'000;
        bench.on(LinkMachine::TimerFired{});
        CHECK(bench.machine.status().last_problem == "head office fell silent");
    }
    CHECK(bench.count<LinkMachine::Close>() == 1);
    CHECK(bench.state() == State::waiting);
}

TEST_CASE("Whatever does not belong ends the connection with the reason", "[wire][link]")
{
    Bench bench;
    bench.go_live(5, 0);
    bench.read(1, 5);
    SECTION("garbage")
    {
        bench.on(LinkMachine::FrameReceived{"\x01\x00nonsense"});
    }
    SECTION("an acknowledgement of more than was sent")
    {
        bench.hear(Ack{1, 1, 6, {}});
    }
    SECTION("an acknowledgement of another epoch")
    {
        bench.hear(Ack{1, 2, 5, {}});
    }
    SECTION("a message that only terminals send")
    {
        bench.hear(Lookup{1, "x"});
    }
    SECTION("a second WELCOME")
    {
        bench.hear(Welcome{});
    }
    CHECK(bench.count<LinkMachine::Close>() == 1);
    CHECK(bench.state() == State::waiting);
    CHECK(!bench.machine.status().last_problem.empty());
}

TEST_CASE("A stopped link closes, fails what waits and does nothing more", "[wire][link]")
{
    Bench bench;
    bench.go_live(0, 0);
    bench.on(LinkMachine::LookupAsked{1, "x"});
    bench.on(LinkMachine::Stopped{});
    CHECK(bench.count<LinkMachine::Close>() == 1);
    CHECK(bench.count<LinkMachine::LookupDone>() == 1);
    bench.on(LinkMachine::Disconnected{"closed"});
    CHECK(bench.actions.empty());
    bench.on(LinkMachine::LookupAsked{2, "x"});
    CHECK(bench.count<LinkMachine::LookupDone>() == 1);
}

TEST_CASE("Requests that wait are bounded", "[wire][link]")
{
    Bench bench;
    bench.on(LinkMachine::Started{});
    for (std::int64_t i = 0; i < 64; ++i) bench.on(LinkMachine::LookupAsked{i, "x"});
    CHECK(bench.count<LinkMachine::LookupDone>() == 0);
    bench.on(LinkMachine::LookupAsked{64, "x"});
    CHECK(bench.count<LinkMachine::LookupDone>() == 1);
}
