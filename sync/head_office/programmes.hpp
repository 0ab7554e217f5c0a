#pragma once

#include "storage/storage.hpp"

#include <loyal/core/price.hpp>

#include <map>
#include <optional>
#include <string>
#include <utility>

namespace loyal::head_office {

/// Published programmes, made ready for pricing once each. A published version never changes.
class Programmes {
public:
    /// @return nothing if it was never published
    const PreparedProgramme* find(Storage& storage, const ProgrammeId& id, std::int64_t version);
    /// By "id:version".
    const PreparedProgramme* find(Storage& storage, const std::string& key);
    /// The one published last.
    const PreparedProgramme* current(Storage& storage);

private:
    std::map<std::string, PreparedProgramme> prepared_;
};

std::string programme_key(const ProgrammeId& id, std::int64_t version);

}  // namespace loyal::head_office
