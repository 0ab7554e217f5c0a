#include "system/loyald/schema.hpp"

namespace loyal::tests {
namespace {

using nlohmann::json;

bool has_type(const json& value, const std::string& type)
{
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "boolean") return value.is_boolean();
    return type == "null" && value.is_null();
}

/// Collects what does not fit.
struct Checker {
    const json& document;
    std::vector<std::string> found{};

    void check(const json& value, const json& schema, const std::string& place);
    void check_object(const json& value, const json& schema, const std::string& place);
    void check_one_of(const json& value, const json& schema, const std::string& place);
};

void Checker::check_object(const json& value, const json& schema, const std::string& place)
{
    for (const json& name : schema.value("required", json::array())) {
        if (!value.contains(name.get<std::string>()))
            found.push_back(place + ": lacks " + name.get<std::string>());
    }
    const json properties = schema.value("properties", json::object());
    for (const auto& [name, member] : value.items()) {
        if (properties.contains(name))
            check(member, properties[name], place + "." + name);
        else if (schema.value("additionalProperties", true) == false)
            found.push_back(place + ": has an undescribed " + name);
    }
}

void Checker::check_one_of(const json& value, const json& schema, const std::string& place)
{
    int fitting = 0;
    std::vector<std::string> reasons;
    for (const json& alternative : schema["oneOf"]) {
        Checker tried{document};
        tried.check(value, alternative, place);
        if (tried.found.empty())
            ++fitting;
        else
            reasons.insert(reasons.end(), tried.found.begin(), tried.found.end());
    }
    if (fitting == 1) return;
    found.push_back(place + ": fits " + std::to_string(fitting) + " alternatives");
    found.insert(found.end(), reasons.begin(), reasons.end());
}

void Checker::check(const json& value, const json& schema, const std::string& place)
{
    if (schema.contains("$ref")) {
        const std::string target = schema["$ref"].get<std::string>().substr(1);
        check(value, document.at(json::json_pointer{target}), place);
        return;
    }
    if (schema.contains("oneOf")) check_one_of(value, schema, place);
    if (schema.contains("const") && value != schema["const"])
        found.push_back(place + ": is not " + schema["const"].dump());
    if (schema.contains("enum")) {
        const json& all = schema["enum"];
        if (std::find(all.begin(), all.end(), value) == all.end())
            found.push_back(place + ": " + value.dump() + " is not listed");
    }
    if (schema.contains("type") && !has_type(value, schema["type"])) {
        found.push_back(place + ": " + value.dump() + " is no " + schema["type"].dump());
        return;
    }
    if (value.is_object()) check_object(value, schema, place);
    if (value.is_array() && schema.contains("items")) {
        for (std::size_t i = 0; i < value.size(); ++i)
            check(value[i], schema["items"], place + "[" + std::to_string(i) + "]");
    }
}

}  // namespace

std::vector<std::string> mismatches(const json& value,
                                    const json& schema,
                                    const json& document,
                                    const std::string& place)
{
    Checker checker{document};
    checker.check(value, schema, place);
    return std::move(checker.found);
}

}  // namespace loyal::tests
