#pragma once

#include <loyal/core/error.hpp>
#include <loyal/format/seal.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace loyal::wire {

/// Bounds of an integer member, both inclusive.
struct Range {
    std::int64_t from = 0;
    std::int64_t to = std::numeric_limits<std::int64_t>::max();
};

/// Takes the members of one JSON object. The first mistake is kept; what is read after it is
/// empty, so a reader of a message checks once, at its end.
class FieldReader {
public:
    explicit FieldReader(const nlohmann::json& object, std::string place = {})
        : object_{&object}, place_{std::move(place)}
    {
        if (!object.is_object()) fail({}, "must be an object");
    }

    std::int64_t integer(const char* name, Range range = {})
    {
        const nlohmann::json* value = find(name);
        if (value == nullptr) return 0;
        if (!value->is_number_integer() || is_huge(*value)) return fail(name, "must be an integer");
        const auto number = value->get<std::int64_t>();
        if (number < range.from || number > range.to) return fail(name, "is out of its range");
        return number;
    }
    std::string text(const char* name, std::size_t bytes_max = 256)
    {
        const nlohmann::json* value = find(name);
        if (value == nullptr) return {};
        if (!value->is_string()) return fail(name, "must be a text"), std::string{};
        const auto& content = value->get_ref<const std::string&>();
        if (content.size() > bytes_max) return fail(name, "is too long"), std::string{};
        return content;
    }
    std::string filled_text(const char* name, std::size_t bytes_max = 256)
    {
        std::string content = text(name, bytes_max);
        if (content.empty()) fail(name, "must not be empty");
        return content;
    }
    format::Hash hash(const char* name)
    {
        const auto hash = format::hash_from_hex(text(name));
        if (!hash) fail(name, "must be 64 hexadecimal digits");
        return hash.value_or(format::Hash{});
    }
    bool boolean(const char* name)
    {
        const nlohmann::json* value = find(name);
        if (value == nullptr) return false;
        if (!value->is_boolean()) return fail(name, "must be true or false") != 0;
        return value->get<bool>();
    }
    /// The member as it stands, an empty array if it is not an array of at most `count_max`.
    const nlohmann::json& array(const char* name, std::size_t count_max)
    {
        static const nlohmann::json none = nlohmann::json::array();
        const nlohmann::json* value = find(name);
        if (value == nullptr) return none;
        if (!value->is_array()) return fail(name, "must be an array"), none;
        if (value->size() > count_max) return fail(name, "has too many elements"), none;
        return *value;
    }
    const nlohmann::json* find(const char* name)
    {
        if (error_) return nullptr;
        const auto it = object_->find(name);
        if (it == object_->end()) fail(name, "is missing");
        return error_ ? nullptr : &*it;
    }

    std::int64_t fail(std::string_view name, std::string text)
    {
        if (!error_) {
            std::string member = place_;
            if (!member.empty() && !name.empty()) member += '.';
            error_ = InputError{member.append(name), std::move(text)};
        }
        return 0;
    }
    /// Takes over what a reader of a part found.
    void fail_with(const std::optional<InputError>& error)
    {
        if (!error_ && error) error_ = error;
    }
    const std::optional<InputError>& error() const noexcept { return error_; }

private:
    static bool is_huge(const nlohmann::json& value)
    {
        return value.is_number_unsigned() &&
               value.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    }

    const nlohmann::json* object_;
    std::string place_;
    std::optional<InputError> error_;
};

}  // namespace loyal::wire
