#include <loyal/wire/message.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <zstd.h>

using namespace loyal;
using namespace loyal::wire;

namespace {

std::string frame_of(char type, char flags, const std::string& payload)
{
    return std::string{type, flags} + payload;
}

std::string zstd_of(const std::string& text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
    return out;
}

PushedEntry entry(std::int64_t seq, std::string body)
{
    PushedEntry entry;
    entry.epoch = 1;
    entry.seq = seq;
    entry.prev[0] = 7;
    entry.hash[31] = 9;
    entry.body = std::move(body);
    return entry;
}

std::string mistake(const std::string& frame)
{
    const auto message = decode(frame);
    return message ? std::string{"accepted"} : to_string(message.error());
}

}  // namespace

TEST_CASE("A small message is its type, no flags and readable JSON", "[wire][message]")
{
    CHECK(encode(Ping{7}) == frame_of(14, 0, R"({"number":7})"));
}

TEST_CASE("HELLO says everything that head office decides on", "[wire][message]")
{
    Hello hello;
    hello.terminal = TerminalId{"S001-T1"};
    hello.store = StoreId{"S001"};
    hello.epoch = 2;
    hello.seq = 41;
    hello.head[0] = 0xab;
    hello.boot = "b";
    hello.token = "t";
    hello.generation = "g";
    hello.received = 40;
    hello.cursors = {{"items", "17"}, {"members", ""}};
    hello.clock = 1'790'000'000;
    hello.version = "0.1.0";

    const auto message = decode(encode(hello));
    REQUIRE(message.has_value());
    const auto& read = std::get<Hello>(*message);
    CHECK(read.terminal == hello.terminal);
    CHECK(read.store == hello.store);
    CHECK(read.epoch == 2);
    CHECK(read.seq == 41);
    CHECK(read.head == hello.head);
    CHECK(read.boot == "b");
    CHECK(read.token == "t");
    CHECK(read.generation == "g");
    CHECK(read.received == 40);
    CHECK(read.cursors == hello.cursors);
    CHECK(read.clock == 1'790'000'000);
    CHECK(read.version == "0.1.0");
}

TEST_CASE("An entry's body comes out with the bytes that went in", "[wire][message]")
{
    const std::string body = "{\"kind\":\"sale\",\"name\":\"衬衫 \\\"A\\\"\"}";
    Push push{3, {entry(1, body), entry(2, std::string(5000, 'x'))}, {}};
    push.identities.push_back({MemberId{"M1"}, "0f", 12, "88001"});
    push.identities.push_back({MemberId{"M2"}, "", std::nullopt, ""});

    const std::string frame = encode(push);
    CHECK(frame[0] == 4);
    CHECK(frame[1] == 1);  // over 1 KiB: compressed
    CHECK(frame.size() < 1000);
    const auto message = decode(frame);
    REQUIRE(message.has_value());
    const auto& read = std::get<Push>(*message);
    CHECK(read.number == 3);
    REQUIRE(read.entries.size() == 2);
    CHECK(read.entries[0].body == body);
    CHECK(read.entries[0].prev == push.entries[0].prev);
    CHECK(read.entries[0].hash == push.entries[0].hash);
    CHECK(read.entries[1].seq == 2);
    REQUIRE(read.identities.size() == 2);
    CHECK(read.identities[0].phone_key == 12);
    CHECK(read.identities[1].phone_key == std::nullopt);
}

TEST_CASE("Every kind of message survives the wire", "[wire][message]")
{
    CHECK(std::get<Refuse>(*decode(encode(Refuse{RefuseReason::clone, "two"}))).reason ==
          RefuseReason::clone);
    const auto ack = std::get<Ack>(*decode(encode(Ack{5, 1, 90, {{17, "no such thing"}}})));
    CHECK(ack.received == 90);
    CHECK(ack.quarantined.at(0).seq == 17);
    const auto changes =
        std::get<Changes>(*decode(encode(Changes{"items", "", "8", {R"({"sku":"1"})"}, true})));
    CHECK(changes.rows == std::vector<std::string>{R"({"sku":"1"})"});
    CHECK(changes.more);
    CHECK(std::get<ChangesAck>(*decode(encode(ChangesAck{"items", "8"}))).cursor == "8");
    CHECK(std::get<Lookup>(*decode(encode(Lookup{1, "88001"}))).credential == "88001");
    CHECK(std::get<LookupAnswer>(*decode(encode(LookupAnswer{1, {}}))).rows.empty());
    const std::string request(32, 'a');
    const auto ask = RightAsk{request, MemberId{"M1"}, Points::of(500)};
    CHECK(std::get<RightAsk>(*decode(encode(ask))).points == Points::of(500));
    CHECK(std::get<Grant>(*decode(encode(Grant{request, "{}", "00", ""}))).document == "{}");
    CHECK(std::get<Enrol>(*decode(encode(Enrol{"t", "pem"}))).request == "pem");
    const auto enrolled = Enrolled{TerminalId{"T"}, StoreId{"S"}, "c", "a", "g", "l"};
    CHECK(std::get<Enrolled>(*decode(encode(enrolled))).certificate == "c");
    CHECK(std::get<Welcome>(*decode(encode(Welcome{}))).credits == 4);
    CHECK(std::get<Pong>(*decode(encode(Pong{9}))).number == 9);
}

TEST_CASE("A member that a newer version added is passed over", "[wire][message]")
{
    CHECK(decode(frame_of(14, 0, R"({"number":1,"new":{"a":[1]}})")).has_value());
}

TEST_CASE("A wrong frame is refused with what is wrong", "[wire][message]")
{
    CHECK(mistake("") == "frame: is shorter than its header");
    CHECK(mistake(frame_of(0, 0, "{}")) == "type: is not a message of this version");
    CHECK(mistake(frame_of(16, 0, "{}")) == "type: is not a message of this version");
    CHECK(mistake(frame_of(14, 2, "{}")) == "flags: has bits that mean nothing");
    CHECK(mistake(frame_of(14, 0, "[]")) == "must be an object");
    CHECK(mistake(frame_of(14, 0, "{}")) == "number: is missing");
    CHECK(mistake(frame_of(14, 0, R"({"number":"1"})")) == "number: must be an integer");
    CHECK(mistake(frame_of(14, 0, R"({"number":-1})")) == "number: is out of its range");
    CHECK(mistake(frame_of(14, 0, R"({"number":18446744073709551615})")) != "accepted");
    CHECK(mistake(frame_of(3, 0, R"({"reason":"WHY","text":""})")) == "reason: is not a reason");
    CHECK(mistake(
              frame_of(4, 0, R"({"number":1,"entries":[{"epoch":1,"seq":0}],"identities":[]})")) ==
          "entries[0].seq: is out of its range");
}

TEST_CASE("More entries than a PUSH may hold are refused", "[wire][message]")
{
    Push push{1, {}, {}};
    for (std::int64_t seq = 1; seq <= 501; ++seq) push.entries.push_back(entry(seq, "{}"));
    CHECK(mistake(encode(push)) == "entries: has too many elements");
    push.entries.pop_back();
    CHECK(decode(encode(push)).has_value());
}

TEST_CASE("A body at the limit is taken, one byte more is not", "[wire][message]")
{
    CHECK(decode(encode(Push{1, {entry(1, std::string(131'072, 'a'))}, {}})).has_value());
    CHECK(mistake(encode(Push{1, {entry(1, std::string(131'073, 'a'))}, {}})) ==
          "entries[0].body: is too long");
}

TEST_CASE("What would inflate beyond its bound takes no memory", "[wire][message]")
{
    // 9 MB of one letter compress to well under 90 kB: both bounds would be broken.
    const std::string bomb = zstd_of("{\"number\":1" + std::string(9'000'000, ' ') + "}");
    CHECK(mistake(frame_of(14, 1, bomb)) == "payload: inflates beyond the limit");
    // 200 kB from 30 bytes: within the size, beyond the ratio of 100.
    const std::string dense = zstd_of("{\"number\":1" + std::string(200'000, ' ') + "}");
    CHECK(mistake(frame_of(14, 1, dense)) == "payload: inflates beyond the limit");
    CHECK(mistake(frame_of(14, 1, "no zstd")) == "payload: must be one zstd frame with its size");
}

TEST_CASE("A payload nested deeper than any message is refused", "[wire][message]")
{
    const std::string deep =
        R"({"number":1,"x":)" + std::string(40, '[') + std::string(40, ']') + "}";
    CHECK(mistake(frame_of(14, 0, deep)) != "accepted");
}

TEST_CASE("What compresses better than the bound allows is sent as it is", "[wire][message]")
{
    const std::string frame = encode(Push{1, {entry(1, std::string(120'000, 'a'))}, {}});
    CHECK(decode(frame).has_value());
}
