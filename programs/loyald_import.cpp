#include "loyald_import.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/members.hpp>
#include <loyal/store/replication.hpp>

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace loyal::programs {
namespace {

using nlohmann::json;

std::string read_file(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error{path + ": cannot be read"};
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

[[noreturn]] void refuse(const std::string& path, const InputError& error)
{
    throw std::runtime_error{path + ": " + to_string(error)};
}

// A member with a plain name is sealed on its way in, as head office would have done.
void seal(json& member, database::Database& database, const terminal::Till::RandomBytes& random)
{
    if (!member.is_object() || !member.contains("name")) return;
    const std::string phone = member.value("phone", std::string{});
    const json person{{"name", member["name"]}, {"phone", phone}};
    format::Key key{};
    format::Nonce nonce{};
    random(key);
    random(nonce);
    member["sealed"] = format::seal(person.dump(), member.value("id", std::string{}), key, nonce);
    member["key"] = format::to_hex(key);
    if (const auto keys = store::phone_keys(database, phone); keys.whole)
        member["phone_key"] = *keys.whole;
    member.erase("name");
    member.erase("phone");
}

template <class Row, class Read>
std::vector<Row> read_rows(const json& document,
                           const std::string& path,
                           const char* name,
                           Read read)
{
    std::vector<Row> rows;
    if (!document.contains(name)) return rows;
    const json& list = document[name];
    if (!list.is_array()) throw std::runtime_error{path + ": " + name + ": must be a list"};
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto row = read(list[i], std::string{name} + "[" + std::to_string(i) + "]");
        if (!row) refuse(path, row.error());
        rows.push_back(std::move(*row));
    }
    return rows;
}

}  // namespace

void take_in_programme(database::Database& database, const std::string& path)
{
    if (path.empty()) return;
    const std::string document = read_file(path);
    const auto programme = format::parse_programme(document);
    if (!programme) refuse(path, programme.error());
    store::apply_programme(database, document, std::nullopt);
}

void take_in_rows(database::Database& database,
                  const std::string& path,
                  const terminal::Till::RandomBytes& random)
{
    if (path.empty()) return;
    const std::string text = read_file(path);
    const std::string digest = format::to_hex(format::hash(text));
    if (store::link_state(database, "import") == digest) return;
    auto document = format::parse_document(text);
    if (!document) refuse(path, document.error());
    if (!document->is_object()) throw std::runtime_error{path + ": must be an object"};
    if (document->contains("members") && (*document)["members"].is_array()) {
        for (json& member : (*document)["members"]) seal(member, database, random);
    }
    const auto items = read_rows<store::ItemRow>(*document, path, "items", store::read_item);
    const auto members =
        read_rows<store::MemberRow>(*document, path, "members", store::read_member);

    database::Transaction transaction{database};
    store::apply_items(database, items, std::nullopt);
    store::apply_members(database, members, std::nullopt);
    store::put_link_state(database, "import", digest);
    transaction.commit();
}

}  // namespace loyal::programs
