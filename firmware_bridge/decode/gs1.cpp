#include <loyal/decode/gs1.hpp>
#include <loyal/decode/gtin.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace loyal::decode {
namespace {

constexpr char fnc1 = 0x1D;

// How the value of the identifiers that start with `prefix` looks. `digits` of it are numeric from
// the left; where the two sizes are equal no FNC1 is needed after it.
struct Rule {
    std::string_view prefix;
    std::size_t identifier_size;
    std::size_t size_min;
    std::size_t size_max;
    std::size_t digits;
    bool has_check_digit = false;
};

constexpr std::size_t all = 90;

// The identifiers that retail labels carry. Longer prefixes stand before shorter ones.
constexpr auto rules = std::to_array<Rule>({
    {"00", 2, 18, 18, all, true},  // SSCC
    {"01", 2, 14, 14, all, true},  // GTIN
    {"02", 2, 14, 14, all, true},  // GTIN of the contained trade items
    {"03", 2, 14, 14, all, true},  // GTIN of a made-to-order item
    {"10", 2, 1, 20, 0},           // batch or lot
    {"11", 2, 6, 6, all},          // production date
    {"12", 2, 6, 6, all},          // due date
    {"13", 2, 6, 6, all},          // packaging date
    {"15", 2, 6, 6, all},          // best before
    {"16", 2, 6, 6, all},          // sell by
    {"17", 2, 6, 6, all},          // expiry
    {"20", 2, 2, 2, all},          // internal variant
    {"21", 2, 1, 20, 0},           // serial number
    {"22", 2, 1, 20, 0},           // consumer product variant
    {"235", 3, 1, 28, 0},
    {"240", 3, 1, 30, 0},
    {"241", 3, 1, 30, 0},
    {"242", 3, 1, 6, all},
    {"243", 3, 1, 20, 0},
    {"250", 3, 1, 30, 0},
    {"251", 3, 1, 30, 0},
    {"253", 3, 13, 30, 13},
    {"254", 3, 1, 20, 0},
    {"255", 3, 13, 25, all},  // global coupon number
    {"30", 2, 1, 8, all},     // variable count
    {"31", 4, 6, 6, all},     // trade measures, 310n is the net weight in kg
    {"32", 4, 6, 6, all},
    {"33", 4, 6, 6, all},
    {"34", 4, 6, 6, all},
    {"35", 4, 6, 6, all},
    {"36", 4, 6, 6, all},
    {"37", 2, 1, 8, all},  // count of contained items
    {"390", 4, 1, 15, all},
    {"391", 4, 4, 18, all},
    {"392", 4, 1, 15, all},  // amount payable for one item
    {"393", 4, 4, 18, all},
    {"394", 4, 4, 4, all},
    {"395", 4, 6, 6, all},
    {"400", 3, 1, 30, 0},
    {"401", 3, 1, 30, 0},
    {"402", 3, 17, 17, all, true},
    {"403", 3, 1, 30, 0},
    {"41", 3, 13, 13, all, true},  // GLN
    {"420", 3, 1, 20, 0},
    {"421", 3, 4, 12, 3},
    {"422", 3, 3, 3, all},
    {"7003", 4, 10, 10, all},
    {"8003", 4, 14, 30, 14},
    {"8005", 4, 6, 6, all},  // price per unit of measure
    {"8006", 4, 18, 18, all},
    {"8008", 4, 8, 12, all},
    {"8018", 4, 18, 18, all, true},  // member or patient: a GSRN
    {"8020", 4, 1, 25, 0},           // reference of a payment slip
    {"8110", 4, 1, 70, 0},           // coupon, North America
    {"8112", 4, 1, 70, 0},           // paperless coupon
    {"8200", 4, 1, 70, 0},
    {"90", 2, 1, 30, 0},
    {"9", 2, 1, 90, 0},  // 91 to 99: agreed within a company
});

bool is_digits(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The rule of the identifier that the text starts with, or nullptr.
const Rule* find_rule(std::string_view text)
{
    const auto* rule = std::ranges::find_if(
        rules, [text](const Rule& known) { return text.starts_with(known.prefix); });
    if (rule == rules.end()) return nullptr;
    const auto identifier = text.substr(0, rule->identifier_size);
    return identifier.size() == rule->identifier_size && is_digits(identifier) ? rule : nullptr;
}

std::optional<Gs1Error> check_value(const Rule& rule, std::string_view value)
{
    if (value.size() < rule.size_min || value.size() > rule.size_max) return Gs1Error::bad_length;
    if (!is_digits(value.substr(0, rule.digits))) return Gs1Error::not_digits;
    if (rule.has_check_digit && !check_digit_holds(value)) return Gs1Error::bad_check_digit;
    return std::nullopt;
}

}  // namespace

Gs1Result parse_gs1(std::string_view text)
{
    std::vector<Gs1Element> elements;
    if (text.starts_with(fnc1)) text.remove_prefix(1);
    while (!text.empty()) {
        if (elements.size() == gs1_elements_max) return Gs1Error::too_many;
        const Rule* rule = find_rule(text);
        if (rule == nullptr) return Gs1Error::unknown_identifier;
        const auto identifier = text.substr(0, rule->identifier_size);
        text.remove_prefix(identifier.size());

        const bool is_fixed = rule->size_min == rule->size_max;
        const auto value = text.substr(0, is_fixed ? rule->size_max : text.find(fnc1));
        if (const auto error = check_value(*rule, value)) return *error;
        elements.push_back({std::string{identifier}, std::string{value}});
        text.remove_prefix(value.size());
        if (text.starts_with(fnc1)) text.remove_prefix(1);
    }
    return elements;
}

}  // namespace loyal::decode
