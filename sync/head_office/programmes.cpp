#include "programmes.hpp"

#include <loyal/format/json.hpp>

#include <stdexcept>

namespace loyal::head_office {

std::string programme_key(const ProgrammeId& id, std::int64_t version)
{
    return id.value() + ":" + std::to_string(version);
}

const PreparedProgramme* Programmes::find(Storage& storage,
                                          const ProgrammeId& id,
                                          std::int64_t version)
{
    const std::string key = programme_key(id, version);
    if (const auto it = prepared_.find(key); it != prepared_.end()) return &it->second;
    const auto record = storage.programme(id, version);
    if (!record) return nullptr;
    auto programme = format::parse_programme(record->document);
    if (!programme) throw std::runtime_error{"stored programme " + key + " is damaged"};
    return &prepared_.emplace(key, PreparedProgramme{std::move(*programme)}).first->second;
}

const PreparedProgramme* Programmes::find(Storage& storage, const std::string& key)
{
    const auto colon = key.rfind(':');
    if (colon == std::string::npos) return nullptr;
    return find(storage, ProgrammeId{key.substr(0, colon)}, std::stoll(key.substr(colon + 1)));
}

const PreparedProgramme* Programmes::current(Storage& storage)
{
    const auto key = storage.meta("programme");
    return key ? find(storage, *key) : nullptr;
}

}  // namespace loyal::head_office
