#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/core/error.hpp>
#include <loyal/core/member_state.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/programme.hpp>
#include <loyal/core/strong_id.hpp>
#include <loyal/format/seal.hpp>

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loyal::store {

/// An item as head office sends it and as the till sells it.
///
/// JSON: {"sku","codes":[…],"names":{"zh-CN","en"},"category","brand","tags":[…],"unit_price",
/// "weighed","deleted"}; only sku is required unless the item is sold.
struct ItemRow {
    static constexpr std::size_t codes_max = 64;

    Sku sku;
    std::vector<std::string> codes;  ///< what can be scanned
    Text names;
    std::string category;
    std::string brand;
    std::vector<std::string> tags;
    Money unit_price;
    bool weighed = false;
    bool deleted = false;

    friend bool operator==(const ItemRow&, const ItemRow&) = default;
};

struct CardRow {
    std::string number;
    bool blocked = false;  ///< reported lost: identifies nobody

    friend bool operator==(const CardRow&, const CardRow&) = default;
};

/// Which entries of one journal a member's state already contains: all up to `through` but these.
struct ContainsMark {
    TerminalId terminal;
    std::int64_t epoch = 1;
    std::int64_t through = 0;
    std::vector<std::int64_t> except;

    friend bool operator==(const ContainsMark&, const ContainsMark&) = default;
};

/// A member as head office knows them: absolute state, latest version.
///
/// JSON: {"id","state":{…},"cards":[{"number","blocked"}],"phone_key":int|null,"sealed":"base64",
/// "key":"64 hex digits"|null,"contains":[{"terminal","epoch","through","except":[…]}]}
struct MemberRow {
    MemberState state;  ///< with the member's id
    std::vector<CardRow> cards;
    std::optional<std::int64_t> phone_key;
    std::string sealed;              ///< {"name","phone"} sealed with `key`, the id as context
    std::optional<format::Key> key;  ///< none: the person was erased, or is not for this terminal
    std::vector<ContainsMark> contains;
};

/// Readers of one row. Strict, like every reader: an unknown member is refused with its place.
Checked<ItemRow> read_item(const nlohmann::json& value, const std::string& place = {});
Checked<MemberRow> read_member(const nlohmann::json& value, const std::string& place = {});
nlohmann::json to_value(const ItemRow& item);
nlohmann::json to_value(const MemberRow& member);

}  // namespace loyal::store
