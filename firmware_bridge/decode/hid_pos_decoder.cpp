#include <loyal/decode/hid_pos_decoder.hpp>

#include <algorithm>
#include <utility>

namespace loyal::decode {
namespace {

constexpr Usage usage_byte_count = 0x0001'003B;
constexpr Usage usage_symbology_first = 0x008C'00FB;
constexpr Usage usage_symbology_last = 0x008C'00FD;
constexpr Usage usage_data = 0x008C'00FE;
constexpr Usage usage_continued = 0x008C'00FF;

constexpr std::uint8_t fixed_report_id = 2;
constexpr std::size_t fixed_identifier_at = 1;
constexpr std::size_t identifier_size = 3;
constexpr std::size_t fixed_data_size = 56;
constexpr std::size_t fixed_continued_at = 62;

bool is_data(const ReportField& field)
{
    return field.usage_first == usage_data && field.bit_size == 8;
}

void append_characters(const ReportField& field,
                       std::span<const std::uint8_t> body,
                       std::string& text)
{
    for (std::size_t i = 0; i < field.count; ++i) {
        text.push_back(static_cast<char>(field_value(field, i, body)));
    }
}

void drop_trailing(std::string& text, std::string_view characters)
{
    text.erase(text.find_last_not_of(characters) + 1);
}

}  // namespace

HidPosDecoder::HidPosDecoder(const ReportDescriptor& descriptor)
{
    if (std::ranges::any_of(descriptor.inputs, is_data)) descriptor_ = descriptor;
}

std::optional<HidPosDecoder::Part> HidPosDecoder::parse_by_descriptor(
    std::span<const std::uint8_t> report) const
{
    std::uint8_t id = 0;
    if (descriptor_->is_numbered) {
        if (report.empty()) return std::nullopt;
        id = report[0];
        report = report.subspan(1);
    }
    Part part;
    std::optional<std::size_t> length;
    bool has_data = false;
    for (const auto& field : descriptor_->inputs) {
        if (field.report_id != id) continue;
        if (is_data(field)) {
            append_characters(field, report, part.data);
            has_data = true;
        } else if (field.usage_first == usage_byte_count) {
            length = field_value(field, 0, report);
        } else if (field.usage_first == usage_continued) {
            part.is_continued = field_value(field, 0, report) != 0;
        } else if (field.usage_first >= usage_symbology_first &&
                   field.usage_first <= usage_symbology_last) {
            append_characters(field, report, part.identifier);
        }
    }
    if (!has_data) return std::nullopt;
    part.is_malformed = length && *length > part.data.size();
    if (length && !part.is_malformed) part.data.resize(*length);
    if (!length) drop_trailing(part.data, std::string_view{"\0", 1});
    return part;
}

std::optional<HidPosDecoder::Part> HidPosDecoder::parse_fixed(std::span<const std::uint8_t> report)
{
    if (report.empty() || report[0] != fixed_report_id) return std::nullopt;
    const auto body = report.subspan(1);
    Part part;
    part.is_continued = body.size() > fixed_continued_at && body[fixed_continued_at] != 0;
    std::size_t identifier_at = fixed_identifier_at;
    if (body.size() > identifier_at + 1 && body[identifier_at] != ']' &&
        body[identifier_at + 1] == ']') {
        ++identifier_at;
    }
    const std::size_t data_at = identifier_at + identifier_size;
    const std::size_t length = body.empty() ? 0 : body[0];
    if (body.size() < data_at || length > fixed_data_size || length > body.size() - data_at) {
        part.is_malformed = true;
        return part;
    }
    const auto identifier = body.subspan(identifier_at, identifier_size);
    part.identifier.assign(identifier.begin(), identifier.end());
    const auto data = body.subspan(data_at, length);
    part.data.assign(data.begin(), data.end());
    return part;
}

Decoded HidPosDecoder::feed(std::span<const std::uint8_t> report)
{
    auto part = descriptor_ ? parse_by_descriptor(report) : parse_fixed(report);
    if (!part) return {};
    return add(std::move(*part));
}

Decoded HidPosDecoder::add(Part part)
{
    if (!std::exchange(is_continuing_, part.is_continued)) {
        std::erase_if(part.identifier, [](char c) { return c == '\0' || c == ']'; });
        identifier_ = std::move(part.identifier);
        text_.clear();
        dropping_ = false;
    }
    if (dropping_) return {};
    const bool is_too_long = text_.size() + part.data.size() > label_size_max;
    if (part.is_malformed || is_too_long) {
        dropping_ = true;
        text_.clear();
        return part.is_malformed ? LabelError::malformed_report : LabelError::too_long;
    }
    text_ += part.data;
    if (part.is_continued) return {};

    std::string text = std::exchange(text_, {});
    drop_trailing(text, "\r\n");
    if (text.empty()) return {};
    return identifier_.empty() ? split_label(text) : make_label(identifier_, text);
}

Decoded HidPosDecoder::flush()
{
    const bool was_continuing = std::exchange(is_continuing_, false);
    text_.clear();
    if (!was_continuing || std::exchange(dropping_, false)) return {};
    return LabelError::incomplete;
}

}  // namespace loyal::decode
