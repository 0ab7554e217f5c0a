#include "storage/sqlite_storage.hpp"

#include <loyal/format/json.hpp>

#include <stdexcept>

namespace loyal::head_office {
namespace {

using database::Statement;

MemberState read_state(std::string_view json)
{
    auto state = format::parse_member_state(json);
    if (!state) throw std::runtime_error{"member: stored state: " + to_string(state.error())};
    return std::move(*state);
}

/// Reads state, base, home, sealed, key, phone_key from column 0 on.
MemberRecord read_member(Statement& row)
{
    MemberRecord member;
    member.state = read_state(row.text_view(0));
    member.base = read_state(row.text_view(1));
    if (auto home = row.optional_text(2)) member.home = StoreId{*home};
    member.sealed = row.text(3);
    member.key = row.optional_text(4);
    member.phone_key = row.optional_integer(5);
    return member;
}

}  // namespace

std::int64_t SqliteStorage::next_version()
{
    auto row = database_->prepare(
        "INSERT INTO meta (name, value) VALUES ('version', '1') "
        "ON CONFLICT DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) "
        "RETURNING CAST(value AS INTEGER)");
    row.step();
    return row.integer(0);
}

std::vector<CardRecord> SqliteStorage::cards_of(const MemberId& member)
{
    auto row =
        database_->prepare("SELECT number, blocked FROM card WHERE member = ?1 ORDER BY number");
    row.bind(1, member.value());
    std::vector<CardRecord> cards;
    while (row.step()) cards.push_back({row.text(0), row.integer(1) != 0});
    return cards;
}

std::optional<MemberRecord> SqliteStorage::member(const MemberId& id)
{
    auto row = database_->prepare(
        "SELECT state, base, home, sealed, (SELECT key FROM member_key k "
        "WHERE k.member = m.member), phone_key FROM member m WHERE member = ?1");
    row.bind(1, id.value());
    if (!row.step()) return std::nullopt;
    MemberRecord member = read_member(row);
    member.cards = cards_of(id);
    return member;
}

bool SqliteStorage::has_member(const MemberId& id)
{
    auto row = database_->prepare("SELECT 1 FROM member WHERE member = ?1");
    row.bind(1, id.value());
    return row.step();
}

std::optional<MemberState> SqliteStorage::member_state(const MemberId& id)
{
    auto row = database_->prepare("SELECT state FROM member WHERE member = ?1");
    row.bind(1, id.value());
    if (!row.step()) return std::nullopt;
    return read_state(row.text_view(0));
}

void SqliteStorage::put_member(const MemberRecord& member)
{
    const std::string& id = member.state.id.value();
    auto row = database_->prepare(
        "INSERT INTO member (member, version, home, state, base, sealed, phone_key) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
        "ON CONFLICT DO UPDATE SET version = excluded.version, home = excluded.home, "
        "state = excluded.state, base = excluded.base, sealed = excluded.sealed, "
        "phone_key = excluded.phone_key");
    row.bind(1, id).bind(2, next_version());
    row.bind(3, member.home ? std::optional<std::string_view>{member.home->value()} : std::nullopt);
    row.bind(4, format::to_json(member.state)).bind(5, format::to_json(member.base));
    row.bind(6, member.sealed).bind(7, member.phone_key).run();
    if (member.key) {
        auto key = database_->prepare(
            "INSERT INTO member_key (member, key) VALUES (?1, ?2) "
            "ON CONFLICT DO UPDATE SET key = excluded.key");
        key.bind(1, id).bind(2, *member.key).run();
    }
    for (const CardRecord& card : member.cards) {
        auto insert = database_->prepare(
            "INSERT INTO card (number, member, blocked) VALUES (?1, ?2, ?3) "
            "ON CONFLICT DO UPDATE SET blocked = excluded.blocked "
            "WHERE member = excluded.member");
        insert.bind(1, card.number).bind(2, id).bind(3, std::int64_t{card.blocked}).run();
    }
}

std::vector<MemberRecord> SqliteStorage::members_from(const MemberId& id, std::size_t count_max)
{
    auto row = database_->prepare(
        "SELECT state, base, home, sealed, (SELECT key FROM member_key k "
        "WHERE k.member = m.member), phone_key FROM member m WHERE member > ?1 "
        "ORDER BY member LIMIT ?2");
    row.bind(1, id.value()).bind(2, static_cast<std::int64_t>(count_max));
    std::vector<MemberRecord> members;
    while (row.step()) members.push_back(read_member(row));
    return members;
}

void SqliteStorage::put_member_state(const MemberState& state)
{
    auto row = database_->prepare("UPDATE member SET version = ?2, state = ?3 WHERE member = ?1");
    row.bind(1, state.id.value()).bind(2, next_version()).bind(3, format::to_json(state)).run();
}

void SqliteStorage::put_identity(const MemberId& member,
                                 std::string_view key,
                                 std::optional<std::int64_t> phone_key)
{
    if (!key.empty()) {
        auto row = database_->prepare(
            "INSERT INTO member_key (member, key) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
        row.bind(1, member.value()).bind(2, key).run();
    }
    auto row = database_->prepare(
        "UPDATE member SET version = ?3, phone_key = coalesce(phone_key, ?2) WHERE member = ?1");
    row.bind(1, member.value()).bind(2, phone_key).bind(3, next_version()).run();
}

std::optional<MemberId> SqliteStorage::put_card(const MemberId& member, std::string_view number)
{
    auto holder = member_of_card(number);
    if (holder && *holder != member) return holder;
    auto row = database_->prepare(
        "INSERT INTO card (number, member) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    row.bind(1, number).bind(2, member.value()).run();
    return std::nullopt;
}

void SqliteStorage::put_member_store(const MemberId& member, const StoreId& store)
{
    auto row = database_->prepare(
        "INSERT INTO member_store (member, store) VALUES (?1, ?2) ON CONFLICT DO NOTHING");
    row.bind(1, member.value()).bind(2, store.value()).run();
}

std::optional<MemberId> SqliteStorage::member_of_card(std::string_view number)
{
    auto row = database_->prepare("SELECT member FROM card WHERE number = ?1");
    row.bind(1, number);
    if (!row.step()) return std::nullopt;
    return MemberId{row.text(0)};
}

std::optional<MemberId> SqliteStorage::member_of_phone(std::int64_t phone_key)
{
    auto row = database_->prepare(
        "SELECT member FROM member WHERE phone_key = ?1 ORDER BY member LIMIT 1");
    row.bind(1, phone_key);
    if (!row.step()) return std::nullopt;
    return MemberId{row.text(0)};
}

std::vector<MemberChange> SqliteStorage::members_after(const StoreId& store,
                                                       std::int64_t version,
                                                       std::size_t count_max)
{
    std::vector<MemberChange> changes;
    {
        auto row = database_->prepare(
            "SELECT state, base, home, sealed, (SELECT key FROM member_key k "
            "WHERE k.member = m.member), phone_key, version FROM member m "
            "WHERE version > ?2 AND (home IS NULL OR home = ?1 OR EXISTS (SELECT 1 "
            "FROM member_store s WHERE s.member = m.member AND s.store = ?1)) "
            "ORDER BY version LIMIT ?3");
        row.bind(1, store.value()).bind(2, version);
        row.bind(3, static_cast<std::int64_t>(count_max));
        while (row.step()) changes.push_back({row.integer(6), read_member(row), {}});
    }
    for (MemberChange& change : changes) {
        change.member.cards = cards_of(change.member.state.id);
        change.held = held_of(change.member.state.id);
    }
    return changes;
}

std::optional<MemberChange> SqliteStorage::member_change(const MemberId& id)
{
    auto found = member(id);
    if (!found) return std::nullopt;
    return MemberChange{0, std::move(*found), held_of(id)};
}

}  // namespace loyal::head_office
