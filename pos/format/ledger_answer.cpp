#include "reader.hpp"

#include <loyal/format/json.hpp>

#include <utility>

namespace loyal::format {
namespace {

template <class Id>
Json ids(const std::vector<Id>& list)
{
    Json values = Json::array();
    for (const Id& id : list) values.push_back(id.value());
    return values;
}

Json write(const ledger::Standing& standing)
{
    return {{"member", standing.member.value()},
            {"tier", standing.tier.value()},
            {"points", {{"balance", standing.balance.count()}, {"debt", standing.debt.count()}}}};
}

Json write(const ledger::Sold& sold)
{
    Json object{{"id", sold.id.value()}, {"priced", to_value(sold.priced)}};
    if (sold.tier) {
        object["tier"] = {{"before", sold.tier->before.value()},
                          {"after", sold.tier->after.value()}};
    }
    return object;
}

Json write(const ledger::Returned& returned)
{
    const Refund& refund = returned.refund;
    Json object{{"id", returned.id.value()},
                {"refund", refund.amount.minor_units()},
                {"points",
                 {{"taken_back", refund.taken_back.count()},
                  {"given_back", refund.given_back.count()},
                  {"debt", returned.debt.count()}}},
                {"lines", to_value(refund)["lines"]}};
    if (refund.deducted != Money{}) {
        object["points"]["deducted"] = {{"points", refund.deducted_points.count()},
                                        {"worth", refund.deducted.minor_units()}};
    }
    for (const ledger::CardAmount& card : returned.cards) {
        object["stored_value"].push_back(
            {{"card", card.card}, {"amount", card.amount.minor_units()}});
    }
    return object;
}

Json write(const ledger::Exchanged& exchanged)
{
    Json object = write(exchanged.returned);
    object.update(write(exchanged.sold));
    return object;
}

Json write(const ledger::Household& household)
{
    return {{"household", household.household.value()}, {"members", ids(household.members)}};
}

Json write(const ledger::Recharged& recharged)
{
    return {{"id", recharged.id.value()},
            {"card", recharged.card},
            {"bonus", recharged.bonus.minor_units()},
            {"balance", recharged.balance.minor_units()}};
}

Json write(const ledger::Reviewed& reviewed)
{
    Json moves = Json::array();
    for (const TierMove& move : reviewed.moves) {
        moves.push_back({{"member", move.member.value()},
                         {"from", move.from.value()},
                         {"to", move.to.value()},
                         {"why", to_value(move.why)}});
    }
    return {{"moves", std::move(moves)}};
}

Json write(const ledger::MetricOnDay& shown)
{
    Json object{{"metric", to_text(shown.metric.metric)},
                {"window", to_value(shown.metric.window)},
                {"value", shown.metric.value}};
    for (const ledger::ScoredMetric& part : shown.parts) {
        object["parts"].push_back(
            {{"metric", to_text(part.metric)}, {"value", part.value}, {"score", part.score}});
    }
    return object;
}

Json write(const ledger::MemberOnDay& member)
{
    Json lots = Json::array();
    for (const Lot& lot : member.lots) {
        lots.push_back({{"points", lot.points.count()},
                        {"from", to_string(lot.from)},
                        {"until", lot.until ? Json(to_string(*lot.until)) : Json(nullptr)}});
    }
    Json metrics = Json::array();
    for (const ledger::MetricOnDay& metric : member.metrics) metrics.push_back(write(metric));
    return {{"id", member.id.value()},
            {"tier", member.tier.value()},
            {"points",
             {{"balance", member.balance.count()},
              {"spendable", member.spendable.count()},
              {"pending", member.pending.count()},
              {"debt", member.debt.count()},
              {"lots", std::move(lots)}}},
            {"metrics", std::move(metrics)},
            {"lifecycle", member.lifecycle ? Json(*member.lifecycle) : Json(nullptr)}};
}

Json write(const ledger::Members& all)
{
    Json members = Json::array();
    for (const ledger::MemberOnDay& member : all.members) members.push_back(write(member));
    return {{"members", std::move(members)}};
}

}  // namespace

std::string to_json(const ledger::Answer& answer)
{
    return std::visit([](const auto& it) { return write(it).dump(); }, answer);
}

}  // namespace loyal::format
