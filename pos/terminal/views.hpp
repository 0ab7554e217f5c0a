#pragma once

#include "pricing.hpp"
#include "texts.hpp"

#include <loyal/core/entry.hpp>
#include <loyal/store/transactions.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// What the local API shows, as docs/local-api/openapi.json describes it.
namespace loyal::terminal {

nlohmann::json to_view(const Text& text);
nlohmann::json to_view(const std::optional<Text>& text);
nlohmann::json to_view(const Voice& voice);
nlohmann::json to_view(const DeviceReport& device);
nlohmann::json to_view(const store::ItemRow& item);
nlohmann::json to_view(const Tender& tender);

nlohmann::json basket_view(const ShownBasket& shown, const Programme& programme);
nlohmann::json basket_summary(const ShownBasket& shown);

nlohmann::json member_view(const store::KnownMember& member,
                           const Programme& programme,
                           const std::optional<TierOutcome>& tier,
                           BusinessDate day);
/// How many days until the next birthday, 0 today.
std::optional<std::int64_t> days_to_birthday(const MemberState& member, BusinessDate day);

nlohmann::json error_view(const Problem& problem, const std::string& member);
/// "王*明", or null without a member.
nlohmann::json masked(const std::optional<store::KnownMember>& member);

std::string_view tender_name(TenderType type);
std::optional<TenderType> tender_of(std::string_view name);
Text tier_name(const Programme& programme, const TierCode& tier);

}  // namespace loyal::terminal
