#include "append.hpp"
#include "change.hpp"
#include "member_rows.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/members.hpp>
#include <loyal/store/replication.hpp>

#include <algorithm>

namespace loyal::store {
namespace {

constexpr std::size_t tail_digits = 4;

struct Base {
    MemberState state;
    std::vector<ContainsMark> contains;
    Personal personal;
};

std::optional<Base> read_base(Database& database, const MemberId& member)
{
    auto row =
        database.prepare("SELECT state, contains, sealed, key FROM member WHERE member_id = ?1");
    row.bind(1, member.value());
    if (!row.step()) return std::nullopt;
    auto state = format::parse_member_state(row.text_view(0));
    if (!state) {
        throw database::StoreError{SQLITE_CORRUPT,
                                   "a member's row is damaged: " + to_string(state.error())};
    }
    Base base{std::move(*state), contains_from_json(row.text(1)), {}};
    std::optional<format::Key> key;
    if (!row.is_null(3)) key = hash_of(row.blob(3));
    auto person = unseal_person(row.text(2), member.value(), key);
    base.personal = {std::move(person.name), std::move(person.phone)};
    return base;
}

bool is_contained(const std::vector<ContainsMark>& marks,
                  const std::string& terminal,
                  std::int64_t epoch,
                  std::int64_t seq)
{
    for (const ContainsMark& mark : marks) {
        if (mark.epoch != epoch || mark.terminal.value() != terminal) continue;
        const bool is_left_out =
            std::find(mark.except.begin(), mark.except.end(), seq) != mark.except.end();
        return seq <= mark.through && !is_left_out;
    }
    return false;
}

void lay_own_entries_over(Database& database, Base& base, const Programme& programme)
{
    auto row = database.prepare(
        "SELECT epoch, seq, body, (SELECT value FROM meta WHERE name = 'terminal') "
        "FROM journal WHERE member_id = ?1 ORDER BY id");
    const MemberId member = base.state.id;
    row.bind(1, member.value());
    while (row.step()) {
        if (is_contained(base.contains, row.text(3), row.integer(0), row.integer(1))) continue;
        const auto entry = format::parse_entry(row.text_view(2));
        if (!entry) {
            throw database::StoreError{SQLITE_CORRUPT,
                                       "a journal entry is damaged: " + to_string(entry.error())};
        }
        base.state = apply(std::move(base.state), *entry, programme);
    }
}

std::vector<CardRow> cards_of(Database& database, const MemberId& member)
{
    auto row =
        database.prepare("SELECT number, blocked FROM card WHERE member_id = ?1 ORDER BY number");
    row.bind(1, member.value());
    std::vector<CardRow> cards;
    while (row.step()) cards.push_back({row.text(0), row.integer(1) != 0});
    return cards;
}

void put_cards(Database& database, const MemberRow& member)
{
    {
        auto row = database.prepare("DELETE FROM card WHERE member_id = ?1");
        row.bind(1, member.state.id.value()).run();
    }
    auto row = database.prepare(
        "INSERT INTO card (card_key, number, member_id, blocked) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (card_key, number) DO UPDATE SET member_id = ?3, blocked = ?4");
    for (const CardRow& card : member.cards) {
        row.bind(1, card_key(card.number)).bind(2, card.number);
        row.bind(3, member.state.id.value()).bind(4, std::int64_t{card.blocked}).run();
    }
}

std::string digits_of(std::string_view text)
{
    std::string digits;
    std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
                 [](char c) { return c >= '0' && c <= '9'; });
    return digits;
}

// Head office may send a row before the key of a member enrolled here has reached it.
std::optional<format::Key> kept_key(Database& database, const MemberRow& member)
{
    if (member.key || member.sealed.empty()) return member.key;
    auto row = database.prepare("SELECT key FROM member WHERE member_id = ?1 AND sealed = ?2");
    row.bind(1, member.state.id.value()).bind(2, member.sealed);
    if (!row.step() || row.is_null(0)) return std::nullopt;
    return hash_of(row.blob(0));
}

}  // namespace

format::Hash member_digest(const std::string& state, const std::string& contains)
{
    return format::hash(state + '\0' + contains);
}

void put_member(Database& database,
                const MemberRow& member,
                const std::optional<std::int64_t>& phone_tail)
{
    const std::string state = format::to_json(member.state);
    const std::string contains = contains_to_json(member.contains);
    const format::Hash digest = member_digest(state, contains);
    const auto key = kept_key(database, member);
    auto row = database.prepare(
        "INSERT INTO member (member_id, state, contains, sealed, key, phone_key, phone_tail, "
        "digest)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (member_id) DO UPDATE SET "
        "state = ?2, contains = ?3, sealed = ?4, key = ?5, phone_key = ?6, phone_tail = ?7, "
        "digest = ?8");
    row.bind(1, member.state.id.value()).bind(2, state).bind(3, contains).bind(4, member.sealed);
    if (key) row.bind_blob(5, *key);
    row.bind(6, member.phone_key).bind(7, phone_tail).bind_blob(8, digest).run();
    put_cards(database, member);
}

void apply_members(Database& database,
                   std::span<const MemberRow> rows,
                   const std::optional<std::string>& cursor)
{
    Change change{database};
    for (const MemberRow& member : rows) {
        const auto person =
            unseal_person(member.sealed, member.state.id.value(), kept_key(database, member));
        put_member(database, member, phone_keys(database, person.phone).tail);
    }
    put_cursor(database, "members", cursor);
    change.commit();
}

Result<KnownMember> find_member(Database& database,
                                const MemberId& member,
                                const Programme& programme)
{
    std::optional<database::ReadTransaction> snapshot;
    if (!database.in_transaction()) snapshot.emplace(database);
    auto base = read_base(database, member);
    if (!base) return Errc::member_not_found;
    lay_own_entries_over(database, *base, programme);
    return KnownMember{std::move(base->state), cards_of(database, member),
                       std::move(base->personal)};
}

Result<MemberId> member_of_card(Database& database, std::string_view number)
{
    auto row =
        database.prepare("SELECT member_id, blocked FROM card WHERE card_key = ?1 AND number = ?2");
    row.bind(1, card_key(number)).bind(2, number);
    if (!row.step()) return Errc::member_not_found;
    if (row.integer(1) != 0) return Errc::credential_blocked;
    return MemberId{row.text(0)};
}

PhoneKeys phone_keys(Database& database, std::string_view phone)
{
    const std::string digits = digits_of(phone);
    const auto key = lookup_key(database);
    if (!key || digits.size() < tail_digits) return {};
    PhoneKeys keys;
    if (digits.size() > tail_digits) keys.whole = format::phone_key(digits, *key);
    keys.tail = format::phone_key(digits.substr(digits.size() - tail_digits), *key);
    return keys;
}

std::vector<MemberId> members_of_phone(Database& database, std::string_view phone)
{
    const PhoneKeys keys = phone_keys(database, phone);
    std::vector<MemberId> members;
    if (!keys.tail) return members;
    auto row = database.prepare(
        "SELECT member_id FROM member WHERE phone_key = ?1 "
        "UNION SELECT member_id FROM member WHERE ?1 IS NULL AND phone_tail = ?2 LIMIT ?3");
    row.bind(1, keys.whole).bind(2, *keys.tail).bind(3, members_found_max);
    while (row.step()) members.emplace_back(row.text(0));
    return members;
}

std::int64_t count_members(Database& database)
{
    auto row = database.prepare("SELECT count(*) FROM member");
    return row.step() ? row.integer(0) : 0;
}

}  // namespace loyal::store
