#include "field_reader.hpp"
#include "frame.hpp"

#include <loyal/format/json.hpp>

#include <algorithm>
#include <array>

namespace loyal::wire {
namespace {

using nlohmann::json;

constexpr std::size_t pem_bytes_max = 16u << 10;
constexpr std::size_t document_bytes_max = 16u << 10;
constexpr std::size_t quarantined_max = 1000;
constexpr Range numbers{0, std::int64_t{1} << 53};  // exact in every JSON reader
constexpr Range counts_from_one{1, std::int64_t{1} << 53};

template <class M>
M read(FieldReader& in);

template <>
Hello read<Hello>(FieldReader& in)
{
    Hello m;
    const json& protocol = in.array("protocol", 2);
    if (protocol.size() != 2 || !protocol[0].is_number_unsigned() ||
        !protocol[1].is_number_unsigned()) {
        in.fail("protocol", "must be the lowest and the highest version");
    } else {
        m.protocol_from = protocol[0].get<std::uint16_t>();
        m.protocol_to = protocol[1].get<std::uint16_t>();
    }
    m.terminal = TerminalId{in.filled_text("terminal", 64)};
    m.store = StoreId{in.filled_text("store", 64)};
    m.epoch = in.integer("epoch", counts_from_one);
    m.seq = in.integer("seq", numbers);
    m.head = in.hash("head");
    m.boot = in.text("boot", 64);
    m.token = in.text("token", 64);
    m.generation = in.text("generation", 64);
    m.received = in.integer("received", numbers);
    const json* cursors = in.find("cursors");
    if (cursors != nullptr && (!cursors->is_object() || cursors->size() > buckets_max))
        in.fail("cursors", "must be an object of few buckets");
    if (in.error()) return m;
    for (const auto& [bucket, cursor] : cursors->items()) {
        if (!cursor.is_string() || bucket.size() > 64) in.fail("cursors", "must hold texts");
        if (in.error()) break;
        m.cursors[bucket] = cursor.get<std::string>();
    }
    m.clock = in.integer("clock", numbers);
    m.version = in.text("version", 64);
    return m;
}

template <>
Welcome read<Welcome>(FieldReader& in)
{
    Welcome m;
    m.protocol = in.integer("protocol", counts_from_one);
    m.generation = in.text("generation", 64);
    m.token = in.text("token", 64);
    m.epoch = in.integer("epoch", counts_from_one);
    m.have_seq = in.integer("have_seq", numbers);
    m.have_hash = in.hash("have_hash");
    m.credits = in.integer("credits", {1, credits_max});
    m.clock = in.integer("clock", numbers);
    m.grant_key = in.text("grant_key", 64);
    m.lookup_key = in.text("lookup_key", 64);
    return m;
}

template <>
Refuse read<Refuse>(FieldReader& in)
{
    Refuse m;
    const std::string name = in.text("reason", 16);
    bool known = false;
    for (int i = 0; i <= static_cast<int>(RefuseReason::token); ++i) {
        if (name != to_string(static_cast<RefuseReason>(i))) continue;
        m.reason = static_cast<RefuseReason>(i);
        known = true;
    }
    if (!known) in.fail("reason", "is not a reason");
    m.text = in.text("text", 500);
    return m;
}

PushedEntry read_entry(FieldReader& in)
{
    PushedEntry entry;
    entry.epoch = in.integer("epoch", counts_from_one);
    entry.seq = in.integer("seq", counts_from_one);
    entry.prev = in.hash("prev");
    entry.hash = in.hash("hash");
    entry.body = in.filled_text("body", entry_bytes_max);
    return entry;
}

Identity read_identity(FieldReader& in)
{
    Identity identity;
    identity.member = MemberId{in.filled_text("member", 64)};
    identity.key = in.text("key", 64);
    const json* phone = in.find("phone_key");
    if (phone != nullptr && !phone->is_null()) identity.phone_key = in.integer("phone_key", {});
    identity.card = in.text("card", 128);
    return identity;
}

template <class Read>
auto read_all(FieldReader& in, const char* name, std::size_t count_max, Read read_one)
{
    std::vector<decltype(read_one(in))> out;
    const json& values = in.array(name, count_max);
    out.reserve(values.size());
    for (std::size_t i = 0; i < values.size() && !in.error(); ++i) {
        FieldReader part{values[i], std::string{name} + "[" + std::to_string(i) + "]"};
        if (!part.error()) out.push_back(read_one(part));
        in.fail_with(part.error());
    }
    return out;
}

template <>
Push read<Push>(FieldReader& in)
{
    Push m;
    m.number = in.integer("number", numbers);
    m.entries = read_all(in, "entries", push_entries_max, read_entry);
    m.identities = read_all(in, "identities", push_entries_max, read_identity);
    return m;
}

template <>
Ack read<Ack>(FieldReader& in)
{
    Ack m;
    m.number = in.integer("number", numbers);
    m.epoch = in.integer("epoch", counts_from_one);
    m.received = in.integer("received", numbers);
    m.quarantined = read_all(in, "quarantined", quarantined_max, [](FieldReader& part) {
        return Held{part.integer("seq", counts_from_one), part.text("reason", 500)};
    });
    return m;
}

std::vector<std::string> read_rows(FieldReader& in, std::size_t count_max)
{
    std::vector<std::string> rows;
    const json& values = in.array("rows", count_max);
    rows.reserve(values.size());
    for (const json& row : values) {
        if (!row.is_object()) in.fail("rows", "must hold objects");
        rows.push_back(row.dump());
    }
    return rows;
}

template <>
Changes read<Changes>(FieldReader& in)
{
    Changes m;
    m.bucket = in.filled_text("bucket", 64);
    m.from = in.text("from", 64);
    m.to = in.text("to", 64);
    m.more = in.boolean("more");
    m.rows = read_rows(in, changes_rows_max);
    return m;
}

template <>
ChangesAck read<ChangesAck>(FieldReader& in)
{
    return {in.filled_text("bucket", 64), in.text("cursor", 64)};
}

template <>
Lookup read<Lookup>(FieldReader& in)
{
    return {in.integer("request", numbers), in.filled_text("credential", 256)};
}

template <>
LookupAnswer read<LookupAnswer>(FieldReader& in)
{
    return {in.integer("request", numbers), read_rows(in, 1)};
}

template <>
RightAsk read<RightAsk>(FieldReader& in)
{
    RightAsk m;
    m.request = in.text("request", 32);
    if (m.request.size() != 32) in.fail("request", "must be 32 hexadecimal digits");
    m.member = MemberId{in.filled_text("member", 64)};
    m.points = Points::of(in.integer("points", {1, Points::limit}));
    return m;
}

template <>
Grant read<Grant>(FieldReader& in)
{
    return {in.filled_text("request", 32), in.text("document", document_bytes_max),
            in.text("signature", 128), in.text("reason", 500)};
}

template <>
Enrol read<Enrol>(FieldReader& in)
{
    return {in.filled_text("token", 256), in.filled_text("request", pem_bytes_max)};
}

template <>
Enrolled read<Enrolled>(FieldReader& in)
{
    Enrolled m;
    m.terminal = TerminalId{in.filled_text("terminal", 64)};
    m.store = StoreId{in.filled_text("store", 64)};
    m.certificate = in.filled_text("certificate", pem_bytes_max);
    m.authority = in.filled_text("authority", pem_bytes_max);
    m.grant_key = in.text("grant_key", 64);
    m.lookup_key = in.text("lookup_key", 64);
    return m;
}

template <>
Ping read<Ping>(FieldReader& in)
{
    return {in.integer("number", numbers)};
}

template <>
Pong read<Pong>(FieldReader& in)
{
    return {in.integer("number", numbers)};
}

using Reader = Checked<Message> (*)(const json&);

template <class M>
Checked<Message> read_message(const json& payload)
{
    FieldReader in{payload};
    if (in.error()) return *in.error();
    M message = read<M>(in);
    if (in.error()) return *in.error();
    return Message{std::move(message)};
}

template <std::size_t... type>
constexpr std::array<Reader, sizeof...(type)> readers(std::index_sequence<type...>)
{
    return {&read_message<std::variant_alternative_t<type, Message>>...};
}

}  // namespace

Checked<Message> decode(std::string_view frame)
{
    static constexpr auto by_type =
        readers(std::make_index_sequence<std::variant_size_v<Message>>{});
    const auto unpacked = unpack_frame(frame);
    if (!unpacked) return unpacked.error();
    if (unpacked->type == 0 || unpacked->type > by_type.size())
        return InputError{"type", "is not a message of this version"};
    const auto payload = format::parse_document(unpacked->payload);
    if (!payload) return payload.error();
    return by_type[unpacked->type - 1u](*payload);
}

}  // namespace loyal::wire
