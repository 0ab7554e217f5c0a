#include "frame.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace loyal::wire {
namespace {

using nlohmann::json;

std::string hex(const format::Hash& hash)
{
    return format::to_hex(hash);
}

/// Rows are JSON already: they go into the message as values, not as text in text.
std::string array_of(const std::vector<std::string>& rows)
{
    std::string out = "[";
    for (const std::string& row : rows) {
        if (out.size() > 1) out += ',';
        out += row;
    }
    return out + "]";
}

/// An object's text with one more member, whose value is JSON text.
std::string with_member(const json& object, std::string_view name, const std::string& value)
{
    std::string text = object.dump();
    text.pop_back();
    if (text.size() > 1) text += ',';
    return text.append("\"").append(name).append("\":").append(value).append("}");
}

json to_value(const PushedEntry& entry)
{
    return {{"epoch", entry.epoch},
            {"seq", entry.seq},
            {"prev", hex(entry.prev)},
            {"hash", hex(entry.hash)},
            {"body", entry.body}};
}

json to_value(const Identity& identity)
{
    json value{{"member", identity.member.value()},
               {"key", identity.key},
               {"phone_key", nullptr},
               {"card", identity.card}};
    if (identity.phone_key) value["phone_key"] = *identity.phone_key;
    return value;
}

struct Payload {
    std::string operator()(const Hello& m) const
    {
        return json{{"protocol", {m.protocol_from, m.protocol_to}},
                    {"terminal", m.terminal.value()},
                    {"store", m.store.value()},
                    {"epoch", m.epoch},
                    {"seq", m.seq},
                    {"head", hex(m.head)},
                    {"boot", m.boot},
                    {"token", m.token},
                    {"generation", m.generation},
                    {"received", m.received},
                    {"cursors", m.cursors},
                    {"clock", m.clock},
                    {"version", m.version}}
            .dump();
    }
    std::string operator()(const Welcome& m) const
    {
        return json{{"protocol", m.protocol},   {"generation", m.generation},
                    {"token", m.token},         {"epoch", m.epoch},
                    {"have_seq", m.have_seq},   {"have_hash", hex(m.have_hash)},
                    {"credits", m.credits},     {"clock", m.clock},
                    {"grant_key", m.grant_key}, {"lookup_key", m.lookup_key}}
            .dump();
    }
    std::string operator()(const Refuse& m) const
    {
        return json{{"reason", to_string(m.reason)}, {"text", m.text}}.dump();
    }
    std::string operator()(const Push& m) const
    {
        json entries = json::array();
        for (const PushedEntry& entry : m.entries) entries.push_back(to_value(entry));
        json identities = json::array();
        for (const Identity& identity : m.identities) identities.push_back(to_value(identity));
        return json{{"number", m.number},
                    {"entries", std::move(entries)},
                    {"identities", std::move(identities)}}
            .dump();
    }
    std::string operator()(const Ack& m) const
    {
        json held = json::array();
        for (const Held& one : m.quarantined)
            held.push_back({{"seq", one.seq}, {"reason", one.reason}});
        return json{{"number", m.number},
                    {"epoch", m.epoch},
                    {"received", m.received},
                    {"quarantined", std::move(held)}}
            .dump();
    }
    std::string operator()(const Changes& m) const
    {
        const json head{{"bucket", m.bucket}, {"from", m.from}, {"to", m.to}, {"more", m.more}};
        return with_member(head, "rows", array_of(m.rows));
    }
    std::string operator()(const ChangesAck& m) const
    {
        return json{{"bucket", m.bucket}, {"cursor", m.cursor}}.dump();
    }
    std::string operator()(const Lookup& m) const
    {
        return json{{"request", m.request}, {"credential", m.credential}}.dump();
    }
    std::string operator()(const LookupAnswer& m) const
    {
        return with_member(json{{"request", m.request}}, "rows", array_of(m.rows));
    }
    std::string operator()(const RightAsk& m) const
    {
        return json{
            {"request", m.request}, {"member", m.member.value()}, {"points", m.points.count()}}
            .dump();
    }
    std::string operator()(const Grant& m) const
    {
        return json{{"request", m.request},
                    {"document", m.document},
                    {"signature", m.signature},
                    {"reason", m.reason}}
            .dump();
    }
    std::string operator()(const Enrol& m) const
    {
        return json{{"token", m.token}, {"request", m.request}}.dump();
    }
    std::string operator()(const Enrolled& m) const
    {
        return json{{"terminal", m.terminal.value()}, {"store", m.store.value()},
                    {"certificate", m.certificate},   {"authority", m.authority},
                    {"grant_key", m.grant_key},       {"lookup_key", m.lookup_key}}
            .dump();
    }
    std::string operator()(const Ping& m) const { return json{{"number", m.number}}.dump(); }
    std::string operator()(const Pong& m) const { return json{{"number", m.number}}.dump(); }
};

}  // namespace

std::string_view to_string(RefuseReason reason) noexcept
{
    static constexpr std::array<std::string_view, 8> names{
        "ROLLBACK", "FORK", "CLONE", "REVOKED", "VERSION", "RECOVERY", "IDENTITY", "TOKEN"};
    return names.at(static_cast<std::size_t>(reason));
}

std::string encode(const Message& message)
{
    const auto type = static_cast<std::uint8_t>(message.index() + 1);
    return pack_frame(type, std::visit(Payload{}, message));
}

}  // namespace loyal::wire
