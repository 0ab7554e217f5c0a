#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/entry.hpp>
#include <loyal/core/error.hpp>
#include <loyal/core/ledger_entry.hpp>
#include <loyal/core/member_state.hpp>
#include <loyal/core/priced_basket.hpp>
#include <loyal/core/programme.hpp>
#include <loyal/core/what_if.hpp>

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

/// What lasts, as canonical JSON: members sorted by name, integers only, no spaces, UTF-8. The
/// readers are strict: an unknown member, a wrong type, a number out of range or a duplicate name
/// is refused with its place. Documents are bounded in size (document_bytes_max) and depth
/// (depth_max). All functions are pure and thread-safe.
namespace loyal::format {

inline constexpr std::size_t document_bytes_max = 256u << 20;
inline constexpr int depth_max = 32;

Checked<Programme> parse_programme(std::string_view json);
std::string to_json(const Programme& programme);  ///< with every default written out

Checked<Basket> parse_basket(std::string_view json);
std::string to_json(const Basket& basket);

Checked<PricedBasket> parse_priced_basket(std::string_view json);
std::string to_json(const PricedBasket& priced);

/// A journal entry's body; `kind` says which: sale, return, void, enrol, adjust, grant, day_close.
Checked<Entry> parse_entry(std::string_view json);
std::string to_json(const Entry& entry);

Checked<MemberState> parse_member_state(std::string_view json);
std::string to_json(const MemberState& member);

/// An entry of a journal to be replayed; `kind` says which: enrol, sale, return, void, adjust,
/// set_tier, exchange, merge, household, recharge, review, as_of.
Checked<ledger::Entry> parse_ledger_entry(std::string_view json);
std::string to_json(const ledger::Answer& answer);
/// Money and points by tier under both programmes, and the members whose tier differs.
std::string what_if_json(const Trial& against, const Trial& programme);

/// The same codecs over parsed JSON, for messages that hold one of these inside.
nlohmann::json to_value(const Basket& basket);
nlohmann::json to_value(const PricedBasket& priced);
nlohmann::json to_value(const MemberState& member);
nlohmann::json to_value(const Refund& refund);
nlohmann::json to_value(const Programme& programme);
nlohmann::json to_value(const MemberSnapshot& member);

/// JSON with bounded depth and size, duplicate names and floating-point numbers refused.
Checked<nlohmann::json> parse_document(std::string_view json);
/// Reads one from parsed JSON; `place` is put before the members in errors.
Checked<Basket> read_basket(const nlohmann::json& value, const std::string& place = {});
Checked<MemberState> read_member_state(const nlohmann::json& value, const std::string& place = {});

}  // namespace loyal::format
