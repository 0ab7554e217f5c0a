#include "replicate.hpp"

#include <loyal/format/json.hpp>
#include <loyal/format/sign.hpp>
#include <loyal/store/replication.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace loyal::link {
namespace {

constexpr std::array<const char*, 3> buckets{"programme", "members", "items"};
constexpr std::size_t rows_per_step = 40;  // 5 ms of the store's thread

wire::Identity to_wire(const store::Identity& identity)
{
    return {identity.member, identity.key ? format::to_hex(*identity.key) : std::string{},
            identity.phone_key, identity.card};
}

/// Reads rows of one kind; those that are wrong are left out.
template <class Row, class Read>
std::vector<Row> read_rows(std::span<const std::string> texts, std::size_t& bad, Read read)
{
    std::vector<Row> rows;
    rows.reserve(texts.size());
    for (const std::string& text : texts) {
        const auto value = format::parse_document(text);
        if (!value) {
            ++bad;
            continue;
        }
        auto row = read(*value);
        if (row)
            rows.push_back(std::move(*row));
        else
            ++bad;
    }
    return rows;
}

std::size_t apply_programmes(Database& database,
                             std::span<const std::string> texts,
                             const std::optional<std::string>& cursor)
{
    std::size_t bad = 0;
    for (const std::string& text : texts) {
        const auto value = format::parse_document(text);
        const bool is_row = value && value->is_object() && value->contains("document") &&
                            (*value)["document"].is_string();
        if (!is_row) {
            ++bad;
            continue;
        }
        const auto document = (*value)["document"].get<std::string>();
        if (store::apply_programme(database, document, cursor) ==
            store::ProgrammeOutcome::unreadable)
            ++bad;
    }
    return bad;
}

std::optional<wire::Right> trusted_right(Database& database, const wire::Grant& grant)
{
    const auto key = format::hash_from_hex(store::link_state(database, "grant_key").value_or(""));
    const auto signature = format::signature_from_hex(grant.signature);
    if (!key || !signature || !format::is_signed_by(grant.document, *signature, *key))
        return std::nullopt;
    const auto right = wire::parse_right(grant.document);
    if (!right) return std::nullopt;
    const store::JournalHead head = store::head(database);
    const auto generation = store::link_state(database, "generation");
    if (right->terminal != head.terminal || right->epoch != head.epoch ||
        right->generation != generation.value_or(""))
        return std::nullopt;
    return *right;
}

}  // namespace

wire::LinkMachine::LocalState read_local_state(Database& database)
{
    const store::JournalHead head = store::head(database);
    wire::LinkMachine::LocalState local;
    local.epoch = head.epoch;
    local.seq = head.seq;
    local.head = head.hash;
    local.received = store::acknowledged(database, head.epoch);
    for (const char* bucket : buckets) local.cursors[bucket] = store::cursor(database, bucket);
    local.token = store::link_state(database, "token").value_or("");
    local.generation = store::link_state(database, "generation").value_or("");
    return local;
}

wire::LinkMachine::EntriesRead read_entries(Database& database,
                                            const wire::LinkMachine::ReadEntries& read)
{
    wire::LinkMachine::EntriesRead batch;
    batch.connection = read.connection;
    const auto entries = store::entries_after(database, read.epoch, read.after,
                                              wire::push_entries_max, wire::push_bytes_max);
    if (entries.empty()) return batch;
    for (const store::StoredEntry& entry : entries) {
        batch.entries.push_back(
            {entry.position.epoch, entry.position.seq, entry.prev, entry.hash, entry.body});
    }
    const auto identities =
        store::identities_after(database, read.epoch, read.after, entries.back().position.seq);
    for (const store::Identity& identity : identities)
        batch.identities.push_back(to_wire(identity));
    return batch;
}

void keep_welcome(Database& database, const wire::Welcome& welcome)
{
    store::put_link_state(database, "token", welcome.token);
    store::put_link_state(database, "generation", welcome.generation);
    store::put_link_state(database, "grant_key", welcome.grant_key);
    const auto key = format::hash_from_hex(welcome.lookup_key);
    if (key && store::lookup_key(database) != key) store::put_lookup_key(database, *key);
}

Step apply_step(Database& database, const wire::Changes& changes, std::size_t first)
{
    Step step;
    step.next = std::min(changes.rows.size(), first + rows_per_step);
    std::optional<std::string> cursor;
    if (step.next == changes.rows.size()) cursor = changes.to;
    const auto texts = std::span{changes.rows}.subspan(first, step.next - first);
    if (changes.bucket == "items") {
        const auto rows = read_rows<store::ItemRow>(
            texts, step.bad, [](const auto& value) { return store::read_item(value); });
        store::apply_items(database, rows, cursor);
    } else if (changes.bucket == "members") {
        const auto rows = read_rows<store::MemberRow>(
            texts, step.bad, [](const auto& value) { return store::read_member(value); });
        store::apply_members(database, rows, cursor);
    } else if (changes.bucket == "programme") {
        step.bad = apply_programmes(database, texts, cursor);
    }
    return step;
}

std::optional<MemberId> apply_found(Database& database, const wire::LookupAnswer& answer)
{
    std::size_t bad = 0;
    const auto rows = read_rows<store::MemberRow>(
        answer.rows, bad, [](const auto& value) { return store::read_member(value); });
    if (rows.empty()) return std::nullopt;
    store::apply_members(database, rows, std::nullopt);
    return rows.front().state.id;
}

std::optional<Points> receive_right(Database& database, const wire::Grant& grant, Instant now)
{
    const auto right = trusted_right(database, grant);
    if (!right) return std::nullopt;
    GrantEntry entry;
    entry.step = GrantEntry::Step::received;
    entry.grant = right->grant;
    entry.member = right->member;
    entry.at = now;
    entry.date = store::trading_day(database, now);
    entry.points = right->points;
    entry.last_day = right->last_day;
    if (!store::record_grant(database, entry)) return std::nullopt;
    return right->points;
}

void decline_right(Database& database, const wire::Grant& grant, Instant now)
{
    const auto right = trusted_right(database, grant);
    if (!right || !receive_right(database, grant, now)) return;
    store::close_grant(database, right->grant, now, store::trading_day(database, now));
}

}  // namespace loyal::link
