#pragma once

#include <loyal/database/database.hpp>
#include <loyal/format/seal.hpp>
#include <loyal/store/rows.hpp>

namespace loyal::store {

/// What an item's digest covers: everything that decides what is sold at which price.
format::Hash item_digest(const ItemRow& item);

/// The item in a row of "sku, name_zh, name_en, category, brand, tags, unit_price, weighed".
ItemRow item_in(const database::Statement& row);

}  // namespace loyal::store
