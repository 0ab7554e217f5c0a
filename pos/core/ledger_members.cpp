#include "apply.hpp"
#include "ledger_state.hpp"
#include "merge.hpp"
#include "tier_change.hpp"

#include <algorithm>
#include <utility>

namespace loyal {
namespace {

InputError unknown_member(const char* place)
{
    return {place, "is no member"};
}

// The earliest sale of a member that still reaches the amount.
SalePlace first_qualifying(LedgerState& state, SalePlace last, Money min_spend)
{
    SalePlace first = SalePlace::none;
    for (SalePlace place = last; place != SalePlace::none; place = state.sale(place).previous) {
        const LedgerSale& sale = state.sale(place);
        const bool is_back = !sale.refunds.empty() && sale.refunds.back().whole;
        if (is_back || sale.spend < min_spend) continue;
        const bool is_earlier =
            first == SalePlace::none ||
            std::pair{sale.date, index(place)} < std::pair{state.sale(first).date, index(first)};
        if (is_earlier) first = place;
    }
    return first;
}

}  // namespace

void LedgerState::adjust(MemberPlace place, const std::string& id, Points points, BusinessDate day)
{
    AdjustEntry entry;
    entry.id = id;
    entry.date = day;
    entry.points = points;
    apply_to(undo.keep(account(member(place).account)).points, entry, programme);
}

Checked<ledger::Answer> LedgerState::take(const ledger::Enrol& entry)
{
    if (member_by_id.contains(entry.member)) return InputError{"member", "is a member already"};
    LedgerMember member;
    if (entry.referrer) {
        if (*entry.referrer == entry.member) {
            return InputError{"referrer", "must be another member"};
        }
        member.referrer = find(*entry.referrer);
        if (!member.referrer) return unknown_member("referrer");
    }
    EnrolEntry enrol;
    enrol.member = entry.member;
    enrol.date = date_of(entry.at);
    enrol.birthday = entry.birthday;
    member.state.id = entry.member;
    member.account = open_account();
    apply_to(member.state, account(member.account).points, enrol, programme);
    const MemberPlace place{static_cast<std::uint32_t>(members.size())};
    members.push_back(std::move(member));
    member_by_id.emplace(entry.member, place);
    return standing(place, enrol.date);
}

Checked<ledger::Answer> LedgerState::take(const ledger::Adjust& entry)
{
    const auto place = find(entry.member);
    if (!place) return unknown_member("member");
    adjust(*place, "adjust:" + std::to_string(entries), entry.points, date_of(entry.at));
    return standing(*place, date_of(entry.at));
}

Checked<ledger::Answer> LedgerState::take(const ledger::SetTier& entry)
{
    const auto place = find(entry.member);
    if (!place) return unknown_member("member");
    if (programme.find_tier(entry.floor.tier) == nullptr) {
        return InputError{"tier", "must be one of the programme's tiers"};
    }
    const BusinessDate day = date_of(entry.at);
    if (entry.floor.until && *entry.floor.until < day) {
        return InputError{"until", "must not be before the entry's day"};
    }
    set_floor(member(*place).state, entry.floor, day, programme);
    return standing(*place, day);
}

Checked<ledger::Answer> LedgerState::take(const ledger::Merge& entry)
{
    const auto from_place = find(entry.from);
    if (!from_place) return unknown_member("from");
    const auto into_place = find(entry.into);
    if (!into_place) return unknown_member("into");
    if (*from_place == *into_place) return InputError{"into", "must be another member"};
    LedgerMember& from = undo.keep(member(*from_place));
    LedgerMember& into = undo.keep(member(*into_place));
    undo.keep(households);
    merge_into(into.state, from.state, programme);

    // Points that are shared stay with the household.
    bool are_shared = false;
    if (from.state.household) {
        auto& others = households.at(*from.state.household).members;
        std::erase(others, *from_place);
        are_shared = !others.empty();
        if (!are_shared) households.erase(*from.state.household);
    }
    if (!are_shared) {
        LedgerAccount& emptied = undo.keep(account(from.account));
        merge_into(undo.keep(account(into.account)).points, emptied.points);
        emptied = {{}, current(into.account)};
    }

    const bool takes_referral = from.qualifying_sale != SalePlace::none || !into.referrer;
    if (into.qualifying_sale == SalePlace::none && takes_referral) {
        into.referrer = from.referrer;
        into.qualifying_sale = from.qualifying_sale;
        into.referrer_was_paid = from.referrer_was_paid;
    }
    into.referrals_paid += from.referrals_paid;
    if (from.last_sale != SalePlace::none) {
        SalePlace oldest = from.last_sale;
        while (sale(oldest).previous != SalePlace::none) oldest = sale(oldest).previous;
        undo.keep(sale(oldest)).previous = into.last_sale;
        into.last_sale = from.last_sale;
    }
    from.merged_into = *into_place;
    return standing(*into_place, date_of(entry.at));
}

Checked<ledger::Answer> LedgerState::take(const ledger::ChangeHousehold& entry)
{
    const char* what = entry.joins ? "add" : "remove";
    const auto place = find(entry.member);
    if (!place) return unknown_member(what);
    LedgerMember& one = undo.keep(member(*place));
    if (entry.joins && one.state.household) return InputError{what, "is in a household already"};
    if (!entry.joins && one.state.household != entry.household) {
        return InputError{what, "is not in this household"};
    }
    undo.keep(households);
    if (entry.joins) {
        LedgerHousehold& household = households[entry.household];
        if (household.members.empty()) {
            household.account = current(one.account);
        } else {
            LedgerAccount& emptied = undo.keep(account(one.account));
            merge_into(undo.keep(account(household.account)).points, emptied.points);
            emptied = {{}, current(household.account)};
            one.account = household.account;
        }
        household.members.push_back(*place);
        one.state.household = entry.household;
    } else {
        LedgerHousehold& household = households.at(entry.household);
        std::erase(household.members, *place);
        if (household.members.empty()) {
            households.erase(entry.household);
        } else {
            one.account = open_account();
        }
        one.state.household.reset();
    }
    ledger::Household answer{entry.household, {}};
    const auto household = households.find(entry.household);
    if (household == households.end()) return answer;
    for (const MemberPlace other : household->second.members) {
        answer.members.push_back(member(other).state.id);
    }
    std::ranges::sort(answer.members);
    return answer;
}

void LedgerState::reward_referral(MemberPlace place, SalePlace qualifying)
{
    LedgerMember& referred = undo.keep(member(place));
    const MemberPlace by = current(*referred.referrer);
    if (by == place || sale(qualifying).spend < programme.referral->min_spend) return;
    const BusinessDate day = sale(qualifying).date;
    const std::string& id = referred.state.id.value();
    referred.qualifying_sale = qualifying;
    adjust(place, "referred:" + id, programme.referral->referred, day);
    LedgerMember& referrer = undo.keep(member(by));
    add_referral(referrer.state, day, programme);
    const auto& most = programme.referral->most;
    referred.referrer_was_paid = !most || referrer.referrals_paid < *most;
    if (!referred.referrer_was_paid) return;
    ++referrer.referrals_paid;
    adjust(by, "referral:" + id, programme.referral->referrer, day);
}

void LedgerState::review_referral(SalePlace returned, BusinessDate today)
{
    const MemberPlace place = current(*sale(returned).member);
    if (member(place).qualifying_sale != returned || !programme.referral) return;
    LedgerMember& referred = undo.keep(member(place));
    const SalePlace other =
        first_qualifying(*this, referred.last_sale, programme.referral->min_spend);
    if (other == returned) return;
    const MemberPlace by = current(*referred.referrer);
    LedgerMember& referrer = undo.keep(member(by));
    referred.qualifying_sale = other;
    remove_referral(referrer.state, sale(returned).date, today, programme);
    if (other != SalePlace::none) {
        add_referral(referrer.state, sale(other).date, programme);
        return;
    }
    const std::string& id = referred.state.id.value();
    adjust(place, "referred:" + id, -programme.referral->referred, today);
    if (!referred.referrer_was_paid) return;
    --referrer.referrals_paid;
    adjust(by, "referral:" + id, -programme.referral->referrer, today);
}

}  // namespace loyal
