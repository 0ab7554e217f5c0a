#include "member_fold.hpp"
#include "projection.hpp"
#include "reference.hpp"

#include <loyal/format/json.hpp>

#include <nlohmann/json.hpp>

#include <set>

namespace loyal::head_office {
namespace {

using nlohmann::json;

constexpr std::size_t cards_max = 64;

/// The first member of the object that is not one of `known`.
std::optional<InputError> unknown_member(const json& object, const std::set<std::string>& known)
{
    if (!object.is_object()) return InputError{"", "must be an object"};
    for (const auto& [name, value] : object.items())
        if (!known.contains(name)) return InputError{name, "is not a member of this row"};
    return std::nullopt;
}

std::string text_of(const json& object, const char* name)
{
    const auto it = object.find(name);
    return it == object.end() || !it->is_string() ? std::string{} : it->get<std::string>();
}

bool is_text_if_given(const json& object, const char* name)
{
    const auto it = object.find(name);
    return it == object.end() || it->is_string();
}

bool are_texts_if_given(const json& object, const char* name)
{
    const auto it = object.find(name);
    if (it == object.end()) return true;
    if (!it->is_array()) return false;
    for (const json& one : *it)
        if (!one.is_string()) return false;
    return true;
}

std::optional<InputError> item_mistake(const json& item)
{
    if (auto unknown = unknown_member(item, {"sku", "codes", "names", "category", "brand", "tags",
                                             "unit_price", "weighed", "deleted"}))
        return unknown;
    if (text_of(item, "sku").empty()) return InputError{"sku", "must be a text, not empty"};
    for (const char* name : {"category", "brand"})
        if (!is_text_if_given(item, name)) return InputError{name, "must be a text"};
    for (const char* name : {"codes", "tags"})
        if (!are_texts_if_given(item, name)) return InputError{name, "must be a list of texts"};
    for (const char* name : {"weighed", "deleted"})
        if (item.contains(name) && !item[name].is_boolean())
            return InputError{name, "must be true or false"};
    if (item.value("deleted", false)) return std::nullopt;
    const auto price = item.find("unit_price");
    if (price == item.end() || !price->is_number_integer() || price->get<std::int64_t>() < 0 ||
        price->get<std::int64_t>() > Money::limit)
        return InputError{"unit_price", "must be minor units, not negative"};
    const auto names = item.find("names");
    if (names == item.end() || !names->is_object() || text_of(*names, "zh-CN").empty() ||
        text_of(*names, "en").empty())
        return InputError{"names", "must hold zh-CN and en"};
    return unknown_member(*names, {"zh-CN", "en"});
}

Checked<std::vector<CardRecord>> read_cards(const json& row)
{
    std::vector<CardRecord> cards;
    if (const auto card = text_of(row, "card"); !card.empty()) cards.push_back({card, false});
    const auto list = row.find("cards");
    if (list == row.end()) return cards;
    if (!list->is_array() || list->size() > cards_max)
        return InputError{"cards", "must be a list of at most 64"};
    for (const json& card : *list) {
        if (auto unknown = unknown_member(card, {"number", "blocked"})) return *unknown;
        if (text_of(card, "number").empty()) return InputError{"cards", "need a number each"};
        cards.push_back({text_of(card, "number"), card.value("blocked", false)});
    }
    return cards;
}

Checked<MemberRecord> read_imported(const json& row)
{
    if (auto unknown =
            unknown_member(row, {"id", "name", "phone", "card", "cards", "store", "state"}))
        return *unknown;
    for (const char* name : {"id", "name", "phone", "card", "store"})
        if (!is_text_if_given(row, name)) return InputError{name, "must be a text"};
    MemberRecord member;
    if (const auto state = row.find("state"); state != row.end()) {
        auto read = format::read_member_state(*state, "state");
        if (!read) return read.error();
        member.base = std::move(*read);
    }
    const std::string id = text_of(row, "id");
    if (id.empty()) return InputError{"id", "must be a text, not empty"};
    if (!member.base.id.value().empty() && member.base.id.value() != id)
        return InputError{"state.id", "must be the member's id"};
    member.base.id = MemberId{id};
    if (const auto store = text_of(row, "store"); !store.empty()) member.home = StoreId{store};
    auto cards = read_cards(row);
    if (!cards) return cards.error();
    member.cards = std::move(*cards);
    return member;
}

void seal_identity(MemberRecord& member,
                   const std::string& name,
                   const std::string& phone,
                   const MemberSecrets& secrets)
{
    if (name.empty() && phone.empty()) return;
    const std::string person = json{{"name", name}, {"phone", phone}}.dump();
    member.sealed = format::seal(person, member.base.id.value(), secrets.key, secrets.nonce);
    member.key = format::to_hex(secrets.key);
    if (!phone.empty()) member.phone_key = format::phone_key(phone, secrets.lookup_key);
}

}  // namespace

Checked<bool> import_item(Storage& storage, std::string_view row)
{
    const auto item = format::parse_document(row);
    if (!item) return item.error();
    if (auto mistake = item_mistake(*item)) return *mistake;
    return storage.put_reference("items", text_of(*item, "sku"), item->dump());
}

Checked<void> import_member(Storage& storage,
                            Programmes& programmes,
                            std::string_view row,
                            const MemberSecrets& secrets)
{
    const auto value = format::parse_document(row);
    if (!value) return value.error();
    auto member = read_imported(*value);
    if (!member) return member.error();
    for (const CardRecord& card : member->cards) {
        const auto holder = storage.member_of_card(card.number);
        if (holder && *holder != member->base.id)
            return InputError{"cards", "a card is held by member " + holder->value()};
    }
    seal_identity(*member, text_of(*value, "name"), text_of(*value, "phone"), secrets);
    storage.in_transaction([&] {
        member->state = member->base;
        storage.put_member(*member);
        fold_all(storage, programmes, member->base.id);
        release(storage, programmes, "member:" + member->base.id.value());
    });
    return {};
}

Checked<std::string> publish_programme(Storage& storage,
                                       Programmes& programmes,
                                       std::string_view document)
{
    const auto programme = format::parse_programme(document);
    if (!programme) return programme.error();
    std::int64_t latest = 0;
    for (const ProgrammeRecord& known : storage.programmes())
        if (known.id == programme->id) latest = std::max(latest, known.version);
    if (programme->version <= latest)
        return InputError{
            "version", "must be above " + std::to_string(latest) + ", which is published already"};
    const std::string key = programme_key(programme->id, programme->version);
    const json row{{"id", programme->id.value()},
                   {"version", programme->version},
                   {"document", std::string{document}}};
    storage.in_transaction([&] {
        storage.put_programme({programme->id, programme->version, std::string{document}});
        storage.put_meta("programme", key);
        storage.put_reference("programme", programme->id.value(), row.dump());
        release(storage, programmes, "programme:" + key);
        release(storage, programmes, "programme");
    });
    return Checked<std::string>{boost::system::in_place_value, key};
}

}  // namespace loyal::head_office
