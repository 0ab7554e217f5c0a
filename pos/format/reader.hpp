#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/calendar.hpp>
#include <loyal/core/error.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/priced_basket.hpp>
#include <loyal/core/programme.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyal::format {

using Json = nlohmann::json;

inline constexpr std::int64_t integer_max = std::numeric_limits<std::int64_t>::max();
inline constexpr std::size_t text_bytes_max = 1024;
inline constexpr std::size_t id_bytes_max = 128;

/// Stops reading: what is wrong and where.
[[noreturn]] void refuse(const std::string& place, std::string text);

/// Checks single values; `place` names them in errors.
std::int64_t as_integer(const Json& value,
                        const std::string& place,
                        std::int64_t min,
                        std::int64_t max);
const std::string& as_text(const Json& value, const std::string& place, std::size_t bytes_max);
bool as_boolean(const Json& value, const std::string& place);
Instant as_instant(const Json& value, const std::string& place);
Date as_date(const Json& value, const std::string& place);
Money as_money(const Json& value, const std::string& place, std::int64_t min = 0);

/// Reads the members of one JSON object and knows which were asked for, so that done() can refuse
/// the others.
class ObjectReader {
public:
    ObjectReader(const Json& value, std::string place);

    const std::string& place() const noexcept { return place_; }
    std::string place_of(std::string_view name) const;

    bool has(const char* name) const { return value_->contains(name); }
    const Json* find(const char* name);
    const Json& need(const char* name);
    void done() const;  ///< refuses members that nobody asked for

    std::int64_t integer(const char* name, std::int64_t min, std::int64_t max = integer_max);
    std::int64_t integer_or(const char* name,
                            std::int64_t otherwise,
                            std::int64_t min = 0,
                            std::int64_t max = integer_max);
    std::optional<std::int64_t> maybe_integer(const char* name,
                                              std::int64_t min,
                                              std::int64_t max = integer_max);
    std::string text(const char* name, std::size_t bytes_max = id_bytes_max);
    std::string text_or(const char* name,
                        std::string otherwise,
                        std::size_t bytes_max = text_bytes_max);
    std::optional<std::string> maybe_text(const char* name, std::size_t bytes_max = id_bytes_max);
    bool boolean_or(const char* name, bool otherwise);
    std::optional<bool> maybe_boolean(const char* name);
    Money money(const char* name, std::int64_t min = 0);
    Money money_or(const char* name, Money otherwise, std::int64_t min = 0);
    std::optional<Money> maybe_money(const char* name, std::int64_t min = 0);
    std::optional<Points> maybe_points(const char* name, std::int64_t min = 0);
    Points points_or(const char* name, Points otherwise, std::int64_t min = 0);
    Quantity quantity(const char* name);  ///< positive
    BasisPoints rate(const char* name, std::int32_t max = 10'000);
    BasisPoints rate_or(const char* name, BasisPoints otherwise, std::int32_t max = 10'000);
    Instant instant(const char* name);
    Date date(const char* name);
    std::optional<Date> maybe_date(const char* name);
    std::vector<std::string> texts(const char* name);  ///< absent: empty; "x" alone: refused

    /// Calls `each(element, place)` for a list's elements; an absent list is empty.
    template <class Each>
    void elements(const char* name, Each each, std::size_t count_max = 1'000'000);

    /// The choice that a text names.
    template <class T>
    T choice(const char* name, std::initializer_list<std::pair<const char*, T>> choices);
    template <class T>
    T choice_or(const char* name,
                T otherwise,
                std::initializer_list<std::pair<const char*, T>> choices);

private:
    const Json* value_;
    std::string place_;
    mutable std::vector<std::string_view> asked_;
};

template <class Each>
void ObjectReader::elements(const char* name, Each each, std::size_t count_max)
{
    const Json* list = find(name);
    if (list == nullptr) return;
    if (!list->is_array()) refuse(place_of(name), "must be a list");
    if (list->size() > count_max) {
        refuse(place_of(name), "must have at most " + std::to_string(count_max) + " elements");
    }
    for (std::size_t i = 0; i < list->size(); ++i) {
        each((*list)[i], place_of(name) + "[" + std::to_string(i) + "]");
    }
}

template <class T>
T ObjectReader::choice(const char* name, std::initializer_list<std::pair<const char*, T>> choices)
{
    const std::string given = text(name);
    std::string known;
    for (const auto& [word, value] : choices) {
        if (given == word) return value;
        known += (known.empty() ? "" : ", ") + std::string{word};
    }
    refuse(place_of(name), "must be one of " + known);
}

template <class T>
T ObjectReader::choice_or(const char* name,
                          T otherwise,
                          std::initializer_list<std::pair<const char*, T>> choices)
{
    return has(name) ? choice(name, choices) : otherwise;
}

/// Runs a reader and turns what it throws into the answer.
template <class Read>
auto checked(Read read) -> Checked<decltype(read())>
{
    try {
        return read();
    } catch (const InputRefused& refused) {
        return refused.error();
    } catch (const std::overflow_error& overflow) {
        return InputError{{}, std::string{overflow.what()}};
    }
}

/// The dictionary forms that several documents share.
Window read_window(const Json& value, const std::string& place);
Json to_value(const Window& window);
Metric read_metric(ObjectReader& object);
const char* to_text(Metric metric);
Text read_text(const Json& value, const std::string& place);
Json to_value(const Text& text);
const char* to_text(TenderType type);
TenderType read_tender_type(ObjectReader& object, const char* name);
AppliedOffer read_applied(const Json& value, const std::string& place);
Json to_value(const AppliedOffer& applied);
PricedBasket read_priced_basket(const Json& value, const std::string& place);

}  // namespace loyal::format
