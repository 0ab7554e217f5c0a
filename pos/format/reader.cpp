#include "reader.hpp"

#include <algorithm>
#include <array>

namespace loyal::format {

void refuse(const std::string& place, std::string text)
{
    throw InputRefused{InputError{place, std::move(text)}};
}

std::int64_t as_integer(const Json& value,
                        const std::string& place,
                        std::int64_t min,
                        std::int64_t max)
{
    if (!value.is_number_integer()) refuse(place, "must be a whole number");
    if (value.is_number_unsigned() &&
        value.get<std::uint64_t>() > static_cast<std::uint64_t>(integer_max)) {
        refuse(place, "is too large");
    }
    const auto number = value.get<std::int64_t>();
    if (number < min) {
        if (min == 1 && number == 0) refuse(place, "must not be 0");
        refuse(place,
               min == 0 ? "must not be negative" : "must be at least " + std::to_string(min));
    }
    if (number > max) refuse(place, "must be at most " + std::to_string(max));
    return number;
}

const std::string& as_text(const Json& value, const std::string& place, std::size_t bytes_max)
{
    if (!value.is_string()) refuse(place, "must be a text");
    const auto& text = value.get_ref<const std::string&>();
    if (text.size() > bytes_max) {
        refuse(place, "must have at most " + std::to_string(bytes_max) + " bytes");
    }
    return text;
}

bool as_boolean(const Json& value, const std::string& place)
{
    if (!value.is_boolean()) refuse(place, "must be true or false");
    return value.get<bool>();
}

Instant as_instant(const Json& value, const std::string& place)
{
    const auto instant = parse_instant(as_text(value, place, id_bytes_max));
    if (!instant) refuse(place, "must be a time as 2026-11-22T18:30:00+08:00");
    return *instant;
}

Date as_date(const Json& value, const std::string& place)
{
    const auto date = parse_date(as_text(value, place, id_bytes_max));
    if (!date) refuse(place, "must be a date as 2026-11-22");
    return *date;
}

Money as_money(const Json& value, const std::string& place, std::int64_t min)
{
    return Money::minor(as_integer(value, place, min, Money::limit));
}

ObjectReader::ObjectReader(const Json& value, std::string place)
    : value_{&value}, place_{std::move(place)}
{
    if (!value.is_object()) refuse(place_, "must be an object");
}

std::string ObjectReader::place_of(std::string_view name) const
{
    return place_.empty() ? std::string{name} : place_ + "." + std::string{name};
}

const Json* ObjectReader::find(const char* name)
{
    const auto found = value_->find(name);
    if (found == value_->end()) return nullptr;
    asked_.emplace_back(found.key());
    return &*found;
}

const Json& ObjectReader::need(const char* name)
{
    const Json* found = find(name);
    if (found == nullptr) refuse(place_of(name), "is missing");
    return *found;
}

void ObjectReader::done() const
{
    for (const auto& [name, value] : value_->items()) {
        if (std::ranges::find(asked_, name) == asked_.end()) {
            refuse(place_of(name), "is not known here");
        }
    }
}

std::int64_t ObjectReader::integer(const char* name, std::int64_t min, std::int64_t max)
{
    return as_integer(need(name), place_of(name), min, max);
}

std::int64_t ObjectReader::integer_or(const char* name,
                                      std::int64_t otherwise,
                                      std::int64_t min,
                                      std::int64_t max)
{
    return maybe_integer(name, min, max).value_or(otherwise);
}

std::optional<std::int64_t> ObjectReader::maybe_integer(const char* name,
                                                        std::int64_t min,
                                                        std::int64_t max)
{
    const Json* found = find(name);
    if (found == nullptr) return std::nullopt;
    return as_integer(*found, place_of(name), min, max);
}

std::string ObjectReader::text(const char* name, std::size_t bytes_max)
{
    const std::string& text = as_text(need(name), place_of(name), bytes_max);
    if (text.empty()) refuse(place_of(name), "must not be empty");
    return text;
}

std::string ObjectReader::text_or(const char* name, std::string otherwise, std::size_t bytes_max)
{
    const Json* found = find(name);
    if (found == nullptr) return otherwise;
    return as_text(*found, place_of(name), bytes_max);
}

std::optional<std::string> ObjectReader::maybe_text(const char* name, std::size_t bytes_max)
{
    if (!has(name)) return std::nullopt;
    return text(name, bytes_max);
}

bool ObjectReader::boolean_or(const char* name, bool otherwise)
{
    return maybe_boolean(name).value_or(otherwise);
}

std::optional<bool> ObjectReader::maybe_boolean(const char* name)
{
    const Json* found = find(name);
    if (found == nullptr) return std::nullopt;
    return as_boolean(*found, place_of(name));
}

Money ObjectReader::money(const char* name, std::int64_t min)
{
    return as_money(need(name), place_of(name), min);
}

Money ObjectReader::money_or(const char* name, Money otherwise, std::int64_t min)
{
    return maybe_money(name, min).value_or(otherwise);
}

std::optional<Money> ObjectReader::maybe_money(const char* name, std::int64_t min)
{
    const Json* found = find(name);
    if (found == nullptr) return std::nullopt;
    return as_money(*found, place_of(name), min);
}

std::optional<Points> ObjectReader::maybe_points(const char* name, std::int64_t min)
{
    const auto count = maybe_integer(name, min, Points::limit);
    if (!count) return std::nullopt;
    return Points::of(*count);
}

Points ObjectReader::points_or(const char* name, Points otherwise, std::int64_t min)
{
    return maybe_points(name, min).value_or(otherwise);
}

Quantity ObjectReader::quantity(const char* name)
{
    return Quantity::thousandths(integer(name, 1, Quantity::limit));
}

BasisPoints ObjectReader::rate(const char* name, std::int32_t max)
{
    return BasisPoints{static_cast<std::int32_t>(integer(name, 0, max))};
}

BasisPoints ObjectReader::rate_or(const char* name, BasisPoints otherwise, std::int32_t max)
{
    return has(name) ? rate(name, max) : otherwise;
}

Instant ObjectReader::instant(const char* name)
{
    return as_instant(need(name), place_of(name));
}

Date ObjectReader::date(const char* name)
{
    return as_date(need(name), place_of(name));
}

std::optional<Date> ObjectReader::maybe_date(const char* name)
{
    const Json* found = find(name);
    if (found == nullptr) return std::nullopt;
    return as_date(*found, place_of(name));
}

std::vector<std::string> ObjectReader::texts(const char* name)
{
    std::vector<std::string> list;
    elements(name, [&](const Json& value, const std::string& place) {
        const std::string& text = as_text(value, place, id_bytes_max);
        if (text.empty()) refuse(place, "must not be empty");
        list.push_back(text);
    });
    return list;
}

Window read_window(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    using Kind = Window::Kind;
    struct Form {
        const char* name;
        Kind kind;
        std::int64_t count_max;
    };
    constexpr std::array forms{
        Form{"calendar_month", Kind::calendar_month, 1},
        Form{"calendar_quarter", Kind::calendar_quarter, 1},
        Form{"calendar_year", Kind::calendar_year, 1},
        Form{"rolling_days", Kind::rolling_days, 3660},
        Form{"rolling_months", Kind::rolling_months, 120},
        Form{"membership_year", Kind::membership_year, 1},
        Form{"birthday", Kind::birthday, 1},
        Form{"lifetime", Kind::lifetime, 1},
    };
    std::optional<Window> window;
    for (const Form& form : forms) {
        if (!object.has(form.name)) continue;
        if (window) refuse(place, "must name one window only");
        const auto count = object.integer(form.name, 1, form.count_max);
        window = Window{form.kind, static_cast<std::int32_t>(count), false};
    }
    if (!window) {
        refuse(place,
               "must be a window: calendar_month, calendar_quarter, calendar_year, rolling_days, "
               "rolling_months, membership_year, birthday or lifetime");
    }
    window->previous = object.boolean_or("previous", false);
    object.done();
    return *window;
}

Json to_value(const Window& window)
{
    const char* name = "lifetime";
    switch (window.kind) {
        case Window::Kind::calendar_month: name = "calendar_month"; break;
        case Window::Kind::calendar_quarter: name = "calendar_quarter"; break;
        case Window::Kind::calendar_year: name = "calendar_year"; break;
        case Window::Kind::rolling_days: name = "rolling_days"; break;
        case Window::Kind::rolling_months: name = "rolling_months"; break;
        case Window::Kind::membership_year: name = "membership_year"; break;
        case Window::Kind::birthday: name = "birthday"; break;
        case Window::Kind::lifetime: break;
    }
    Json value{{name, window.count}};
    if (window.previous) value["previous"] = true;
    return value;
}

Metric read_metric(ObjectReader& object)
{
    return object.choice<Metric>("metric", {{"spend", Metric::spend},
                                            {"visits", Metric::visits},
                                            {"points", Metric::points},
                                            {"referrals", Metric::referrals},
                                            {"score", Metric::score}});
}

const char* to_text(Metric metric)
{
    switch (metric) {
        case Metric::spend: return "spend";
        case Metric::visits: return "visits";
        case Metric::points: return "points";
        case Metric::referrals: return "referrals";
        case Metric::score: return "score";
    }
    return "spend";
}

Text read_text(const Json& value, const std::string& place)
{
    ObjectReader object{value, place};
    Text text{object.text("zh-CN", text_bytes_max), object.text("en", text_bytes_max)};
    object.done();
    return text;
}

Json to_value(const Text& text)
{
    return {{"zh-CN", text.zh_cn}, {"en", text.en}};
}

const char* to_text(TenderType type)
{
    switch (type) {
        case TenderType::cash: return "cash";
        case TenderType::card: return "card";
        case TenderType::mobile: return "mobile";
        case TenderType::stored_value: return "stored_value";
        case TenderType::other: return "other";
    }
    return "other";
}

TenderType read_tender_type(ObjectReader& object, const char* name)
{
    return object.choice<TenderType>(name, {{"cash", TenderType::cash},
                                            {"card", TenderType::card},
                                            {"mobile", TenderType::mobile},
                                            {"stored_value", TenderType::stored_value},
                                            {"other", TenderType::other}});
}

}  // namespace loyal::format
