#include "change.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/items.hpp>
#include <loyal/store/replication.hpp>

namespace loyal::store {
namespace {

// Kept beside the document, so that a trading day costs no parsing.
void put_day_starts(Database& database, int minutes)
{
    auto row = database.prepare(
        "INSERT INTO meta (name, value) VALUES ('day_starts', ?1) "
        "ON CONFLICT (name) DO UPDATE SET value = ?1");
    row.bind(1, std::to_string(minutes)).run();
}

void insert(Database& database, std::int64_t version, std::string_view document)
{
    const format::Hash digest = format::hash(document);
    auto row =
        database.prepare("INSERT INTO programme (version, document, digest) VALUES (?1, ?2, ?3)");
    row.bind(1, version).bind(2, document).bind_blob(3, digest).run();
}

}  // namespace

ProgrammeOutcome apply_programme(Database& database,
                                 std::string_view document,
                                 const std::optional<std::string>& cursor)
{
    const auto programme = format::parse_programme(document);
    if (!programme) return ProgrammeOutcome::unreadable;
    Change change{database};
    put_cursor(database, "programme", cursor);
    const std::int64_t here = programme_version(database);
    ProgrammeOutcome outcome = ProgrammeOutcome::applied;
    if (programme->version == here) {
        outcome = ProgrammeOutcome::already_here;
    } else if (programme->version < here) {
        outcome = ProgrammeOutcome::older;
    } else {
        insert(database, programme->version, document);
        put_day_starts(database, programme->day_starts_minutes);
    }
    change.commit();
    return outcome;
}

std::optional<StoredProgramme> current_programme(Database& database)
{
    return find_programme(database, programme_version(database));
}

std::optional<StoredProgramme> find_programme(Database& database, std::int64_t version)
{
    auto row = database.prepare("SELECT version, document FROM programme WHERE version = ?1");
    row.bind(1, version);
    if (!row.step()) return std::nullopt;
    return StoredProgramme{row.integer(0), row.text(1)};
}

std::int64_t programme_version(Database& database)
{
    auto row = database.prepare("SELECT coalesce(max(version), 0) FROM programme");
    return row.step() ? row.integer(0) : 0;
}

}  // namespace loyal::store
