#include "reader.hpp"

#include <loyal/format/json.hpp>

namespace loyal::format {
namespace {

constexpr std::int64_t line_number_max = 10'000'000;

std::vector<ReturnedLine> read_lines(ObjectReader& object)
{
    std::vector<ReturnedLine> lines;
    object.elements("lines", [&](const Json& element, const std::string& at) {
        ObjectReader line{element, at};
        lines.push_back({static_cast<LineNumber>(line.integer("line", 1, line_number_max)),
                         line.quantity("quantity")});
        line.done();
    });
    if (lines.empty() && object.has("lines")) {
        refuse(object.place_of("lines"), "must not be empty; leave it out to return everything");
    }
    return lines;
}

// The ledger knows its members: a basket that tells more than the id would contradict it.
Basket read_basket_of_member(ObjectReader& object)
{
    const Json& value = object.need("basket");
    const std::string place = object.place_of("basket");
    auto basket = read_basket(value, place);
    if (!basket) throw InputRefused{basket.error()};
    if (basket->member && value["member"].size() != 1) {
        refuse(place + ".member", "must have an id alone");
    }
    return std::move(*basket);
}

ledger::Enrol read_enrol(ObjectReader& object)
{
    ledger::Enrol entry{object.instant("at"), MemberId{object.text("member")},
                        object.maybe_date("birthday"), std::nullopt};
    if (auto by = object.maybe_text("referrer")) entry.referrer = MemberId{std::move(*by)};
    return entry;
}

ledger::Return read_return(ObjectReader& object, bool is_void)
{
    ledger::Return entry;
    entry.id = TransactionId{object.text("id")};
    entry.of = TransactionId{object.text("of")};
    entry.at = object.instant("at");
    if (!is_void) entry.lines = read_lines(object);
    entry.is_void = is_void;
    return entry;
}

ledger::Exchange read_exchange(ObjectReader& object)
{
    ledger::Exchange entry;
    entry.id = TransactionId{object.text("id")};
    entry.of = TransactionId{object.text("of")};
    entry.lines = read_lines(object);
    entry.basket = read_basket_of_member(object);
    return entry;
}

ledger::SetTier read_set_tier(ObjectReader& object)
{
    ledger::SetTier entry;
    entry.at = object.instant("at");
    entry.member = MemberId{object.text("member")};
    entry.floor.tier = TierCode{object.text("tier")};
    entry.floor.until = object.maybe_date("until");
    entry.floor.reason = object.text_or("reason", "");
    entry.floor.by = object.text_or("by", "", id_bytes_max);
    return entry;
}

ledger::ChangeHousehold read_household(ObjectReader& object)
{
    ledger::ChangeHousehold entry;
    entry.at = object.instant("at");
    entry.household = HouseholdId{object.text("household")};
    entry.joins = object.has("add");
    if (entry.joins == object.has("remove")) {
        refuse(object.place(), "must have one of add and remove");
    }
    entry.member = MemberId{object.text(entry.joins ? "add" : "remove")};
    return entry;
}

ledger::Recharge read_recharge(ObjectReader& object)
{
    ledger::Recharge entry;
    entry.id = TransactionId{object.text("id")};
    entry.at = object.instant("at");
    entry.card = object.text("card");
    entry.amount = object.money("amount", 1);
    if (object.has("tender")) entry.tender = read_tender_type(object, "tender");
    return entry;
}

ledger::Entry read_entry(const Json& document)
{
    using Read = ledger::Entry (*)(ObjectReader&);
    ObjectReader object{document, ""};
    const auto read = object.choice<Read>(
        "kind", {{"enrol", [](ObjectReader& it) { return ledger::Entry{read_enrol(it)}; }},
                 {"sale",
                  [](ObjectReader& it) {
                      return ledger::Entry{
                          ledger::Sale{TransactionId{it.text("id")}, read_basket_of_member(it)}};
                  }},
                 {"return", [](ObjectReader& it) { return ledger::Entry{read_return(it, false)}; }},
                 {"void", [](ObjectReader& it) { return ledger::Entry{read_return(it, true)}; }},
                 {"adjust",
                  [](ObjectReader& it) {
                      return ledger::Entry{ledger::Adjust{
                          it.instant("at"), MemberId{it.text("member")},
                          Points::of(it.integer("points", -Points::limit, Points::limit)),
                          it.text_or("reason", ""), it.text_or("by", "", id_bytes_max)}};
                  }},
                 {"set_tier", [](ObjectReader& it) { return ledger::Entry{read_set_tier(it)}; }},
                 {"exchange", [](ObjectReader& it) { return ledger::Entry{read_exchange(it)}; }},
                 {"merge",
                  [](ObjectReader& it) {
                      return ledger::Entry{ledger::Merge{
                          it.instant("at"), MemberId{it.text("from")}, MemberId{it.text("into")}}};
                  }},
                 {"household", [](ObjectReader& it) { return ledger::Entry{read_household(it)}; }},
                 {"recharge", [](ObjectReader& it) { return ledger::Entry{read_recharge(it)}; }},
                 {"review",
                  [](ObjectReader& it) { return ledger::Entry{ledger::Review{it.instant("at")}}; }},
                 {"as_of",
                  [](ObjectReader& it) { return ledger::Entry{ledger::AsOf{it.instant("at")}}; }}});
    ledger::Entry entry = read(object);
    object.done();
    return entry;
}

}  // namespace

Checked<ledger::Entry> parse_ledger_entry(std::string_view json)
{
    const auto document = parse_document(json);
    if (!document) return document.error();
    return checked([&] { return read_entry(*document); });
}

}  // namespace loyal::format
