#include "member_rows.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/rows.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace loyal::store {
namespace {

using nlohmann::json;

/// Reads the members of one JSON object and keeps the first thing that is wrong.
class Members {
public:
    Members(const json& value, std::string place) : value_{value}, place_{std::move(place)}
    {
        if (!value_.is_object()) refuse({}, "must be an object");
    }

    const json* find(const char* name)
    {
        seen_.emplace_back(name);
        if (!value_.is_object()) return nullptr;
        const auto member = value_.find(name);
        return member == value_.end() || member->is_null() ? nullptr : &*member;
    }
    std::string text(const char* name, bool required = false)
    {
        const json* member = find(name);
        if (member == nullptr) {
            if (required) refuse(name, "is missing");
            return {};
        }
        if (!member->is_string()) return refuse(name, "must be a text"), std::string{};
        return member->get<std::string>();
    }
    std::int64_t integer(const char* name, std::int64_t least, std::int64_t most)
    {
        const json* member = find(name);
        if (member == nullptr) return std::clamp<std::int64_t>(0, least, most);
        if (!member->is_number_integer() || member->get<std::int64_t>() < least ||
            member->get<std::int64_t>() > most) {
            refuse(name, "must be an integer from " + std::to_string(least) + " to " +
                             std::to_string(most));
            return least;
        }
        return member->get<std::int64_t>();
    }
    bool flag(const char* name)
    {
        const json* member = find(name);
        if (member == nullptr) return false;
        if (!member->is_boolean()) return refuse(name, "must be true or false"), false;
        return member->get<bool>();
    }
    std::vector<std::string> texts(const char* name, std::size_t most)
    {
        std::vector<std::string> found;
        for (const json& one : array(name, most)) {
            if (!one.is_string()) return refuse(name, "must hold texts"), found;
            found.push_back(one.get<std::string>());
        }
        return found;
    }
    const json& array(const char* name, std::size_t most)
    {
        static const json none = json::array();
        const json* member = find(name);
        if (member == nullptr) return none;
        if (!member->is_array() || member->size() > most) {
            refuse(name, "must be a list of at most " + std::to_string(most));
            return none;
        }
        return *member;
    }
    void refuse(const std::string& name, std::string text)
    {
        if (error_) return;
        error_ = InputError{name.empty() ? place_ : path(name), std::move(text)};
    }
    void adopt(const InputError& error)
    {
        if (!error_) error_ = error;
    }
    std::string path(const std::string& name) const
    {
        return place_.empty() ? name : place_ + "." + name;
    }
    /// The first mistake; a member that nobody asked for is one.
    std::optional<InputError> finish()
    {
        if (error_ || !value_.is_object()) return error_;
        for (const auto& [name, ignored] : value_.items()) {
            if (std::find(seen_.begin(), seen_.end(), name) == seen_.end())
                refuse(name, "is not known here");
        }
        return error_;
    }

private:
    const json& value_;
    std::string place_;
    std::vector<std::string> seen_;
    std::optional<InputError> error_;
};

constexpr std::size_t cards_max = 32;
constexpr std::size_t marks_max = 256;
constexpr std::size_t except_max = 100'000;
constexpr std::int64_t seq_max = std::int64_t{1} << 53;

Checked<ContainsMark> read_mark(const json& value, const std::string& place)
{
    Members in{value, place};
    ContainsMark mark;
    mark.terminal = TerminalId{in.text("terminal", true)};
    mark.epoch = in.integer("epoch", 1, seq_max);
    mark.through = in.integer("through", 0, seq_max);
    for (const json& seq : in.array("except", except_max)) {
        if (!seq.is_number_integer())
            in.refuse("except", "must hold integers");
        else
            mark.except.push_back(seq.get<std::int64_t>());
    }
    if (const auto error = in.finish()) return *error;
    return mark;
}

Checked<CardRow> read_card(const json& value, const std::string& place)
{
    Members in{value, place};
    CardRow card{in.text("number", true), in.flag("blocked")};
    if (const auto error = in.finish()) return *error;
    return card;
}

std::string at(const std::string& list, std::size_t i)
{
    return list + "[" + std::to_string(i) + "]";
}

template <class Row, class Read>
std::vector<Row> read_list(Members& in, const char* name, std::size_t most, Read read)
{
    std::vector<Row> rows;
    const json& list = in.array(name, most);
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto row = read(list[i], at(in.path(name), i));
        if (row)
            rows.push_back(std::move(*row));
        else
            in.adopt(row.error());
    }
    return rows;
}

Text read_names(Members& in, const std::string& place)
{
    const json* names = in.find("names");
    if (names == nullptr) return {};
    Members inner{*names, place.empty() ? "names" : place + ".names"};
    Text text{inner.text("zh-CN"), inner.text("en")};
    if (const auto error = inner.finish()) in.adopt(*error);
    if (text.zh_cn.empty()) text.zh_cn = text.en;
    if (text.en.empty()) text.en = text.zh_cn;
    return text;
}

std::optional<format::Key> read_key(Members& in)
{
    const std::string hex = in.text("key");
    if (hex.empty()) return std::nullopt;
    auto key = format::hash_from_hex(hex);
    if (!key) in.refuse("key", "must be 64 hex digits");
    return key;
}

std::optional<std::int64_t> read_phone_key(Members& in)
{
    const json* key = in.find("phone_key");
    if (key == nullptr) return std::nullopt;
    if (!key->is_number_integer()) {
        in.refuse("phone_key", "must be an integer");
        return std::nullopt;
    }
    return key->get<std::int64_t>();
}

json to_json_mark(const ContainsMark& mark)
{
    return {{"terminal", mark.terminal.value()},
            {"epoch", mark.epoch},
            {"through", mark.through},
            {"except", mark.except}};
}

}  // namespace

Checked<ItemRow> read_item(const json& value, const std::string& place)
{
    Members in{value, place};
    ItemRow item;
    item.sku = Sku{in.text("sku", true)};
    item.codes = in.texts("codes", ItemRow::codes_max);
    item.names = read_names(in, place);
    item.category = in.text("category");
    item.brand = in.text("brand");
    item.tags = in.texts("tags", ItemRow::codes_max);
    item.unit_price = Money::minor(in.integer("unit_price", 0, Money::limit));
    item.weighed = in.flag("weighed");
    item.deleted = in.flag("deleted");
    if (const auto error = in.finish()) return *error;
    if (item.sku.value().empty()) return InputError{in.path("sku"), "must not be empty"};
    return item;
}

Checked<MemberRow> read_member(const json& value, const std::string& place)
{
    Members in{value, place};
    MemberRow member;
    const std::string id = in.text("id", true);
    if (const json* state = in.find("state")) {
        auto read = format::read_member_state(*state, in.path("state"));
        if (read)
            member.state = std::move(*read);
        else
            in.adopt(read.error());
    }
    member.cards = read_list<CardRow>(in, "cards", cards_max, read_card);
    member.phone_key = read_phone_key(in);
    member.sealed = in.text("sealed");
    member.key = read_key(in);
    member.contains = read_list<ContainsMark>(in, "contains", marks_max, read_mark);
    if (const auto error = in.finish()) return *error;
    if (id.empty()) return InputError{in.path("id"), "must not be empty"};
    if (member.state.id.value().empty()) member.state.id = MemberId{id};
    if (member.state.id.value() != id) return InputError{in.path("state.id"), "must be the row's"};
    return member;
}

json to_value(const ItemRow& item)
{
    return {{"sku", item.sku.value()},
            {"codes", item.codes},
            {"names", {{"zh-CN", item.names.zh_cn}, {"en", item.names.en}}},
            {"category", item.category},
            {"brand", item.brand},
            {"tags", item.tags},
            {"unit_price", item.unit_price.minor_units()},
            {"weighed", item.weighed},
            {"deleted", item.deleted}};
}

json to_value(const MemberRow& member)
{
    json cards = json::array();
    for (const CardRow& card : member.cards)
        cards.push_back({{"number", card.number}, {"blocked", card.blocked}});
    json value = {{"id", member.state.id.value()}, {"state", format::to_value(member.state)},
                  {"cards", std::move(cards)},     {"phone_key", nullptr},
                  {"sealed", member.sealed},       {"key", nullptr},
                  {"contains", json::array()}};
    if (member.phone_key) value["phone_key"] = *member.phone_key;
    if (member.key) value["key"] = format::to_hex(*member.key);
    for (const ContainsMark& mark : member.contains)
        value["contains"].push_back(to_json_mark(mark));
    return value;
}

std::string contains_to_json(const std::vector<ContainsMark>& marks)
{
    json list = json::array();
    for (const ContainsMark& mark : marks) list.push_back(to_json_mark(mark));
    return list.dump();
}

std::vector<ContainsMark> contains_from_json(const std::string& text)
{
    std::vector<ContainsMark> marks;
    const json list = json::parse(text, nullptr, false);
    if (!list.is_array()) return marks;
    for (const json& one : list) {
        if (auto mark = read_mark(one, {})) marks.push_back(std::move(*mark));
    }
    return marks;
}

UnsealedText unseal_person(const std::string& sealed,
                           const std::string& member,
                           const std::optional<format::Key>& key)
{
    if (!key || sealed.empty()) return {};
    const auto text = format::unseal(sealed, member, *key);
    if (!text) return {};
    const json person = json::parse(*text, nullptr, false);
    if (!person.is_object()) return {};
    return {person.value("name", std::string{}), person.value("phone", std::string{})};
}

}  // namespace loyal::store
