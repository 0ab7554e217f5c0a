#include "projection.hpp"

#include "member_fold.hpp"
#include "repricing.hpp"

#include <loyal/database/database.hpp>
#include <loyal/format/json.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace loyal::head_office {
namespace {

/// Projects one kind of entry after another of one record.
class Projector {
public:
    Projector(Storage& storage, Programmes& programmes, const EntryRecord& record)
        : storage_{storage}, programmes_{programmes}, record_{record}
    {
    }

    Outcome operator()(const SaleEntry& sale);
    Outcome operator()(const ReturnEntry& refund);
    Outcome operator()(const EnrolEntry& enrol);
    Outcome operator()(const AdjustEntry& adjust);
    Outcome operator()(const GrantEntry& grant);
    Outcome operator()(const DayCloseEntry&) { return {}; }

private:
    static Outcome waits(std::string what) { return {EntryState::waiting, std::move(what), {}}; }
    static Outcome refused(std::string why)
    {
        return {EntryState::quarantined, std::move(why), {}};
    }

    std::optional<Outcome> missing_for(const SaleEntry& sale);
    void count_sale(const SaleEntry& sale, const std::optional<TierCode>& tier);
    void spend_rights(const SaleEntry& sale);
    void use_coupons(const SaleEntry& sale);
    void check_returned(const ReturnEntry& refund);
    void fold(const MemberId& member, const Entry& entry, const PreparedProgramme& programme);
    void differ(const TransactionId& id, const char* kind, std::string expected, std::string found)
    {
        storage_.put_difference({id.value(), kind, std::move(expected), std::move(found)});
    }

    Storage& storage_;
    Programmes& programmes_;
    const EntryRecord& record_;
};

std::optional<TierCode> tier_at_sale(const SaleEntry& sale, const Programme& programme)
{
    if (!sale.basket.member) return std::nullopt;
    if (sale.basket.member->tier) return sale.basket.member->tier;
    return programme.tiers.empty() ? TierCode{} : programme.tiers.front().id;
}

std::optional<Outcome> Projector::missing_for(const SaleEntry& sale)
{
    if (const auto other = storage_.sale(sale.id))
        return refused("transaction " + sale.id.value() + " was recorded before, at " +
                       other->at.terminal.value() + " " + std::to_string(other->at.seq));
    if (programmes_.find(storage_, sale.priced.programme, sale.priced.version) == nullptr)
        return waits("programme:" + programme_key(sale.priced.programme, sale.priced.version));
    if (sale.basket.member && !storage_.has_member(sale.basket.member->id))
        return waits("member:" + sale.basket.member->id.value());
    for (const RightSpend& spend : sale.rights)
        if (!storage_.right(spend.grant)) return waits("right:" + spend.grant.value());
    return std::nullopt;
}

Outcome Projector::operator()(const SaleEntry& sale)
{
    if (auto missing = missing_for(sale)) return std::move(*missing);
    const PreparedProgramme& programme =
        *programmes_.find(storage_, sale.priced.programme, sale.priced.version);
    for (auto& difference : price_again(sale, programme)) storage_.put_difference(difference);
    SaleRecord kept;
    kept.id = sale.id;
    kept.at = record_.at;
    kept.kind = "sale";
    kept.store = sale.basket.store;
    kept.date = sale.date;
    kept.tier = tier_at_sale(sale, programme.programme());
    if (sale.basket.member) kept.member = sale.basket.member->id;
    kept.programme = programme_key(sale.priced.programme, sale.priced.version);
    storage_.put_sale(kept);
    count_sale(sale, kept.tier);
    use_coupons(sale);
    spend_rights(sale);
    if (kept.member) {
        storage_.put_member_store(*kept.member, kept.store);
        fold(*kept.member, sale, programme);
    }
    return {};
}

void Projector::count_sale(const SaleEntry& sale, const std::optional<TierCode>& tier)
{
    Totals sums;
    sums.sales = 1;
    sums.net = net_total(sale.priced);
    sums.discount = sale.priced.discount + sale.priced.redeemed_worth;
    sums.points_issued = sale.priced.points_earned;
    sums.points_redeemed = sale.priced.redeemed_points;
    storage_.add_totals({sale.date, sale.basket.store, record_.at.terminal, tier}, sums);
    if (sale.basket.member) storage_.add_day_member(sale.date, *tier, sale.basket.member->id);
}

void Projector::use_coupons(const SaleEntry& sale)
{
    for (const CouponOutcome& coupon : sale.priced.coupons) {
        if (!coupon.used) continue;
        std::vector<std::string> sales = storage_.use_coupon(coupon.code, sale.id);
        if (sales.empty()) continue;
        // Named after the smallest id, so that the order of arrival makes no difference.
        sales.push_back(sale.id.value());
        std::sort(sales.begin(), sales.end());
        differ(TransactionId{sales.front()}, "coupon", "used once",
               coupon.code.value() + " used in " + std::to_string(sales.size()) + " sales");
    }
}

void Projector::spend_rights(const SaleEntry& sale)
{
    Points covered;
    for (const RightSpend& spend : sale.rights) {
        auto right = storage_.right(spend.grant);
        right->spent += spend.points;
        covered += spend.points;
        if (right->spent + right->closed > right->points || right->member != record_.member ||
            right->terminal != record_.at.terminal || right->epoch != record_.at.epoch)
            differ(sale.id, "right", right->document, std::to_string(spend.points.count()));
        storage_.put_right(*right);
    }
    if (covered < sale.priced.redeemed_points)
        differ(sale.id, "redeemed without right", std::to_string(covered.count()),
               std::to_string(sale.priced.redeemed_points.count()));
}

Outcome Projector::operator()(const ReturnEntry& refund)
{
    if (storage_.sale(refund.id))
        return refused("transaction " + refund.id.value() + " was recorded before");
    const auto sale = storage_.sale(refund.of);
    if (!sale) return waits("sale:" + refund.of.value());
    if (refund.member != sale->member) return refused("the return names another member");
    check_returned(refund);
    SaleRecord kept = *sale;
    kept.id = refund.id;
    kept.at = record_.at;
    kept.kind = refund.is_void ? "void" : "return";
    kept.of = refund.of;
    kept.store = refund.store;
    kept.date = refund.date;
    storage_.put_sale(kept);
    Totals sums;
    sums.returned = 1;
    sums.returns = refund.refund.amount;
    sums.points_taken_back = refund.refund.taken_back;
    sums.points_given_back = refund.refund.given_back;
    storage_.add_totals({refund.date, refund.store, record_.at.terminal, sale->tier}, sums);
    for (const CouponCode& code : refund.refund.coupons) storage_.free_coupon(code, refund.of);
    if (sale->member) fold(*sale->member, refund, *programmes_.find(storage_, sale->programme));
    return {};
}

void Projector::check_returned(const ReturnEntry& refund)
{
    const auto sold_at = storage_.sale(refund.of)->at;
    const auto sold = format::parse_entry(storage_.entry(sold_at)->body);
    std::map<LineNumber, Quantity> left;
    for (const PricedLine& line : std::get<SaleEntry>(*sold).priced.lines)
        left[line.line] = left[line.line] + line.quantity;
    const auto take = [&left](const ReturnEntry& one) {
        for (const RefundedLine& line : one.refund.lines)
            left[line.line] = left[line.line] - line.quantity;
    };
    take(refund);
    for (const SaleRecord& earlier : storage_.returns_of(refund.of)) {
        const auto entry = format::parse_entry(storage_.entry(earlier.at)->body);
        take(std::get<ReturnEntry>(*entry));
    }
    for (const auto& [line, quantity] : left) {
        if (quantity < Quantity{})
            differ(refund.of, "returned", "at most what was sold",
                   "line " + std::to_string(line) + ": " +
                       std::to_string(-quantity.in_thousandths()) + " thousandths too many");
    }
}

Outcome Projector::operator()(const EnrolEntry& enrol)
{
    const PreparedProgramme* programme = record_.programme.empty()
                                             ? programmes_.current(storage_)
                                             : programmes_.find(storage_, record_.programme);
    if (programme == nullptr) return waits("programme");
    auto member = storage_.member(enrol.member);
    if (!member) {
        member.emplace();
        member->base.id = enrol.member;
        member->base.birthday = enrol.birthday;
        member->base.enrolled = enrol.date;
        member->state = member->base;
        member->home = enrol.store;
    }
    if (member->sealed.empty()) member->sealed = enrol.sealed;
    storage_.put_member(*member);
    if (!enrol.card.empty()) {
        if (const auto holder = storage_.put_card(enrol.member, enrol.card))
            storage_.put_difference({enrol.member.value(), "card", "held by nobody else",
                                     "held by " + holder->value()});
    }
    storage_.put_member_store(enrol.member, enrol.store);
    fold(enrol.member, enrol, *programme);
    const Programme& applied = programme->programme();
    return {EntryState::projected, {}, programme_key(applied.id, applied.version)};
}

Outcome Projector::operator()(const AdjustEntry& adjust)
{
    const PreparedProgramme* programme = record_.programme.empty()
                                             ? programmes_.current(storage_)
                                             : programmes_.find(storage_, record_.programme);
    if (programme == nullptr) return waits("programme");
    if (!storage_.has_member(adjust.member)) return waits("member:" + adjust.member.value());
    fold(adjust.member, adjust, *programme);
    const Programme& applied = programme->programme();
    return {EntryState::projected, {}, programme_key(applied.id, applied.version)};
}

Outcome Projector::operator()(const GrantEntry& grant)
{
    auto right = storage_.right(grant.grant);
    if (!right) return waits("right:" + grant.grant.value());
    right->is_received = true;
    if (grant.step == GrantEntry::Step::closed && !right->is_closed) {
        right->is_closed = true;
        right->closed = grant.points;
    }
    storage_.put_right(*right);
    return {};
}

void Projector::fold(const MemberId& member, const Entry& entry, const PreparedProgramme& programme)
{
    fold_entry(storage_, programmes_, {member, record_, entry, programme.programme()});
}

Outcome unreadable(const InputError& error)
{
    const bool is_new_kind = error.member == "kind";
    return {is_new_kind ? EntryState::unknown : EntryState::quarantined, to_string(error), {}};
}

/// What an entry makes possible for others.
std::optional<std::string> made_available(const Entry& entry)
{
    if (const auto* sale = std::get_if<SaleEntry>(&entry)) return "sale:" + sale->id.value();
    if (const auto* enrol = std::get_if<EnrolEntry>(&entry))
        return "member:" + enrol->member.value();
    return std::nullopt;
}

}  // namespace

Outcome project(Storage& storage,
                Programmes& programmes,
                const EntryRecord& record,
                const Entry& entry)
{
    try {
        Outcome outcome;
        storage.in_transaction([&] {
            outcome = std::visit(Projector{storage, programmes, record}, entry);
        });
        return outcome;
    } catch (const database::StoreError&) {
        throw;  // the machine failed, not the entry
    } catch (const std::exception& error) {
        return {EntryState::quarantined, error.what(), {}};
    }
}

EntryState settle(Storage& storage,
                  Programmes& programmes,
                  const EntryRecord& record,
                  const Checked<Entry>& entry)
{
    const Outcome outcome =
        entry ? project(storage, programmes, record, *entry) : unreadable(entry.error());
    const std::string& programme = outcome.programme.empty() ? record.programme : outcome.programme;
    if (outcome.state != record.state || outcome.note != record.note ||
        programme != record.programme)
        storage.set_state(record.at, outcome.state, outcome.note, programme);
    if (outcome.state != EntryState::projected) return outcome.state;
    if (record.state == EntryState::waiting || record.state == EntryState::quarantined)
        storage.note_late(record.position);
    if (const auto what = made_available(*entry)) release(storage, programmes, *what);
    return outcome.state;
}

EntryState settle(Storage& storage, Programmes& programmes, const EntryRecord& record)
{
    return settle(storage, programmes, record, format::parse_entry(record.body));
}

void release(Storage& storage, Programmes& programmes, const std::string& what)
{
    for (const EntryRecord& waiting : storage.waiting_for(what))
        settle(storage, programmes, waiting);
}

std::int64_t happened_at(const Entry& entry)
{
    struct HappenedAt {
        std::int64_t operator()(const SaleEntry& one) const { return one.basket.at.utc_seconds; }
        std::int64_t operator()(const ReturnEntry& one) const { return one.at.utc_seconds; }
        std::int64_t operator()(const EnrolEntry& one) const { return one.at.utc_seconds; }
        std::int64_t operator()(const AdjustEntry& one) const { return one.at.utc_seconds; }
        std::int64_t operator()(const GrantEntry& one) const { return one.at.utc_seconds; }
        std::int64_t operator()(const DayCloseEntry& one) const { return one.at.utc_seconds; }
    };
    return std::visit(HappenedAt{}, entry);
}

}  // namespace loyal::head_office
