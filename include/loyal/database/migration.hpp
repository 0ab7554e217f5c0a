#pragma once

#include <loyal/database/database.hpp>

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace loyal::database {

/// One numbered step forward. `sql` holds no BEGIN or COMMIT. Embedded from
/// `schema/0001_name.sql` by `loyal_embed(… MIGRATIONS …)` in cmake/embed.cmake.
struct Migration {
    int version;  ///< 1, 2, 3 … without a gap
    std::string_view name;
    std::string_view sql;
};

/// The file is not one that this program can work with; it was left as it is.
class SchemaError : public std::runtime_error {
public:
    enum class Reason {
        foreign_file,   ///< holds tables of another application
        newer_version,  ///< written by a newer release
        failed_step,    ///< a migration step failed; everything was rolled back
    };

    SchemaError(Reason reason, const std::string& message)
        : std::runtime_error{message}, reason_{reason}
    {
    }
    Reason reason() const noexcept { return reason_; }

private:
    Reason reason_;
};

/// Takes the schema to the last of `migrations`, all missing steps in one transaction. A file
/// that already holds a schema is first copied to `backup_path` (none when empty).
///
/// @return the version it was found at; 0 for a new file
/// @throws SchemaError, StoreError (e.g. no room for the backup): the file is unchanged
int migrate(Database& database,
            std::span<const Migration> migrations,
            const std::string& backup_path);

/// The schema version of the file (PRAGMA user_version).
int schema_version(Database& database);

}  // namespace loyal::database
