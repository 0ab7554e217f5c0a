#pragma once

#include "snapshot.hpp"
#include "undo.hpp"

#include <loyal/core/ledger.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace loyal {

/// Places in the ledger's lists. Nothing is ever removed, so that a place stays good.
enum class MemberPlace : std::uint32_t {};
enum class AccountPlace : std::uint32_t {};
enum class SalePlace : std::uint32_t { none = 0xFFFF'FFFF };

template <class Place>
std::size_t index(Place place)
{
    return static_cast<std::size_t>(place);
}

/// One member with what only a ledger of many knows.
struct LedgerMember {
    MemberState state;  ///< its points are in the account
    AccountPlace account{};
    std::optional<MemberPlace> merged_into;
    std::optional<MemberPlace> referrer;
    SalePlace qualifying_sale = SalePlace::none;  ///< for which referrer and member were rewarded
    bool referrer_was_paid = false;
    std::int64_t referrals_paid = 0;  ///< to this member as the referrer
    SalePlace last_sale = SalePlace::none;
};

/// The points of one member or of a household.
struct LedgerAccount {
    PointsAccount points;
    std::optional<AccountPlace> moved_to;
};

struct LedgerHousehold {
    AccountPlace account{};
    std::vector<MemberPlace> members;
};

/// A sale as its return needs it; its price is worked out again, to the same bytes.
struct LedgerSale {
    TransactionId id;
    BusinessDate date{};
    Basket basket;
    std::optional<MemberPlace> member;
    AccountPlace account{};
    SalePlace previous = SalePlace::none;  ///< of the same member
    Money spend;                           ///< that still stands
    std::vector<Refund> refunds;
    std::vector<ledger::CardAmount> cards;  ///< paid by stored value, that still stands
};

struct LedgerState {
    explicit LedgerState(const PreparedProgramme& prepared_programme)
        : prepared{prepared_programme}, programme{prepared.programme()}, plan{programme}
    {
    }

    const PreparedProgramme& prepared;
    const Programme& programme;
    SnapshotPlan plan;
    std::int64_t entries = 0;
    std::deque<LedgerMember> members;
    std::unordered_map<MemberId, MemberPlace> member_by_id;
    std::deque<LedgerAccount> accounts;
    std::map<HouseholdId, LedgerHousehold> households;
    std::deque<LedgerSale> sales;
    std::unordered_map<TransactionId, SalePlace> transactions;  ///< none: is no sale
    std::map<std::string, Money> cards;
    Undo undo;

    BusinessDate date_of(Instant at) const
    {
        return business_date(at, programme.day_starts_minutes);
    }
    LedgerMember& member(MemberPlace place) { return members[index(place)]; }
    const LedgerMember& member(MemberPlace place) const { return members[index(place)]; }
    LedgerSale& sale(SalePlace place) { return sales[index(place)]; }

    /// Where a member is now, after merges; none: no such member.
    std::optional<MemberPlace> find(const MemberId& id) const;
    MemberPlace current(MemberPlace place) const;
    AccountPlace current(AccountPlace place) const;
    LedgerAccount& account(AccountPlace place) { return accounts[index(current(place))]; }
    const LedgerAccount& account(AccountPlace place) const
    {
        return accounts[index(current(place))];
    }
    AccountPlace open_account();
    std::vector<MemberPlace> members_by_id() const;
    ledger::Standing standing(MemberPlace place, BusinessDate day) const;
    ledger::MemberOnDay on_day(MemberPlace place, BusinessDate day) const;

    Checked<ledger::Answer> take(const ledger::Enrol& entry);
    Checked<ledger::Answer> take(ledger::Sale&& entry);
    Checked<ledger::Answer> take(const ledger::Return& entry);
    Checked<ledger::Answer> take(ledger::Exchange&& entry);
    Checked<ledger::Answer> take(const ledger::Adjust& entry);
    Checked<ledger::Answer> take(const ledger::SetTier& entry);
    Checked<ledger::Answer> take(const ledger::Merge& entry);
    Checked<ledger::Answer> take(const ledger::ChangeHousehold& entry);
    Checked<ledger::Answer> take(const ledger::Recharge& entry);
    Checked<ledger::Answer> take(const ledger::Review& entry);
    Checked<ledger::Answer> take(const ledger::AsOf& entry) const;

    Checked<ledger::Sold> sell(TransactionId id, Basket basket);
    Checked<ledger::Returned> give_back(const ledger::Return& entry);

    /// Points by hand or as a reward; `id` names their lot.
    void adjust(MemberPlace place, const std::string& id, Points points, BusinessDate day);
    /// Rewards a referral if this sale is the member's first qualifying purchase.
    void reward_referral(MemberPlace place, SalePlace qualifying);
    /// Takes the reward back if what a return left of the sale no longer qualifies.
    void review_referral(SalePlace returned, BusinessDate today);

    std::optional<InputError> refused_card(const Basket& basket) const;
    void pay_by_card(LedgerSale& sale, const Basket& basket, Money total);
    std::vector<ledger::CardAmount> refund_to_card(LedgerSale& sale, Money amount);
};

}  // namespace loyal
