#include "change.hpp"
#include "item_rows.hpp"

#include <loyal/core/gtin.hpp>
#include <loyal/core/scan.hpp>
#include <loyal/store/items.hpp>
#include <loyal/store/replication.hpp>

#include <algorithm>
#include <fmt/format.h>

namespace loyal::store {
namespace {

constexpr std::int64_t items_found_max = 200;
constexpr char between_tags = '\n';

struct Code {
    std::int64_t key;
    std::string text;
};

// All ways to print one GTIN are one code.
Code code_of(std::string_view printed)
{
    if (const auto gtin = Gtin::parse(printed)) {
        return {static_cast<std::int64_t>(gtin->value()), fmt::format("{:014}", gtin->value())};
    }
    return {card_key(printed), std::string{printed}};
}

std::string join(const std::vector<std::string>& tags)
{
    std::string text;
    for (const std::string& tag : tags) {
        if (!text.empty()) text += between_tags;
        text += tag;
    }
    return text;
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> tags;
    while (!text.empty()) {
        const auto end = std::min(text.find(between_tags), text.size());
        tags.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return tags;
}

void add_codes(Database& database, ItemRow& item)
{
    auto row = database.prepare("SELECT code FROM item_code WHERE sku = ?1 ORDER BY code");
    row.bind(1, item.sku.value());
    while (row.step()) item.codes.push_back(row.text(0));
}

void drop_item(Database& database, const Sku& sku)
{
    {
        auto codes = database.prepare("DELETE FROM item_code WHERE sku = ?1");
        codes.bind(1, sku.value()).run();
    }
    auto item = database.prepare("DELETE FROM item WHERE sku = ?1");
    item.bind(1, sku.value()).run();
}

void put_code(Database& database, const std::string& printed, const Sku& sku)
{
    const Code code = code_of(printed);
    auto row = database.prepare(
        "INSERT INTO item_code (code_key, code, sku) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (code_key, code) DO UPDATE SET sku = ?3");
    row.bind(1, code.key).bind(2, code.text).bind(3, sku.value()).run();
}

void put_item(Database& database, const ItemRow& item)
{
    const std::string tags = join(item.tags);
    const format::Hash digest = item_digest(item);
    {
        auto row = database.prepare(
            "INSERT INTO item (sku, name_zh, name_en, category, brand, tags, unit_price, weighed, "
            "digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
        row.bind(1, item.sku.value()).bind(2, item.names.zh_cn).bind(3, item.names.en);
        row.bind(4, item.category).bind(5, item.brand).bind(6, tags);
        row.bind(7, item.unit_price.minor_units()).bind(8, std::int64_t{item.weighed});
        row.bind_blob(9, digest).run();
    }
    for (const std::string& code : item.codes) put_code(database, code, item.sku);
}

}  // namespace

format::Hash item_digest(const ItemRow& item)
{
    std::string text;
    for (const std::string& part : {item.sku.value(), item.names.zh_cn, item.names.en,
                                    item.category, item.brand, join(item.tags)}) {
        text += part;
        text += '\0';
    }
    text += std::to_string(item.unit_price.minor_units());
    text += item.weighed ? 'w' : 'p';
    return format::hash(text);
}

ItemRow item_in(const database::Statement& row)
{
    ItemRow item;
    item.sku = Sku{row.text(0)};
    item.names = {row.text(1), row.text(2)};
    item.category = row.text(3);
    item.brand = row.text(4);
    item.tags = split(row.text_view(5));
    item.unit_price = Money::minor(row.integer(6));
    item.weighed = row.integer(7) != 0;
    return item;
}

void apply_items(Database& database,
                 std::span<const ItemRow> rows,
                 const std::optional<std::string>& cursor)
{
    Change change{database};
    for (const ItemRow& item : rows) {
        drop_item(database, item.sku);
        if (!item.deleted) put_item(database, item);
    }
    put_cursor(database, "items", cursor);
    change.commit();
}

Result<ItemRow> find_item(Database& database, std::string_view printed)
{
    const Code code = code_of(printed);
    Sku sku;
    {
        auto row = database.prepare("SELECT sku FROM item_code WHERE code_key = ?1 AND code = ?2");
        row.bind(1, code.key).bind(2, code.text);
        if (!row.step()) return Errc::item_not_found;
        sku = Sku{row.text(0)};
    }
    return find_item(database, sku);
}

Result<ItemRow> find_item(Database& database, const Sku& sku)
{
    ItemRow item;
    {
        auto row = database.prepare(
            "SELECT sku, name_zh, name_en, category, brand, tags, unit_price, weighed "
            "FROM item WHERE sku = ?1");
        row.bind(1, sku.value());
        if (!row.step()) return Errc::item_not_found;
        item = item_in(row);
    }
    add_codes(database, item);
    return item;
}

std::vector<ItemRow> search_items(Database& database, std::string_view text, std::int64_t limit)
{
    std::vector<ItemRow> items;
    {
        auto row = database.prepare(
            "SELECT sku, name_zh, name_en, category, brand, tags, unit_price, weighed FROM item "
            "WHERE instr(name_zh, ?1) OR instr(lower(name_en), lower(?1)) OR instr(sku, ?1) "
            "OR instr(lower(brand), lower(?1)) OR sku IN (SELECT sku FROM item_code "
            "WHERE instr(code, ?1)) ORDER BY sku LIMIT ?2");
        row.bind(1, text).bind(2, std::clamp<std::int64_t>(limit, 1, items_found_max));
        while (row.step()) items.push_back(item_in(row));
    }
    for (ItemRow& item : items) add_codes(database, item);
    return items;
}

}  // namespace loyal::store
