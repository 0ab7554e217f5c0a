#pragma once

#include <loyal/core/calendar.hpp>
#include <loyal/core/entry.hpp>
#include <loyal/core/error.hpp>
#include <loyal/core/strong_id.hpp>
#include <loyal/database/database.hpp>
#include <loyal/format/seal.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace loyal::store {

using database::Database;

/// An entry's body is never larger, so what was sold can always be sent.
inline constexpr std::size_t entry_bytes_max = 128u << 10;

/// The first answer to a changing call, given again to every repeat of the call.
struct Answer {
    std::string key;       ///< the caller's idempotency key
    format::Hash request;  ///< of method, path and body: another request may not reuse the key
    int status = 200;
    std::string body;
    std::int64_t at = 0;  ///< UTC seconds; answers are purged by age
};

/// An enrolled member's identity travels beside the journal, so that it can be erased.
struct EnrolSecrets {
    std::optional<format::Key> key;          ///< opens `sealed`
    std::optional<std::int64_t> phone_key;   ///< look-up key of the phone
    std::optional<std::int64_t> phone_tail;  ///< look-up key of its last four digits
};

/// Next running number of this terminal, "S001-T1-000482". Taken by the record_* that uses it.
TransactionId next_transaction(Database& database);

/// The trading day of a new entry: of `at`, but never before the journal's last.
BusinessDate trading_day(Database& database, Instant at);

/// Each of these appends one entry with its hash, updates every projection and keeps the answer, in
/// one transaction: all of it is durable when it returns, or nothing happened.
/// @return Errc::too_many_lines for a body over entry_bytes_max; see each. @throws StoreError
///
/// Spends the rights that the sale names (Errc::right_too_small) and its coupons
/// (Errc::already_returned if one was used up by another sale). `basket` is never sold twice:
/// Errc::basket_not_found.
Result<JournalPosition> record_sale(Database& database,
                                    const SaleEntry& sale,
                                    const std::string& basket,
                                    const std::optional<Answer>& answer);
/// A return or void. Points given back are the account's: head office may grant them again.
Result<JournalPosition> record_return(Database& database,
                                      const ReturnEntry& refund,
                                      const std::optional<Answer>& answer);
/// Errc::credential_taken if another member holds the card or phone.
Result<JournalPosition> record_enrol(Database& database,
                                     const EnrolEntry& enrol,
                                     const EnrolSecrets& secrets,
                                     const std::optional<Answer>& answer);
Result<JournalPosition> record_day_close(Database& database, const DayCloseEntry& close);

/// The answer given to this key before, by this daemon or one before a restart.
std::optional<Answer> find_answer(Database& database, const std::string& key);
/// Forgets answers and sold baskets older than `before` (UTC seconds), at most `most` of each.
void purge_answers(Database& database, std::int64_t before, std::int64_t most);

bool is_coupon_used(Database& database, const CouponCode& code);

/// A right to redeem points that this terminal holds.
struct HeldRight {
    GrantId grant;
    MemberId member;
    Points remaining;
    std::optional<BusinessDate> last_day;
};
/// What may be spent for the member on `day`, the right that ends first coming first.
std::vector<HeldRight> rights_of(Database& database, const MemberId& member, BusinessDate day);
/// How `points` come out of `rights`, in their order; fewer than asked if they do not reach.
std::vector<RightSpend> spend_from(std::span<const HeldRight> rights, Points points);

}  // namespace loyal::store
