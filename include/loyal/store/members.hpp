#pragma once

#include <loyal/core/error.hpp>
#include <loyal/core/member_state.hpp>
#include <loyal/core/programme.hpp>
#include <loyal/store/journal.hpp>
#include <loyal/store/rows.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::store {

/// What a till shows of the person, always masked on its way out. Empty if it cannot be unsealed.
struct Personal {
    std::string name;
    std::string phone;
};

/// A member as this terminal knows them now: head office's state with the terminal's own entries
/// that it does not contain laid over it.
struct KnownMember {
    MemberState state;
    std::vector<CardRow> cards;
    Personal personal;
};

/// Reads row, marks and own entries as of one moment. @return Errc::member_not_found
Result<KnownMember> find_member(Database& database,
                                const MemberId& member,
                                const Programme& programme);

/// Who holds this card. @return Errc::member_not_found, or Errc::credential_blocked for a card
/// reported lost
Result<MemberId> member_of_card(Database& database, std::string_view number);

/// Who has this phone number, or one that ends in these four digits; at most `members_found_max`.
std::vector<MemberId> members_of_phone(Database& database, std::string_view phone);
inline constexpr std::int64_t members_found_max = 20;

/// Look-up keys of a phone's digits; nothing without a look-up key or digits.
struct PhoneKeys {
    std::optional<std::int64_t> whole;
    std::optional<std::int64_t> tail;
};
PhoneKeys phone_keys(Database& database, std::string_view phone);

/// Members that this terminal knows, for the status page.
std::int64_t count_members(Database& database);

}  // namespace loyal::store
