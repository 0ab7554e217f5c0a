#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace loyal::tests {

/// What in `value` does not fit the schema, with its place; empty: it fits. Knows the part of JSON
/// Schema that docs/local-api/openapi.json uses. @param document the root, for $ref
std::vector<std::string> mismatches(const nlohmann::json& value,
                                    const nlohmann::json& schema,
                                    const nlohmann::json& document,
                                    const std::string& place);

}  // namespace loyal::tests
