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

void read_lists(ObjectReader& object, MemberState& member)
{
    object.elements("lots", [&](const Json& value, const std::string& place) {
        member.lots.push_back(read_lot(value, place));
    });
    object.elements("days", [&](const Json& value, const std::string& place) {
        member.days.push_back(read_day(value, place));
    });
    object.elements("used", [&](const Json& value, const std::string& place) {
        member.used.push_back(read_use(value, place));
    });
    object.elements("spends", [&](const Json& value, const std::string& place) {
        ObjectReader spend{value, place};
        member.spends.push_back({TransactionId{spend.text("sale")},
                                 read_lot(spend.need("lot"), spend.place_of("lot"))});
        spend.done();
    });
    object.elements("lifts", [&](const Json& value, const std::string& place) {
        ObjectReader lift{value, place};
        member.lifts.push_back({TransactionId{lift.text("sale")}, lift.date("date"),
                                TierCode{lift.text_or("before", "", id_bytes_max)}});
        lift.done();
    });
    member.segments = object.texts("segments");
}

MemberState read_state(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    MemberState member;
    member.id = MemberId{object.text("id")};
    member.tier = TierCode{object.text_or("tier", "", id_bytes_max)};
    if (const auto since = object.maybe_date("tier_since")) member.tier_since = *since;
    if (const Json* floor = object.find("floor")) {
        ObjectReader read{*floor, object.place_of("floor")};
        member.floor = TierFloor{TierCode{read.text("tier")}, read.maybe_date("until")};
        read.done();
    }
    member.birthday = object.maybe_date("birthday");
    member.enrolled = object.maybe_date("enrolled");
    member.debt = object.points_or("debt", Points{});
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
    return {{"date", to_string(day.date)},
            {"spend", day.spend.minor_units()},
            {"accrued", day.accrued.count()},
            {"sales", day.sales}};
}

Json write(const OfferUse& use)
{
    return {{"offer", use.offer.value()},
            {"date", to_string(use.date)},
            {"applications", use.applications},
            {"units", use.units}};
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
    if (member.tier != TierCode{}) {
        object["tier"] = member.tier.value();
        object["tier_since"] = to_string(member.tier_since);
    }
    if (member.floor) {
        object["floor"]["tier"] = member.floor->tier.value();
        if (member.floor->until) object["floor"]["until"] = to_string(*member.floor->until);
    }
    if (member.birthday) object["birthday"] = to_string(*member.birthday);
    if (member.enrolled) object["enrolled"] = to_string(*member.enrolled);
    for (const Lot& lot : member.lots) object["lots"].push_back(write(lot));
    if (member.debt != Points{}) object["debt"] = member.debt.count();
    for (const DayTotals& day : member.days) object["days"].push_back(write(day));
    for (const OfferUse& use : member.used) object["used"].push_back(write(use));
    for (const LotSpend& spend : member.spends) {
        object["spends"].push_back({{"sale", spend.sale.value()}, {"lot", write(spend.lot)}});
    }
    for (const TierLift& lift : member.lifts) {
        object["lifts"].push_back({{"sale", lift.sale.value()},
                                   {"date", to_string(lift.date)},
                                   {"before", lift.before.value()}});
    }
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
