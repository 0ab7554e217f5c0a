#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/error.hpp>
#include <loyal/core/member_state.hpp>
#include <loyal/core/price.hpp>
#include <loyal/core/priced_basket.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace loyal {

/// Where an entry stands: dense from 1 in each epoch of each terminal.
struct JournalPosition {
    TerminalId terminal;
    std::int64_t epoch = 1;
    std::int64_t seq = 0;

    friend auto operator<=>(const JournalPosition&, const JournalPosition&) = default;
};

/// Points spent under one right.
struct RightSpend {
    GrantId grant;
    Points points;

    friend bool operator==(const RightSpend&, const RightSpend&) = default;
};

/// A finished basket with everything that its price came from.
struct SaleEntry {
    TransactionId id;
    BusinessDate date{};
    OperatorId cashier;
    Basket basket;  ///< with the member as seen and the tenders that paid
    PricedBasket priced;
    Money change;  ///< given back in cash
    std::vector<RightSpend> rights;
};

struct ReturnedLine {
    LineNumber line = 1;
    Quantity quantity;

    friend bool operator==(const ReturnedLine&, const ReturnedLine&) = default;
};

/// What one line of a return gave back.
struct RefundedLine {
    LineNumber line = 1;
    Quantity quantity;
    Money refund;

    friend bool operator==(const RefundedLine&, const RefundedLine&) = default;
};

/// What a return or void gives back and takes back; worked out by `refund_of`.
struct Refund {
    Money amount;                     ///< paid out, never negative
    std::vector<RefundedLine> lines;  ///< the offs of the amount by line, before cash rounding
    Points taken_back;                ///< points that the sale had earned
    Points given_back;                ///< points that it had redeemed
    Points deducted_points;           ///< of those taken back, what `deducted` stands for
    Money deducted;                   ///< their worth, which the amount is less by
    Money spend;                      ///< leaves the member's spend
    std::vector<CouponCode> coupons;  ///< the member's again
    std::vector<AppliedOffer> uses;   ///< applications and units that no longer count
    bool whole = false;               ///< nothing is left of the sale

    friend bool operator==(const Refund&, const Refund&) = default;
};

struct ReturnEntry {
    TransactionId id;
    TransactionId of;
    Instant at;
    BusinessDate date{};
    StoreId store;
    OperatorId cashier;
    std::string reason;
    TenderType tender = TenderType::cash;
    std::optional<MemberId> member;
    BusinessDate sale_date{};
    std::vector<ReturnedLine> lines;
    Refund refund;
    bool is_void = false;  ///< kind "void": undoes what is left, same terminal and business date
};

/// A member enrolled at a terminal. Name and phone are sealed with the member's own key, which
/// travels beside the journal and not in it, so that erasing the key erases the person.
struct EnrolEntry {
    MemberId member;
    Instant at;
    BusinessDate date{};
    StoreId store;
    OperatorId cashier;
    std::optional<Date> birthday;
    std::string card;    ///< card number; may be empty
    std::string sealed;  ///< base64 of nonce and ciphertext; may be empty
    bool consent_messages = false;
    std::optional<MemberId> referrer;
};

/// A change by head office, or one that it takes in: points by hand.
struct AdjustEntry {
    std::string id;
    Instant at;
    BusinessDate date{};
    MemberId member;
    Points points;
    std::string reason;
    std::string by;
};

/// A right received, spent or closed; kept apart from sales for the terminal's own rights.
struct GrantEntry {
    enum class Step { received, closed };
    Step step = Step::received;
    GrantId grant;
    MemberId member;
    Instant at;
    BusinessDate date{};
    Points points;  ///< of the grant when received, what is left when closed
    std::optional<BusinessDate> last_day;
};

/// A business day closed on a terminal.
struct DayCloseEntry {
    Instant at;
    BusinessDate date{};
    OperatorId cashier;
};

using Entry =
    std::variant<SaleEntry, ReturnEntry, EnrolEntry, AdjustEntry, GrantEntry, DayCloseEntry>;

/// The member an entry is about, if any.
std::optional<MemberId> member_of(const Entry& entry);
/// The business date it belongs to.
BusinessDate date_of(const Entry& entry);

/// The state after an entry about this member; entries about others leave it as it is.
///
/// A sale adds lot, spend and visit, takes redeemed points from the lots that expire first, and may
/// lift the tier; a return undoes the same on the sale's own date. Deterministic in the order
/// given.
MemberState apply(MemberState member, const Entry& entry, const Programme& programme);

/// What a return of `lines` gives back, after the returns that this sale already had.
///
/// @param sale      the recorded sale
/// @param earlier   all earlier returns of it, in the order of their journal
/// @param lines     what comes back now; empty: everything not yet returned
/// @param programme the programme version that priced the sale
/// @return Errc::already_returned for more than is left
Result<Refund> refund_of(const SaleEntry& sale,
                         std::span<const Refund> earlier,
                         std::span<const ReturnedLine> lines,
                         const PreparedProgramme& programme);

/// Under `returns.points_debt: "deduct"`: takes off the refund what the points are worth that the
/// return takes back and the account no longer has; what the refund does not cover stays debt.
///
/// @param of  the returned sale
/// @param day of the return
Refund deduct_points(Refund refund,
                     const TransactionId& of,
                     const PointsAccount& account,
                     const Programme& programme,
                     BusinessDate day);

}  // namespace loyal
