#include "reader.hpp"

#include <loyal/format/json.hpp>

namespace loyal::format {
namespace {

Lot read_lot(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    Lot lot{object.text("id"), Points::of(object.integer("points", 0, Points::limit)),
            object.date("from"), object.maybe_date("until")};
    object.done();
    return lot;
}

DayTotals read_day(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    DayTotals day;
    day.date = object.date("date");
    day.spend = object.money("spend", -Money::limit);
    day.accrued = object.points_or("accrued", Points{}, -Points::limit);
    day.sales = static_cast<std::int32_t>(object.integer_or("sales", 0, -1'000'000, 1'000'000));
    day.referrals = static_cast<std::int32_t>(object.integer_or("referrals", 0, 0, 1'000'000));
    object.done();
    return day;
}

OfferUse read_use(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    OfferUse use{OfferId{object.text("offer")}, object.date("date"),
                 object.integer_or("applications", 0, -Money::limit, Money::limit),
                 object.integer_or("units", 0, -Money::limit, Money::limit)};
    object.done();
    return use;
}

TierLift read_lift(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    TierLift lift{object.date("date"), {}};
    lift.before.tier = TierCode{object.text_or("before", "", id_bytes_max)};
    if (const auto since = object.maybe_date("before_since")) lift.before.since = *since;
    lift.before.failing_since = object.maybe_date("before_failing_since");
    object.maybe_text("sale");  // written by versions before 0.2
    object.done();
    return lift;
}

TierFloor read_floor(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    TierFloor floor{TierCode{object.text("tier")}, object.maybe_date("until"),
                    object.text_or("reason", ""), object.text_or("by", "", id_bytes_max)};
    object.done();
    return floor;
}

PointsAccount read_account(ObjectReader& object)
{
    PointsAccount account;
    object.elements("lots", [&](const Json& value, const std::string& place) {
        account.lots.push_back(read_lot(value, place));
    });
    account.debt = object.points_or("debt", Points{});
    object.elements("spends", [&](const Json& value, const std::string& place) {
        ObjectReader spend{value, place};
        account.spends.push_back({TransactionId{spend.text("sale")},
                                  read_lot(spend.need("lot"), spend.place_of("lot"))});
        spend.done();
    });
    object.elements("owed", [&](const Json& value, const std::string& place) {
        ObjectReader owed{value, place};
        account.owed.push_back(
            {owed.text("lot"), Points::of(owed.integer("points", 0, Points::limit))});
        owed.done();
    });
    object.elements("stand_ins", [&](const Json& value, const std::string& place) {
        ObjectReader stand_in{value, place};
        account.stand_ins.push_back({stand_in.text("in_place_of"),
                                     read_lot(stand_in.need("lot"), stand_in.place_of("lot"))});
        stand_in.done();
    });
    return account;
}

void read_lists(ObjectReader& object, MemberState& member)
{
    object.elements("days", [&](const Json& value, const std::string& place) {
        member.days.push_back(read_day(value, place));
    });
    object.elements("used", [&](const Json& value, const std::string& place) {
        member.used.push_back(read_use(value, place));
    });
    object.elements("lifts", [&](const Json& value, const std::string& place) {
        member.lifts.push_back(read_lift(value, place));
    });
    member.segments = object.texts("segments");
}

MemberState read_state(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    MemberState member;
    member.id = MemberId{object.text("id")};
    member.standing.tier = TierCode{object.text_or("tier", "", id_bytes_max)};
    if (const auto since = object.maybe_date("tier_since")) member.standing.since = *since;
    member.standing.failing_since = object.maybe_date("tier_failing_since");
    if (const Json* floor = object.find("floor")) {
        member.floor = read_floor(*floor, object.place_of("floor"));
    }
    member.birthday = object.maybe_date("birthday");
    member.enrolled = object.maybe_date("enrolled");
    member.account = read_account(object);
    member.transactions = object.integer_or("transactions", 0);
    read_lists(object, member);
    member.lifecycle = object.maybe_text("lifecycle");
    if (auto household = object.maybe_text("household")) {
        member.household = HouseholdId{std::move(*household)};
    }
    object.done();
    return member;
}

Json write(const Lot& lot)
{
    Json object{{"id", lot.id}, {"points", lot.points.count()}, {"from", to_string(lot.from)}};
    if (lot.until) object["until"] = to_string(*lot.until);
    return object;
}

Json write(const DayTotals& day)
{
    Json object{{"date", to_string(day.date)},
                {"spend", day.spend.minor_units()},
                {"accrued", day.accrued.count()},
                {"sales", day.sales}};
    if (day.referrals != 0) object["referrals"] = day.referrals;
    return object;
}

Json write(const OfferUse& use)
{
    return {{"offer", use.offer.value()},
            {"date", to_string(use.date)},
            {"applications", use.applications},
            {"units", use.units}};
}

Json write(const TierLift& lift)
{
    Json object{{"date", to_string(lift.date)}, {"before", lift.before.tier.value()}};
    if (lift.before.since != BusinessDate{}) {
        object["before_since"] = to_string(lift.before.since);
    }
    if (lift.before.failing_since) {
        object["before_failing_since"] = to_string(*lift.before.failing_since);
    }
    return object;
}

Json write(const TierFloor& floor)
{
    Json object{{"tier", floor.tier.value()}};
    if (floor.until) object["until"] = to_string(*floor.until);
    if (!floor.reason.empty()) object["reason"] = floor.reason;
    if (!floor.by.empty()) object["by"] = floor.by;
    return object;
}

void write_account(const PointsAccount& account, Json& object)
{
    for (const Lot& lot : account.lots) object["lots"].push_back(write(lot));
    if (account.debt != Points{}) object["debt"] = account.debt.count();
    for (const LotSpend& spend : account.spends) {
        object["spends"].push_back({{"sale", spend.sale.value()}, {"lot", write(spend.lot)}});
    }
    for (const OwedPoints& owed : account.owed) {
        object["owed"].push_back({{"lot", owed.lot}, {"points", owed.points.count()}});
    }
    for (const StandIn& stand_in : account.stand_ins) {
        object["stand_ins"].push_back(
            {{"in_place_of", stand_in.in_place_of}, {"lot", write(stand_in.lot)}});
    }
}

}  // namespace

Checked<MemberState> read_member_state(const Json& value, const std::string& place)
{
    return checked([&] { return read_state(value, place); });
}

Checked<MemberState> parse_member_state(std::string_view json)
{
    const auto document = parse_document(json);
    if (!document) return document.error();
    return read_member_state(*document);
}

Json to_value(const MemberState& member)
{
    Json object{{"id", member.id.value()}};
    if (member.standing.tier != TierCode{}) {
        object["tier"] = member.standing.tier.value();
        object["tier_since"] = to_string(member.standing.since);
    }
    if (member.standing.failing_since) {
        object["tier_failing_since"] = to_string(*member.standing.failing_since);
    }
    if (member.floor) object["floor"] = write(*member.floor);
    if (member.birthday) object["birthday"] = to_string(*member.birthday);
    if (member.enrolled) object["enrolled"] = to_string(*member.enrolled);
    write_account(member.account, object);
    for (const DayTotals& day : member.days) object["days"].push_back(write(day));
    for (const OfferUse& use : member.used) object["used"].push_back(write(use));
    for (const TierLift& lift : member.lifts) object["lifts"].push_back(write(lift));
    if (member.transactions != 0) object["transactions"] = member.transactions;
    if (!member.segments.empty()) object["segments"] = member.segments;
    if (member.lifecycle) object["lifecycle"] = *member.lifecycle;
    if (member.household) object["household"] = member.household->value();
    return object;
}

std::string to_json(const MemberState& member)
{
    return to_value(member).dump();
}

}  // namespace loyal::format
