#include "reader.hpp"

#include <loyal/format/json.hpp>

namespace loyal::format {
namespace {

constexpr std::size_t sealed_bytes_max = 8192;

SaleEntry read_sale(ObjectReader& object)
{
    SaleEntry sale;
    sale.id = TransactionId{object.text("id")};
    sale.date = object.date("date");
    sale.cashier = OperatorId{object.text_or("cashier", "", id_bytes_max)};
    auto basket = read_basket(object.need("basket"), object.place_of("basket"));
    if (!basket) throw InputRefused{basket.error()};
    sale.basket = std::move(*basket);
    sale.priced = read_priced_basket(object.need("priced"), object.place_of("priced"));
    sale.change = object.money_or("change", Money{});
    object.elements("rights", [&](const Json& value, const std::string& place) {
        ObjectReader right{value, place};
        sale.rights.push_back(
            {GrantId{right.text("grant")}, Points::of(right.integer("points", 1, Points::limit))});
        right.done();
    });
    return sale;
}

Refund read_refund(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    Refund refund;
    refund.amount = object.money("amount");
    object.elements("lines", [&](const Json& element, const std::string& at) {
        ObjectReader line{element, at};
        refund.lines.push_back({static_cast<LineNumber>(line.integer("line", 1, 10'000'000)),
                                line.quantity("quantity"), line.money("refund", -Money::limit)});
        line.done();
    });
    refund.taken_back = object.points_or("taken_back", Points{});
    refund.given_back = object.points_or("given_back", Points{});
    refund.deducted_points = object.points_or("deducted_points", Points{});
    refund.deducted = object.money_or("deducted", Money{});
    refund.spend = object.money_or("spend", Money{}, -Money::limit);
    for (std::string& code : object.texts("coupons")) refund.coupons.emplace_back(std::move(code));
    object.elements("uses", [&](const Json& element, const std::string& at) {
        refund.uses.push_back(read_applied(element, at));
    });
    refund.whole = object.boolean_or("whole", false);
    object.done();
    return refund;
}

ReturnEntry read_return(ObjectReader& object, bool is_void)
{
    ReturnEntry entry;
    entry.is_void = is_void;
    entry.id = TransactionId{object.text("id")};
    entry.of = TransactionId{object.text("of")};
    entry.at = object.instant("at");
    entry.date = object.date("date");
    entry.store = StoreId{object.text("store")};
    entry.cashier = OperatorId{object.text_or("cashier", "", id_bytes_max)};
    entry.reason = object.text_or("reason", "");
    entry.tender = read_tender_type(object, "tender");
    if (auto member = object.maybe_text("member")) entry.member = MemberId{std::move(*member)};
    entry.sale_date = object.date("sale_date");
    object.elements("lines", [&](const Json& element, const std::string& at) {
        ObjectReader line{element, at};
        entry.lines.push_back({static_cast<LineNumber>(line.integer("line", 1, 10'000'000)),
                               line.quantity("quantity")});
        line.done();
    });
    entry.refund = read_refund(object.need("refund"), object.place_of("refund"));
    return entry;
}

EnrolEntry read_enrol(ObjectReader& object)
{
    EnrolEntry entry;
    entry.member = MemberId{object.text("member")};
    entry.at = object.instant("at");
    entry.date = object.date("date");
    entry.store = StoreId{object.text("store")};
    entry.cashier = OperatorId{object.text_or("cashier", "", id_bytes_max)};
    entry.birthday = object.maybe_date("birthday");
    entry.card = object.text_or("card", "", id_bytes_max);
    entry.sealed = object.text_or("sealed", "", sealed_bytes_max);
    entry.consent_messages = object.boolean_or("consent_messages", false);
    if (auto by = object.maybe_text("referrer")) entry.referrer = MemberId{std::move(*by)};
    return entry;
}

AdjustEntry read_adjust(ObjectReader& object)
{
    return {object.text("id"),
            object.instant("at"),
            object.date("date"),
            MemberId{object.text("member")},
            Points::of(object.integer("points", -Points::limit, Points::limit)),
            object.text_or("reason", ""),
            object.text_or("by", "", id_bytes_max)};
}

GrantEntry read_grant(ObjectReader& object)
{
    using Step = GrantEntry::Step;
    GrantEntry entry;
    entry.step =
        object.choice<Step>("step", {{"received", Step::received}, {"closed", Step::closed}});
    entry.grant = GrantId{object.text("grant")};
    entry.member = MemberId{object.text("member")};
    entry.at = object.instant("at");
    entry.date = object.date("date");
    entry.points = object.points_or("points", Points{});
    entry.last_day = object.maybe_date("last_day");
    return entry;
}

DayCloseEntry read_day_close(ObjectReader& object)
{
    return {object.instant("at"), object.date("date"),
            OperatorId{object.text_or("cashier", "", id_bytes_max)}};
}

Entry read_entry(const Json& document)
{
    enum class Kind { sale, returned, voided, enrol, adjust, grant, day_close };
    ObjectReader object{document, ""};
    const auto kind = object.choice<Kind>("kind", {{"sale", Kind::sale},
                                                   {"return", Kind::returned},
                                                   {"void", Kind::voided},
                                                   {"enrol", Kind::enrol},
                                                   {"adjust", Kind::adjust},
                                                   {"grant", Kind::grant},
                                                   {"day_close", Kind::day_close}});
    Entry entry;
    switch (kind) {
        case Kind::sale: entry = read_sale(object); break;
        case Kind::returned: entry = read_return(object, false); break;
        case Kind::voided: entry = read_return(object, true); break;
        case Kind::enrol: entry = read_enrol(object); break;
        case Kind::adjust: entry = read_adjust(object); break;
        case Kind::grant: entry = read_grant(object); break;
        case Kind::day_close: entry = read_day_close(object); break;
    }
    object.done();
    return entry;
}

Json write(const SaleEntry& sale)
{
    Json object{{"kind", "sale"},
                {"id", sale.id.value()},
                {"date", to_string(sale.date)},
                {"cashier", sale.cashier.value()},
                {"basket", to_value(sale.basket)},
                {"priced", to_value(sale.priced)}};
    if (sale.change != Money{}) object["change"] = sale.change.minor_units();
    for (const RightSpend& right : sale.rights) {
        object["rights"].push_back(
            {{"grant", right.grant.value()}, {"points", right.points.count()}});
    }
    return object;
}

Json write(const ReturnEntry& entry)
{
    Json object{{"kind", entry.is_void ? "void" : "return"},
                {"id", entry.id.value()},
                {"of", entry.of.value()},
                {"at", to_string(entry.at)},
                {"date", to_string(entry.date)},
                {"store", entry.store.value()},
                {"cashier", entry.cashier.value()},
                {"reason", entry.reason},
                {"tender", to_text(entry.tender)},
                {"sale_date", to_string(entry.sale_date)},
                {"lines", Json::array()},
                {"refund", to_value(entry.refund)}};
    if (entry.member) object["member"] = entry.member->value();
    for (const ReturnedLine& line : entry.lines) {
        object["lines"].push_back(
            {{"line", line.line}, {"quantity", line.quantity.in_thousandths()}});
    }
    return object;
}

Json write(const EnrolEntry& entry)
{
    Json object{{"kind", "enrol"},
                {"member", entry.member.value()},
                {"at", to_string(entry.at)},
                {"date", to_string(entry.date)},
                {"store", entry.store.value()},
                {"cashier", entry.cashier.value()},
                {"consent_messages", entry.consent_messages}};
    if (entry.birthday) object["birthday"] = to_string(*entry.birthday);
    if (!entry.card.empty()) object["card"] = entry.card;
    if (!entry.sealed.empty()) object["sealed"] = entry.sealed;
    if (entry.referrer) object["referrer"] = entry.referrer->value();
    return object;
}

Json write(const AdjustEntry& entry)
{
    return {{"kind", "adjust"},
            {"id", entry.id},
            {"at", to_string(entry.at)},
            {"date", to_string(entry.date)},
            {"member", entry.member.value()},
            {"points", entry.points.count()},
            {"reason", entry.reason},
            {"by", entry.by}};
}

Json write(const GrantEntry& entry)
{
    Json object{{"kind", "grant"},
                {"step", entry.step == GrantEntry::Step::received ? "received" : "closed"},
                {"grant", entry.grant.value()},
                {"member", entry.member.value()},
                {"at", to_string(entry.at)},
                {"date", to_string(entry.date)},
                {"points", entry.points.count()}};
    if (entry.last_day) object["last_day"] = to_string(*entry.last_day);
    return object;
}

Json write(const DayCloseEntry& entry)
{
    return {{"kind", "day_close"},
            {"at", to_string(entry.at)},
            {"date", to_string(entry.date)},
            {"cashier", entry.cashier.value()}};
}

}  // namespace

Json to_value(const Refund& refund)
{
    Json object{{"amount", refund.amount.minor_units()}, {"lines", Json::array()}};
    for (const RefundedLine& line : refund.lines) {
        object["lines"].push_back({{"line", line.line},
                                   {"quantity", line.quantity.in_thousandths()},
                                   {"refund", line.refund.minor_units()}});
    }
    if (refund.taken_back != Points{}) object["taken_back"] = refund.taken_back.count();
    if (refund.given_back != Points{}) object["given_back"] = refund.given_back.count();
    if (refund.deducted_points != Points{}) {
        object["deducted_points"] = refund.deducted_points.count();
        object["deducted"] = refund.deducted.minor_units();
    }
    if (refund.spend != Money{}) object["spend"] = refund.spend.minor_units();
    for (const CouponCode& code : refund.coupons) object["coupons"].push_back(code.value());
    for (const AppliedOffer& use : refund.uses) object["uses"].push_back(to_value(use));
    if (refund.whole) object["whole"] = true;
    return object;
}

Checked<Entry> parse_entry(std::string_view json)
{
    const auto document = parse_document(json);
    if (!document) return document.error();
    return checked([&] { return read_entry(*document); });
}

std::string to_json(const Entry& entry)
{
    return std::visit([](const auto& it) { return write(it).dump(); }, entry);
}

}  // namespace loyal::format
