#pragma once

#include <loyal/core/scan.hpp>
#include <loyal/store/journal.hpp>
#include <loyal/store/rows.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace loyal::store {

/// Puts a member and their cards in the place of what was there, in the caller's transaction.
void put_member(Database& database,
                const MemberRow& member,
                const std::optional<std::int64_t>& phone_tail);

/// What a member's digest covers.
format::Hash member_digest(const std::string& state, const std::string& contains);

std::string contains_to_json(const std::vector<ContainsMark>& marks);
std::vector<ContainsMark> contains_from_json(const std::string& text);

/// Name and phone behind `sealed`; empty if it cannot be opened.
struct UnsealedText {
    std::string name;
    std::string phone;
};
UnsealedText unseal_person(const std::string& sealed,
                           const std::string& member,
                           const std::optional<format::Key>& key);

}  // namespace loyal::store
