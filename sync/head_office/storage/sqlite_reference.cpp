#include "storage/sqlite_storage.hpp"

namespace loyal::head_office {
namespace {

using database::Statement;

/// Reads grant_id, request, member, terminal, epoch, points, spent, closed, is_closed,
/// is_received, document.
RightRecord read_right(Statement& row)
{
    RightRecord right;
    right.grant = GrantId{row.text(0)};
    right.request = row.text(1);
    right.member = MemberId{row.text(2)};
    right.terminal = TerminalId{row.text(3)};
    right.epoch = row.integer(4);
    right.points = Points::of(row.integer(5));
    right.spent = Points::of(row.integer(6));
    right.closed = Points::of(row.integer(7));
    right.is_closed = row.integer(8) != 0;
    right.is_received = row.integer(9) != 0;
    right.document = row.text(10);
    return right;
}

}  // namespace

void SqliteStorage::put_right(const RightRecord& right)
{
    auto row = database_->prepare(
        "INSERT INTO right_granted (grant_id, request, member, terminal, epoch, points, spent, "
        "closed, is_closed, is_received, document) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
        "ON CONFLICT (grant_id) DO UPDATE SET spent = excluded.spent, closed = excluded.closed, "
        "is_closed = excluded.is_closed, is_received = excluded.is_received");
    row.bind(1, right.grant.value()).bind(2, right.request).bind(3, right.member.value());
    row.bind(4, right.terminal.value()).bind(5, right.epoch).bind(6, right.points.count());
    row.bind(7, right.spent.count()).bind(8, right.closed.count());
    row.bind(9, std::int64_t{right.is_closed}).bind(10, std::int64_t{right.is_received});
    row.bind(11, right.document).run();
}

std::optional<RightRecord> SqliteStorage::right(const GrantId& grant)
{
    auto row = database_->prepare(
        "SELECT grant_id, request, member, terminal, epoch, points, spent, closed, is_closed, "
        "is_received, document FROM right_granted WHERE grant_id = ?1");
    row.bind(1, grant.value());
    if (!row.step()) return std::nullopt;
    return read_right(row);
}

std::optional<RightRecord> SqliteStorage::right_of_request(std::string_view request)
{
    auto row = database_->prepare(
        "SELECT grant_id, request, member, terminal, epoch, points, spent, closed, is_closed, "
        "is_received, document FROM right_granted WHERE request = ?1");
    row.bind(1, request);
    if (!row.step()) return std::nullopt;
    return read_right(row);
}

std::vector<RightRecord> SqliteStorage::rights_of(const MemberId& member)
{
    auto row = database_->prepare(
        "SELECT grant_id, request, member, terminal, epoch, points, spent, closed, is_closed, "
        "is_received, document FROM right_granted WHERE member = ?1 ORDER BY grant_id");
    row.bind(1, member.value());
    std::vector<RightRecord> rights;
    while (row.step()) rights.push_back(read_right(row));
    return rights;
}

void SqliteStorage::put_programme(const ProgrammeRecord& programme)
{
    auto row =
        database_->prepare("INSERT INTO programme (id, version, document) VALUES (?1, ?2, ?3)");
    row.bind(1, programme.id.value()).bind(2, programme.version).bind(3, programme.document).run();
}

std::optional<ProgrammeRecord> SqliteStorage::programme(const ProgrammeId& id, std::int64_t version)
{
    auto row = database_->prepare("SELECT document FROM programme WHERE id = ?1 AND version = ?2");
    row.bind(1, id.value()).bind(2, version);
    if (!row.step()) return std::nullopt;
    return ProgrammeRecord{id, version, row.text(0)};
}

std::vector<ProgrammeRecord> SqliteStorage::programmes()
{
    auto row =
        database_->prepare("SELECT id, version, document FROM programme ORDER BY id, version");
    std::vector<ProgrammeRecord> all;
    while (row.step()) all.push_back({ProgrammeId{row.text(0)}, row.integer(1), row.text(2)});
    return all;
}

bool SqliteStorage::put_reference(std::string_view bucket,
                                  std::string_view key,
                                  std::string_view row_text)
{
    {
        auto same = database_->prepare(
            "SELECT 1 FROM reference WHERE bucket = ?1 AND key = ?2 AND row = ?3");
        same.bind(1, bucket).bind(2, key).bind(3, row_text);
        if (same.step()) return false;
    }
    auto row = database_->prepare(
        "INSERT INTO reference (bucket, key, version, row) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (bucket, key) DO UPDATE SET version = excluded.version, row = excluded.row");
    row.bind(1, bucket).bind(2, key).bind(3, next_version()).bind(4, row_text).run();
    return true;
}

std::vector<ReferenceRow> SqliteStorage::reference_after(std::string_view bucket,
                                                         std::int64_t version,
                                                         std::size_t count_max)
{
    auto row = database_->prepare(
        "SELECT version, key, row FROM reference WHERE bucket = ?1 AND version > ?2 "
        "ORDER BY version LIMIT ?3");
    row.bind(1, bucket).bind(2, version).bind(3, static_cast<std::int64_t>(count_max));
    std::vector<ReferenceRow> rows;
    while (row.step()) rows.push_back({row.integer(0), row.text(1), row.text(2)});
    return rows;
}

}  // namespace loyal::head_office
