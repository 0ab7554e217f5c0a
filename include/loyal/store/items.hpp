#pragma once

#include <loyal/core/error.hpp>
#include <loyal/store/journal.hpp>
#include <loyal/store/rows.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::store {

/// The item with this code on it; an EAN-13 and the UPC-A of the same box are one.
/// @return Errc::item_not_found
Result<ItemRow> find_item(Database& database, std::string_view printed);
Result<ItemRow> find_item(Database& database, const Sku& sku);

/// Items whose name, brand, SKU or code holds `text`, at most `limit` (and 200). Empty text: the
/// first ones.
std::vector<ItemRow> search_items(Database& database, std::string_view text, std::int64_t limit);

/// The programme in force, as its document; nothing before the first one arrived.
struct StoredProgramme {
    std::int64_t version = 0;
    std::string document;
};
std::optional<StoredProgramme> current_programme(Database& database);
/// The version that an older sale was priced with.
std::optional<StoredProgramme> find_programme(Database& database, std::int64_t version);
/// 0 before the first; cheap enough to ask before every call.
std::int64_t programme_version(Database& database);

}  // namespace loyal::store
