#include "ledger_state.hpp"
#include "lots.hpp"
#include "requirements.hpp"

#include <algorithm>
#include <utility>

namespace loyal {
namespace {

ledger::MetricOnDay metric_on_day(const MetricValue& value,
                                  const MemberState& member,
                                  const Programme& programme,
                                  BusinessDate day)
{
    ledger::MetricOnDay shown{value, {}};
    if (value.metric != Metric::score) return shown;
    for (const auto& [metric, part] : programme.tier_policy.score) {
        const std::int64_t amount = metric_value(member, metric, value.window, day);
        shown.parts.push_back({metric, amount, scored(part, amount)});
    }
    return shown;
}

}  // namespace

std::optional<MemberPlace> LedgerState::find(const MemberId& id) const
{
    const auto found = member_by_id.find(id);
    if (found == member_by_id.end()) return std::nullopt;
    return current(found->second);
}

MemberPlace LedgerState::current(MemberPlace place) const
{
    while (member(place).merged_into) place = *member(place).merged_into;
    return place;
}

AccountPlace LedgerState::current(AccountPlace place) const
{
    while (accounts[index(place)].moved_to) place = *accounts[index(place)].moved_to;
    return place;
}

AccountPlace LedgerState::open_account()
{
    accounts.emplace_back();
    return AccountPlace{static_cast<std::uint32_t>(accounts.size() - 1)};
}

std::vector<MemberPlace> LedgerState::members_by_id() const
{
    std::vector<MemberPlace> places;
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (!members[i].merged_into) places.push_back(MemberPlace{static_cast<std::uint32_t>(i)});
    }
    std::ranges::sort(places, {},
                      [this](MemberPlace place) { return std::cref(member(place).state.id); });
    return places;
}

ledger::Standing LedgerState::standing(MemberPlace place, BusinessDate day) const
{
    const MemberState& state = member(place).state;
    const PointsAccount& points = account(member(place).account).points;
    return {state.id, tier_of(state, programme), std::max(balance(points, day), Points{}),
            points.debt};
}

ledger::MemberOnDay LedgerState::on_day(MemberPlace place, BusinessDate day) const
{
    const MemberState& state = member(place).state;
    const PointsAccount& points = account(member(place).account).points;
    ledger::MemberOnDay shown;
    shown.id = state.id;
    shown.tier = tier_of(state, programme);
    shown.balance = std::max(balance(points, day), Points{});
    shown.spendable = spendable(points, day);
    shown.debt = points.debt;
    for (const Lot& lot : points.lots) {
        if (has_expired(lot, day)) continue;
        shown.lots.push_back(lot);
        if (lot.from > day) shown.pending += lot.points;
    }
    std::ranges::sort(shown.lots, is_redeemed_before);
    for (const MetricValue& value : metrics_of(state, programme, plan, day)) {
        shown.metrics.push_back(metric_on_day(value, state, programme, day));
    }
    shown.lifecycle = state.lifecycle;
    return shown;
}

Checked<ledger::Answer> LedgerState::take(const ledger::Review& entry)
{
    const BusinessDate day = date_of(entry.at);
    ledger::Reviewed answer;
    for (const MemberPlace place : members_by_id()) {
        ReviewFinding finding = loyal::review(member(place).state, programme, day);
        apply_review(member(place).state, finding, day);
        if (finding.move) answer.moves.push_back(std::move(*finding.move));
    }
    return answer;
}

Checked<ledger::Answer> LedgerState::take(const ledger::AsOf& entry) const
{
    ledger::Members answer;
    for (const MemberPlace place : members_by_id()) {
        answer.members.push_back(on_day(place, date_of(entry.at)));
    }
    return answer;
}

Ledger::Ledger(const PreparedProgramme& programme)
    : state_{std::make_unique<LedgerState>(programme)}
{
}
Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Checked<ledger::Answer> Ledger::take(ledger::Entry entry)
{
    ++state_->entries;
    try {
        auto answer =
            std::visit([this](auto&& it) { return state_->take(std::forward<decltype(it)>(it)); },
                       std::move(entry));
        if (!answer) state_->undo.roll_back();
        state_->undo.clear();
        return answer;
    } catch (const std::overflow_error& overflow) {
        state_->undo.roll_back();
        return InputError{"", std::string{overflow.what()}};
    }
}

std::vector<TierMove> Ledger::review(BusinessDate day) const
{
    std::vector<TierMove> moves;
    for (const MemberPlace place : state_->members_by_id()) {
        auto finding = loyal::review(state_->member(place).state, state_->programme, day);
        if (finding.move) moves.push_back(std::move(*finding.move));
    }
    return moves;
}

std::vector<ledger::MemberOnDay> Ledger::members(BusinessDate day) const
{
    std::vector<ledger::MemberOnDay> all;
    for (const MemberPlace place : state_->members_by_id())
        all.push_back(state_->on_day(place, day));
    return all;
}

}  // namespace loyal
