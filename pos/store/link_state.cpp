#include "append.hpp"
#include "change.hpp"
#include "member_rows.hpp"

#include <loyal/store/members.hpp>
#include <loyal/store/replication.hpp>

namespace loyal::store {
namespace {

struct Indexed {
    std::string member;
    PhoneKeys keys;
};

std::vector<Indexed> phones_of_everyone(Database& database)
{
    auto row = database.prepare(
        "SELECT member_id, sealed, key FROM member WHERE key IS NOT NULL AND sealed <> ''");
    std::vector<Indexed> found;
    while (row.step()) {
        const std::string member = row.text(0);
        const auto person = unseal_person(row.text(1), member, hash_of(row.blob(2)));
        if (!person.phone.empty()) found.push_back({member, phone_keys(database, person.phone)});
    }
    return found;
}

void put_phone_keys(Database& database, const Indexed& member)
{
    auto row =
        database.prepare("UPDATE member SET phone_key = ?2, phone_tail = ?3 WHERE member_id = ?1");
    row.bind(1, member.member).bind(2, member.keys.whole).bind(3, member.keys.tail).run();
}

}  // namespace

std::string cursor(Database& database, std::string_view bucket)
{
    auto row = database.prepare("SELECT position FROM bucket_cursor WHERE bucket = ?1");
    row.bind(1, bucket);
    return row.step() ? row.text(0) : std::string{};
}

void put_cursor(Database& database,
                std::string_view bucket,
                const std::optional<std::string>& cursor)
{
    if (!cursor) return;
    auto row = database.prepare(
        "INSERT INTO bucket_cursor (bucket, position) VALUES (?1, ?2) "
        "ON CONFLICT (bucket) DO UPDATE SET position = ?2");
    row.bind(1, bucket).bind(2, *cursor).run();
}

std::optional<format::Key> lookup_key(Database& database)
{
    auto row = database.prepare("SELECT value FROM meta WHERE name = 'lookup_key'");
    if (!row.step()) return std::nullopt;
    return format::hash_from_hex(row.text_view(0));
}

void put_lookup_key(Database& database, const format::Key& key)
{
    if (lookup_key(database) == key) return;
    Change change{database};
    {
        auto row = database.prepare(
            "INSERT INTO meta (name, value) VALUES ('lookup_key', ?1) "
            "ON CONFLICT (name) DO UPDATE SET value = ?1");
        row.bind(1, format::to_hex(key)).run();
    }
    for (const Indexed& member : phones_of_everyone(database)) put_phone_keys(database, member);
    change.commit();
}

std::optional<std::string> link_state(Database& database, std::string_view name)
{
    auto row = database.prepare("SELECT value FROM link_state WHERE name = ?1");
    row.bind(1, name);
    if (!row.step()) return std::nullopt;
    return row.text(0);
}

void put_link_state(Database& database, std::string_view name, std::string_view value)
{
    auto row = database.prepare(
        "INSERT INTO link_state (name, value) VALUES (?1, ?2) "
        "ON CONFLICT (name) DO UPDATE SET value = ?2");
    row.bind(1, name).bind(2, value).run();
}

}  // namespace loyal::store
