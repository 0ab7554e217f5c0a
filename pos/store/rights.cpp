#include "append.hpp"

#include <loyal/store/replication.hpp>

#include <algorithm>

namespace loyal::store {
namespace {

std::optional<BusinessDate> optional_date(const database::Statement& row, int column)
{
    if (row.is_null(column)) return std::nullopt;
    return parse_date(row.text_view(column));
}

HeldRight right_in(const database::Statement& row)
{
    return {.grant = GrantId{row.text(0)},
            .member = MemberId{row.text(1)},
            .remaining = Points::of(row.integer(2)),
            .last_day = optional_date(row, 3)};
}

bool hold(Database& database, const GrantEntry& grant)
{
    const auto last_day = grant.last_day ? std::optional{to_string(*grant.last_day)} : std::nullopt;
    auto row = database.prepare(
        "INSERT INTO grant_held (grant_id, member_id, epoch, amount, remaining, last_day) "
        "VALUES (?1, ?2, ?3, ?4, ?4, ?5) ON CONFLICT (grant_id) DO NOTHING");
    row.bind(1, grant.grant.value()).bind(2, grant.member.value());
    row.bind(3, running_epoch(database)).bind(4, grant.points.count()).bind(5, last_day);
    row.run();
    return database.changes() == 1;
}

// A right of an older epoch is dead here: only head office settles it.
std::optional<HeldRight> open_right(Database& database, const GrantId& grant)
{
    auto row = database.prepare(
        "SELECT grant_id, member_id, remaining, last_day FROM grant_held "
        "WHERE grant_id = ?1 AND closed = 0 AND epoch = ?2");
    row.bind(1, grant.value()).bind(2, running_epoch(database));
    if (!row.step()) return std::nullopt;
    return right_in(row);
}

void mark_closed(Database& database, const GrantId& grant)
{
    auto row =
        database.prepare("UPDATE grant_held SET remaining = 0, closed = 1 WHERE grant_id = ?1");
    row.bind(1, grant.value()).run();
}

}  // namespace

std::vector<HeldRight> rights_of(Database& database, const MemberId& member, BusinessDate day)
{
    auto row = database.prepare(
        "SELECT grant_id, member_id, remaining, last_day FROM grant_held "
        "WHERE member_id = ?1 AND closed = 0 AND remaining > 0 AND epoch = ?3 "
        "AND (last_day IS NULL OR last_day >= ?2) "
        "ORDER BY last_day IS NULL, last_day, grant_id");
    row.bind(1, member.value()).bind(2, to_string(day)).bind(3, running_epoch(database));
    std::vector<HeldRight> rights;
    while (row.step()) rights.push_back(right_in(row));
    return rights;
}

std::vector<HeldRight> held_rights(Database& database)
{
    auto row = database.prepare(
        "SELECT grant_id, member_id, remaining, last_day FROM grant_held "
        "WHERE closed = 0 AND epoch = ?1 ORDER BY grant_id");
    row.bind(1, running_epoch(database));
    std::vector<HeldRight> rights;
    while (row.step()) rights.push_back(right_in(row));
    return rights;
}

std::vector<RightSpend> spend_from(std::span<const HeldRight> rights, Points points)
{
    std::vector<RightSpend> spends;
    for (const HeldRight& right : rights) {
        const Points part = std::min(points, right.remaining);
        if (part <= Points{}) continue;
        spends.push_back({right.grant, part});
        points -= part;
    }
    return spends;
}

bool record_grant(Database& database, const GrantEntry& received)
{
    database::Transaction transaction{database};
    if (!hold(database, received)) return false;
    if (!append(database, received)) return false;
    transaction.commit();
    return true;
}

std::optional<Points> close_grant(Database& database,
                                  const GrantId& grant,
                                  Instant at,
                                  BusinessDate date)
{
    database::Transaction transaction{database};
    const auto right = open_right(database, grant);
    if (!right) return std::nullopt;
    GrantEntry entry;
    entry.step = GrantEntry::Step::closed;
    entry.grant = grant;
    entry.member = right->member;
    entry.at = at;
    entry.date = date;
    entry.points = right->remaining;
    entry.last_day = right->last_day;
    if (!append(database, entry)) return std::nullopt;
    mark_closed(database, grant);
    transaction.commit();
    return right->remaining;
}

}  // namespace loyal::store
