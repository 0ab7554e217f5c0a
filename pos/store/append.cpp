#include "append.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/replication.hpp>

#include <algorithm>
#include <cassert>

namespace loyal::store {
namespace {

struct Link {
    std::int64_t epoch;
    std::int64_t seq;
    format::Hash prev;
    format::Hash hash;
};

void insert(Database& database, const Link& link, const std::string& body, const EntryIndex& index)
{
    auto row = database.prepare(
        "INSERT INTO journal (epoch, seq, prev, hash, body, kind, business_date, at, at_offset, "
        "transaction_id, of_transaction, member_id, tier) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    row.bind(1, link.epoch).bind(2, link.seq);
    row.bind_blob(3, link.prev).bind_blob(4, link.hash).bind_blob(5, body);
    row.bind(6, index.kind).bind(7, to_string(index.date));
    row.bind(8, index.at.utc_seconds).bind(9, std::int64_t{index.at.offset_seconds});
    row.bind(10, index.transaction).bind(11, index.of).bind(12, index.member).bind(13, index.tier);
    row.run();
}

// A return belongs to the tier of its sale.
std::string tier_of_sale(Database& database, const std::string& sale)
{
    auto row = database.prepare("SELECT tier FROM journal WHERE transaction_id = ?1");
    row.bind(1, sale);
    return row.step() ? row.text(0) : std::string{};
}

void add_totals(Database& database, const EntryIndex& index, const TotalsChange& change)
{
    const std::string tier = index.of ? tier_of_sale(database, *index.of) : index.tier.value_or("");
    auto row = database.prepare(
        "INSERT INTO day_total (business_date, tier, sales, net, discount, points_issued, "
        "points_redeemed, returns, points_taken_back, points_given_back) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
        "ON CONFLICT (business_date, tier) DO UPDATE SET sales = sales + ?3, net = net + ?4, "
        "discount = discount + ?5, points_issued = points_issued + ?6, "
        "points_redeemed = points_redeemed + ?7, returns = returns + ?8, "
        "points_taken_back = points_taken_back + ?9, points_given_back = points_given_back + ?10");
    row.bind(1, to_string(index.date)).bind(2, tier);
    row.bind(3, change.sales).bind(4, change.net).bind(5, change.discount);
    row.bind(6, change.points_issued).bind(7, change.points_redeemed).bind(8, change.returns);
    row.bind(9, change.points_taken_back).bind(10, change.points_given_back);
    row.run();
}

void add_member_day(Database& database, const EntryIndex& index)
{
    auto row = database.prepare(
        "INSERT OR IGNORE INTO member_day (business_date, tier, member_id) VALUES (?1, ?2, ?3)");
    row.bind(1, to_string(index.date)).bind(2, index.tier.value_or("")).bind(3, index.member);
    row.run();
}

}  // namespace

std::span<const std::uint8_t> bytes_of(const format::Hash& hash)
{
    return hash;
}

format::Hash hash_of(const std::vector<std::uint8_t>& bytes)
{
    format::Hash hash{};
    if (bytes.size() == hash.size()) std::copy(bytes.begin(), bytes.end(), hash.begin());
    return hash;
}

std::int64_t running_epoch(Database& database)
{
    auto row = database.prepare("SELECT value FROM meta WHERE name = 'epoch'");
    return row.step() ? row.integer(0) : 1;
}

Result<JournalPosition> append(Database& database, const Entry& entry)
{
    assert(database.in_transaction());
    const std::string body = format::to_json(entry);
    if (body.size() > entry_bytes_max) return Errc::too_many_lines;

    const JournalHead last = head(database);
    Link link{last.epoch, last.seq + 1, last.hash, {}};
    link.hash = format::entry_hash(last.terminal.value(), link.epoch, link.seq, link.prev, body);
    const EntryIndex index = index_of(entry);
    insert(database, link, body, index);
    if (const auto change = totals_change(entry)) add_totals(database, index, *change);
    if (index.kind == "sale" && index.member) add_member_day(database, index);
    return JournalPosition{last.terminal, link.epoch, link.seq};
}

void keep_answer(Database& database, const std::optional<Answer>& answer)
{
    if (!answer) return;
    auto row = database.prepare(
        "INSERT INTO answer (idempotency_key, request, status, body, at) "
        "VALUES (?1, ?2, ?3, ?4, ?5)");
    row.bind(1, answer->key).bind_blob(2, answer->request);
    row.bind(3, std::int64_t{answer->status}).bind(4, answer->body).bind(5, answer->at);
    row.run();
}

}  // namespace loyal::store
