#include "rights.hpp"

#include <loyal/format/sign.hpp>
#include <loyal/wire/right.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace loyal::head_office {
namespace {

wire::Grant signed_grant(const RightRecord& right, const format::Key& seed)
{
    return {right.request, right.document, format::to_hex(format::sign(right.document, seed)), ""};
}

Points outstanding_of(Storage& storage, const MemberId& member)
{
    Points sum;
    for (const RightRecord& right : storage.rights_of(member)) sum += right.outstanding();
    return sum;
}

/// Lots that can be spent on the day, the first to expire first, then the older.
std::vector<Lot> spendable_lots(const MemberState& member, BusinessDate day)
{
    std::vector<Lot> lots;
    for (const Lot& lot : member.account.lots) {
        if (lot.points > Points{} && lot.from <= day && (!lot.until || *lot.until >= day))
            lots.push_back(lot);
    }
    std::sort(lots.begin(), lots.end(), [](const Lot& a, const Lot& b) {
        const auto last = BusinessDate::max();
        return std::tuple{a.until.value_or(last), a.from, a.id} <
               std::tuple{b.until.value_or(last), b.from, b.id};
    });
    return lots;
}

/// The lots that `points` come from, behind `held` points that other rights stand for.
std::vector<wire::RightLot> lots_behind(const std::vector<Lot>& lots, Points held, Points points)
{
    std::vector<wire::RightLot> parts;
    for (const Lot& lot : lots) {
        const Points skipped = std::min(held, lot.points);
        held -= skipped;
        const Points part = std::min(points, lot.points - skipped);
        if (part <= Points{}) continue;
        points -= part;
        if (parts.size() < wire::Right::lots_max) parts.push_back({lot.id, part, lot.until});
    }
    return parts;
}

RightRecord make_right(Storage& storage,
                       const wire::RightAsk& ask,
                       const RightContext& context,
                       const std::vector<wire::RightLot>& lots)
{
    wire::Right right;
    right.generation = storage.meta("generation").value_or("");
    right.grant = GrantId{right.generation + "-" + ask.request};
    right.member = ask.member;
    right.terminal = context.terminal;
    right.epoch = context.epoch;
    right.lots = lots;
    for (const wire::RightLot& lot : lots) {
        right.points += lot.points;
        // No right outlives its lots.
        if (lot.until && (!right.last_day || *lot.until < *right.last_day))
            right.last_day = lot.until;
    }
    RightRecord record;
    record.grant = right.grant;
    record.request = ask.request;
    record.member = right.member;
    record.terminal = right.terminal;
    record.epoch = right.epoch;
    record.points = right.points;
    record.document = wire::to_json(right);
    return record;
}

wire::Grant none(const wire::RightAsk& ask, std::string why)
{
    return {ask.request, "", "", std::move(why)};
}

wire::Grant decide(Storage& storage, const wire::RightAsk& ask, const RightContext& context)
{
    if (const auto given = storage.right_of_request(ask.request)) {
        if (given->terminal != context.terminal || given->member != ask.member)
            return none(ask, "this request was another terminal's");
        return signed_grant(*given, context.grant_seed);
    }
    const auto member = storage.member(ask.member);
    if (!member) return none(ask, "head office does not know this member");
    const Points held = outstanding_of(storage, ask.member);
    const Points available = spendable(member->state, context.today) - held;
    const Points points = std::min(ask.points, available);
    if (points <= Points{}) return none(ask, "no points are free");
    const auto lots = lots_behind(spendable_lots(member->state, context.today), held, points);
    if (lots.empty()) return none(ask, "no points are free");
    const RightRecord right = make_right(storage, ask, context, lots);
    storage.put_right(right);
    return signed_grant(right, context.grant_seed);
}

}  // namespace

wire::Grant decide_right(Storage& storage, const wire::RightAsk& ask, const RightContext& context)
{
    wire::Grant grant;
    storage.in_transaction([&] { grant = decide(storage, ask, context); });
    return grant;
}

}  // namespace loyal::head_office
