#include "append.hpp"
#include "item_rows.hpp"
#include "member_rows.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/verify.hpp>

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <set>
#include <tuple>

namespace loyal::store {
namespace {

using Values = std::map<std::string, std::string>;

struct HeldGrant {
    std::int64_t amount = 0;
    std::int64_t remaining = 0;
    std::int64_t closed = 0;
};

/// Every projection, derived from the journal as it is read.
struct Derived {
    std::map<std::string, TotalsChange> totals;  ///< by "date tier"
    std::set<std::string> member_days;           ///< "date tier member"
    std::map<std::string, std::string> coupons;
    std::map<std::string, HeldGrant> grants;
    std::map<std::string, std::string> tier_of_sale;
    std::int64_t last_transaction = 0;
    std::set<std::string> enrolled;
};

class Verification {
public:
    explicit Verification(Database& database) : database_{database} {}

    std::vector<Difference> run();

private:
    void report(std::string what, std::string expected, std::string found)
    {
        if (differences_.size() >= differences_max) return;
        differences_.push_back({std::move(what), std::move(expected), std::move(found)});
    }
    void compare(const std::string& what, const Values& expected, const Values& found);

    void read_journal();
    void check_chain(const database::Statement& row, const std::string& what);
    void check_columns(const database::Statement& row, const EntryIndex& index);
    void derive(const Entry& entry, const EntryIndex& index);
    void derive_sale(const SaleEntry& sale, const EntryIndex& index);
    void derive_grant(const GrantEntry& grant);
    void compare_totals();
    void compare_member_days();
    void compare_coupons();
    void compare_grants();
    void check_members();
    void check_items();
    void check_programmes();
    void check_counter();

    Database& database_;
    std::vector<Difference> differences_;
    Derived derived_;
    std::string terminal_;
    std::int64_t epoch_ = 0;
    std::int64_t seq_ = 0;
    format::Hash last_{};
};

std::string totals_text(const std::array<std::int64_t, 8>& v)
{
    return fmt::format(
        "sales {} net {} discount {} issued {} redeemed {} returns {} taken back {} given back {}",
        v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
}

void Verification::compare(const std::string& what, const Values& expected, const Values& found)
{
    const auto place = [&what](const std::string& key) {
        return std::string{what}.append(" ").append(key);
    };
    for (const auto& [key, value] : expected) {
        const auto other = found.find(key);
        if (other == found.end())
            report(place(key), value, "nothing");
        else if (other->second != value)
            report(place(key), value, other->second);
    }
    for (const auto& [key, value] : found) {
        if (!expected.contains(key)) report(place(key), "nothing", value);
    }
}

void Verification::check_chain(const database::Statement& row, const std::string& what)
{
    const std::int64_t epoch = row.integer(0);
    const std::int64_t seq = row.integer(1);
    if (epoch != epoch_) {
        epoch_ = epoch;
        seq_ = 0;
        last_ = {};
    }
    if (seq != seq_ + 1) report(what + " seq", std::to_string(seq_ + 1), std::to_string(seq));
    const format::Hash prev = hash_of(row.blob(2));
    const format::Hash hash = hash_of(row.blob(3));
    if (prev != last_) report(what + " prev", format::to_hex(last_), format::to_hex(prev));
    const format::Hash expected = format::entry_hash(terminal_, epoch, seq, prev, row.text_view(4));
    if (hash != expected) report(what + " hash", format::to_hex(expected), format::to_hex(hash));
    seq_ = seq;
    last_ = hash;
}

void Verification::check_columns(const database::Statement& row, const EntryIndex& index)
{
    const std::string found =
        fmt::format("{} {} {} {} {} {} {}", row.text_view(5), row.text_view(6), row.integer(7),
                    row.text_view(8), row.text_view(9), row.text_view(10), row.text_view(11));
    const std::string expected =
        fmt::format("{} {} {} {} {} {} {}", index.kind, to_string(index.date), index.at.utc_seconds,
                    index.transaction.value_or(""), index.of.value_or(""),
                    index.member.value_or(""), index.tier.value_or(""));
    if (found != expected)
        report(fmt::format("journal {}/{} columns", epoch_, seq_), expected, found);
}

void Verification::derive_sale(const SaleEntry& sale, const EntryIndex& index)
{
    const std::string tier = index.tier.value_or("");
    derived_.tier_of_sale[sale.id.value()] = tier;
    if (index.member)
        derived_.member_days.insert(to_string(index.date) + " " + tier + " " + *index.member);
    for (const std::string& code : coupons_used(sale)) derived_.coupons[code] = sale.id.value();
    for (const RightSpend& spend : sale.rights)
        derived_.grants[spend.grant.value()].remaining -= spend.points.count();
}

void Verification::derive_grant(const GrantEntry& grant)
{
    HeldGrant& held = derived_.grants[grant.grant.value()];
    if (grant.step == GrantEntry::Step::received) {
        held.amount = grant.points.count();
        held.remaining += grant.points.count();
    } else {
        held.remaining -= grant.points.count();
        held.closed = 1;
    }
}

void Verification::derive(const Entry& entry, const EntryIndex& index)
{
    if (const auto* sale = std::get_if<SaleEntry>(&entry)) derive_sale(*sale, index);
    if (const auto* grant = std::get_if<GrantEntry>(&entry)) derive_grant(*grant);
    if (const auto* enrol = std::get_if<EnrolEntry>(&entry))
        derived_.enrolled.insert(enrol->member.value());
    if (const auto* back = std::get_if<ReturnEntry>(&entry)) {
        for (const CouponCode& code : back->refund.coupons) derived_.coupons.erase(code.value());
    }
    if (index.transaction) {
        const std::string& id = *index.transaction;
        std::int64_t number = 0;
        std::from_chars(id.data() + id.rfind('-') + 1, id.data() + id.size(), number);
        derived_.last_transaction = std::max(derived_.last_transaction, number);
    }
    const auto change = totals_change(entry);
    if (!change) return;
    const std::string tier = index.of ? derived_.tier_of_sale[*index.of] : index.tier.value_or("");
    TotalsChange& sum = derived_.totals[to_string(index.date) + " " + tier];
    sum.sales += change->sales;
    sum.net += change->net;
    sum.discount += change->discount;
    sum.points_issued += change->points_issued;
    sum.points_redeemed += change->points_redeemed;
    sum.returns += change->returns;
    sum.points_taken_back += change->points_taken_back;
    sum.points_given_back += change->points_given_back;
}

void Verification::read_journal()
{
    auto row = database_.prepare(
        "SELECT epoch, seq, prev, hash, body, kind, business_date, at, transaction_id, "
        "of_transaction, member_id, tier FROM journal ORDER BY id");
    while (row.step()) {
        const std::string what = fmt::format("journal {}/{}", row.integer(0), row.integer(1));
        check_chain(row, what);
        const auto entry = format::parse_entry(row.text_view(4));
        if (!entry) {
            report(what, "a journal entry", to_string(entry.error()));
            continue;
        }
        const EntryIndex index = index_of(*entry);
        check_columns(row, index);
        derive(*entry, index);
    }
}

void Verification::compare_totals()
{
    Values expected;
    for (const auto& [key, t] : derived_.totals) {
        expected[key] = totals_text({t.sales, t.net, t.discount, t.points_issued, t.points_redeemed,
                                     t.returns, t.points_taken_back, t.points_given_back});
    }
    Values found;
    auto row = database_.prepare(
        "SELECT business_date, tier, sales, net, discount, points_issued, points_redeemed, "
        "returns, points_taken_back, points_given_back FROM day_total");
    while (row.step()) {
        std::array<std::int64_t, 8> values{};
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = row.integer(static_cast<int>(i) + 2);
        found[row.text(0) + " " + row.text(1)] = totals_text(values);
    }
    compare("day_total", expected, found);
}

void Verification::compare_member_days()
{
    Values expected;
    for (const std::string& key : derived_.member_days) expected[key] = "bought";
    Values found;
    auto row = database_.prepare("SELECT business_date, tier, member_id FROM member_day");
    while (row.step()) found[row.text(0) + " " + row.text(1) + " " + row.text(2)] = "bought";
    compare("member_day", expected, found);
}

void Verification::compare_coupons()
{
    Values found;
    auto row = database_.prepare("SELECT code, transaction_id FROM used_coupon");
    while (row.step()) found[row.text(0)] = row.text(1);
    compare("used_coupon", derived_.coupons, found);
}

void Verification::compare_grants()
{
    Values expected;
    for (const auto& [id, grant] : derived_.grants) {
        expected[id] = fmt::format("{} of {}{}", grant.remaining, grant.amount,
                                   grant.closed != 0 ? " closed" : "");
    }
    Values found;
    auto row = database_.prepare("SELECT grant_id, remaining, amount, closed FROM grant_held");
    while (row.step()) {
        found[row.text(0)] = fmt::format("{} of {}{}", row.integer(1), row.integer(2),
                                         row.integer(3) != 0 ? " closed" : "");
    }
    compare("grant_held", expected, found);
}

void Verification::check_members()
{
    std::set<std::string> here;
    auto row = database_.prepare("SELECT member_id, state, contains, digest FROM member");
    while (row.step()) {
        here.insert(row.text(0));
        const format::Hash expected = member_digest(row.text(1), row.text(2));
        const format::Hash found = hash_of(row.blob(3));
        if (found != expected)
            report("member " + row.text(0), format::to_hex(found), format::to_hex(expected));
    }
    for (const std::string& member : derived_.enrolled) {
        if (!here.contains(member)) report("member " + member, "enrolled here", "nothing");
    }
}

void Verification::check_items()
{
    auto row = database_.prepare(
        "SELECT sku, name_zh, name_en, category, brand, tags, unit_price, weighed, digest "
        "FROM item");
    while (row.step()) {
        const format::Hash expected = item_digest(item_in(row));
        const format::Hash found = hash_of(row.blob(8));
        if (found != expected)
            report("item " + row.text(0), format::to_hex(found), format::to_hex(expected));
    }
}

void Verification::check_programmes()
{
    auto row = database_.prepare("SELECT version, document, digest FROM programme");
    while (row.step()) {
        const format::Hash expected = format::hash(row.text_view(1));
        const format::Hash found = hash_of(row.blob(2));
        if (found != expected) {
            report("programme " + std::to_string(row.integer(0)), format::to_hex(found),
                   format::to_hex(expected));
        }
    }
}

void Verification::check_counter()
{
    auto row = database_.prepare(
        "SELECT coalesce((SELECT value FROM counter WHERE name = 'transaction'), 0)");
    row.step();
    if (row.integer(0) < derived_.last_transaction) {
        report("running number", std::to_string(derived_.last_transaction),
               std::to_string(row.integer(0)));
    }
}

std::vector<Difference> Verification::run()
{
    for (const std::string& damage : database_.damage()) report("file", "no damage", damage);
    terminal_ = identification(database_).terminal.value();
    read_journal();
    compare_totals();
    compare_member_days();
    compare_coupons();
    compare_grants();
    check_members();
    check_items();
    check_programmes();
    check_counter();
    return std::move(differences_);
}

}  // namespace

std::vector<Difference> verify(Database& database)
{
    const database::ReadTransaction snapshot{database};
    return Verification{database}.run();
}

}  // namespace loyal::store
