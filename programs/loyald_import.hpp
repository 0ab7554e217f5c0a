#pragma once

#include <loyal/database/database.hpp>
#include <loyal/terminal/till.hpp>

#include <string>

namespace loyal::programs {

/// What a first start takes in from files: the programme and, where there is no head office, items
/// and members. A file that was taken in before and has not changed is left alone.
///
/// The import file is {"items":[…],"members":[…]} with the rows that head office sends; a member
/// may hold "name" and "phone" in the place of "sealed" and "key".
/// @throws std::runtime_error that names the file and what is wrong in it
void take_in_programme(database::Database& database, const std::string& path);
void take_in_rows(database::Database& database,
                  const std::string& path,
                  const terminal::Till::RandomBytes& random);

}  // namespace loyal::programs
