#include "reader.hpp"

#include <loyal/format/json.hpp>

namespace loyal::format {
namespace {

// Builds the document while refusing what a strict reader must not see: floating-point numbers,
// names given twice and deep nesting.
// NOLINTNEXTLINE(bugprone-exception-escape): the base is the library's
class Builder final : public Json::json_sax_t {
public:
    bool null() override { return add(nullptr); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(Json::number_integer_t value) override { return add(value); }
    bool number_unsigned(Json::number_unsigned_t value) override { return add(value); }
    bool number_float(Json::number_float_t /*value*/, const Json::string_t& /*text*/) override
    {
        return fail("must be a whole number within 64 bits");
    }
    bool string(Json::string_t& value) override { return add(std::move(value)); }
    bool binary(Json::binary_t& /*value*/) override { return fail("must not be binary"); }
    bool start_object(std::size_t /*count*/) override { return open(Json::object()); }
    bool end_object() override { return close(); }
    bool start_array(std::size_t /*count*/) override { return open(Json::array()); }
    bool end_array() override { return close(); }
    bool key(Json::string_t& name) override
    {
        if (open_.back()->contains(name)) return fail("has \"" + name.substr(0, 64) + "\" twice");
        name_ = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position,
                     const std::string& /*token*/,
                     const Json::exception& /*error*/) override
    {
        error_ = {{}, "is not JSON at byte " + std::to_string(position)};
        return false;
    }

    Checked<Json> take()
    {
        if (error_) return Checked<Json>{boost::system::in_place_error, *error_};
        return Checked<Json>{boost::system::in_place_value, std::move(root_)};
    }

private:
    Json* place(Json value)
    {
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        Json& parent = *open_.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        return &(parent[name_] = std::move(value));
    }
    bool add(Json value)
    {
        place(std::move(value));
        return true;
    }
    bool open(Json value)
    {
        if (open_.size() >= static_cast<std::size_t>(depth_max)) {
            return fail("is nested deeper than " + std::to_string(depth_max));
        }
        open_.push_back(place(std::move(value)));
        return true;
    }
    bool close()
    {
        open_.pop_back();
        return true;
    }
    bool fail(std::string text)
    {
        error_ = {where(), std::move(text)};
        return false;
    }
    // The member that is being read, as ObjectReader would name it.
    std::string where() const
    {
        std::string path;
        for (std::size_t i = 0; i < open_.size(); ++i) {
            const Json& value = *open_[i];
            if (value.is_array()) {
                const bool inside = i + 1 < open_.size();
                path += "[" + std::to_string(value.size() - (inside ? 1 : 0)) + "]";
                continue;
            }
            std::string name = name_;
            if (i + 1 < open_.size()) {
                for (const auto& [key, child] : value.items()) {
                    if (&child == open_[i + 1]) name = key;
                }
            }
            path += (path.empty() ? "" : ".") + name;
        }
        return path;
    }

    Json root_;
    std::vector<Json*> open_;
    std::string name_;
    std::optional<InputError> error_;
};

}  // namespace

Checked<Json> parse_document(std::string_view json)
{
    if (json.size() > document_bytes_max) {
        return Checked<Json>{boost::system::in_place_error,
                             InputError{{}, "is larger than a document may be"}};
    }
    Builder builder;
    Json::sax_parse(json.begin(), json.end(), &builder);
    return builder.take();
}

}  // namespace loyal::format
