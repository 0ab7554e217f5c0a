#include <loyal/decode/report_descriptor.hpp>

#include <algorithm>

namespace loyal::decode {
namespace {

constexpr std::size_t report_bits_max = 65'536;
constexpr std::size_t fields_max = 256;
constexpr std::size_t usages_max = 64;
constexpr std::size_t nesting_max = 16;
constexpr std::size_t value_bits_max = 32;

// Item tags with their type bits, size bits cleared (HID 1.11 §6.2.2.4 to 6.2.2.8).
enum class Item : std::uint8_t {
    input = 0x80,
    output = 0x90,
    feature = 0xB0,
    collection = 0xA0,
    end_collection = 0xC0,
    usage_page = 0x04,
    report_size = 0x74,
    report_id = 0x84,
    report_count = 0x94,
    push = 0xA4,
    pop = 0xB4,
    usage = 0x08,
    usage_minimum = 0x18,
    usage_maximum = 0x28,
};

constexpr std::uint8_t long_item = 0xFE;
constexpr std::uint32_t collection_application = 1;
constexpr std::uint32_t input_constant = 1;
constexpr std::uint32_t input_variable = 2;

struct Global {
    std::uint32_t usage_page = 0;
    std::uint32_t size = 0;
    std::uint32_t count = 0;
    std::uint8_t report_id = 0;
};

// A usage of four bytes names its page; a shorter one takes the page in force at the main item.
struct LocalUsage {
    std::uint32_t value = 0;
    bool has_page = false;
};

struct Local {
    std::vector<LocalUsage> usages;
    std::optional<LocalUsage> minimum;
    std::optional<LocalUsage> maximum;
};

class Parser {
public:
    std::optional<ReportDescriptor> parse(std::span<const std::uint8_t> bytes);

private:
    bool on_item(std::uint8_t prefix, std::uint32_t value, bool is_long_value);
    bool on_global(std::uint8_t prefix, std::uint32_t value);
    bool on_local(std::uint8_t prefix, LocalUsage usage);
    bool on_collection(std::uint32_t kind);
    bool on_input(std::uint32_t flags);
    void add_variable(ReportField field);
    Usage resolve(LocalUsage usage) const
    {
        return usage.has_page ? usage.value : global_.usage_page << 16 | (usage.value & 0xFFFF);
    }

    ReportDescriptor result_;
    Global global_;
    std::vector<Global> stack_;
    Local local_;
    std::size_t depth_ = 0;
    std::vector<std::size_t> bits_ = std::vector<std::size_t>(256);
};

std::optional<ReportDescriptor> Parser::parse(std::span<const std::uint8_t> bytes)
{
    if (bytes.size() > report_descriptor_size_max) return std::nullopt;
    while (!bytes.empty()) {
        const std::uint8_t prefix = bytes[0];
        if (prefix == long_item) {
            if (bytes.size() < 3 || bytes.size() - 3 < bytes[1]) return std::nullopt;
            bytes = bytes.subspan(3U + bytes[1]);
            continue;
        }
        const std::size_t size = (prefix & 3) == 3 ? 4 : prefix & 3;
        if (bytes.size() < 1 + size) return std::nullopt;
        std::uint32_t value = 0;
        for (std::size_t i = size; i > 0; --i) value = value << 8 | bytes[i];
        bytes = bytes.subspan(1 + size);
        if (!on_item(prefix & 0xFC, value, size == 4)) return std::nullopt;
    }
    if (depth_ != 0 || !stack_.empty()) return std::nullopt;
    return std::move(result_);
}

bool Parser::on_item(std::uint8_t prefix, std::uint32_t value, bool is_long_value)
{
    constexpr std::uint8_t type_mask = 0x0C;
    constexpr std::uint8_t type_global = 0x04;
    constexpr std::uint8_t type_local = 0x08;
    if ((prefix & type_mask) == type_global) return on_global(prefix, value);
    if ((prefix & type_mask) == type_local) return on_local(prefix, {value, is_long_value});

    bool good = true;
    if (prefix == static_cast<std::uint8_t>(Item::input)) good = on_input(value);
    if (prefix == static_cast<std::uint8_t>(Item::collection)) good = on_collection(value);
    if (prefix == static_cast<std::uint8_t>(Item::end_collection)) good = depth_-- > 0;
    local_ = {};
    return good;
}

bool Parser::on_global(std::uint8_t prefix, std::uint32_t value)
{
    switch (static_cast<Item>(prefix)) {
        case Item::usage_page: global_.usage_page = value & 0xFFFF; return true;
        case Item::report_size: global_.size = value; return true;
        case Item::report_count: global_.count = value; return true;
        case Item::report_id:
            if (value == 0 || value > 255) return false;
            global_.report_id = static_cast<std::uint8_t>(value);
            result_.is_numbered = true;
            return true;
        case Item::push: stack_.push_back(global_); return stack_.size() <= nesting_max;
        case Item::pop:
            if (stack_.empty()) return false;
            global_ = stack_.back();
            stack_.pop_back();
            return true;
        default: return true;  // minima, maxima and units do not change where a field lies
    }
}

bool Parser::on_local(std::uint8_t prefix, LocalUsage usage)
{
    switch (static_cast<Item>(prefix)) {
        case Item::usage: local_.usages.push_back(usage); return local_.usages.size() <= usages_max;
        case Item::usage_minimum: local_.minimum = usage; return true;
        case Item::usage_maximum: local_.maximum = usage; return true;
        default: return true;  // strings, designators and delimiters
    }
}

bool Parser::on_collection(std::uint32_t kind)
{
    if (kind == collection_application && !local_.usages.empty()) {
        result_.applications.push_back(resolve(local_.usages.front()));
    }
    return ++depth_ <= nesting_max && result_.applications.size() <= fields_max;
}

bool Parser::on_input(std::uint32_t flags)
{
    auto& offset = bits_[global_.report_id];
    if (global_.size > report_bits_max || global_.count > report_bits_max) return false;
    const std::size_t bits = std::size_t{global_.size} * global_.count;
    if (bits > report_bits_max - offset) return false;
    ReportField field{.report_id = global_.report_id,
                      .bit_offset = offset,
                      .bit_size = global_.size,
                      .count = global_.count};
    offset += bits;
    // Padding carries nothing, and neither does a value that no integer of ours holds.
    if ((flags & input_constant) != 0 || bits == 0 || field.bit_size > value_bits_max) return true;

    if ((flags & input_variable) != 0 && !local_.minimum) {
        add_variable(field);
    } else {
        const LocalUsage none;
        const auto first = local_.usages.empty() ? none : local_.usages.front();
        const auto last = local_.usages.empty() ? none : local_.usages.back();
        field.usage_first = resolve(local_.minimum.value_or(first));
        field.usage_last = resolve(local_.maximum.value_or(last));
        result_.inputs.push_back(field);
    }
    return result_.inputs.size() <= fields_max;
}

// Each value of a variable field has its own usage; the last one given serves all that follow.
void Parser::add_variable(ReportField field)
{
    const std::size_t total = field.count;
    const std::size_t named = std::min(std::max<std::size_t>(local_.usages.size(), 1), total);
    for (std::size_t i = 0; i < named; ++i) {
        const auto usage = local_.usages.empty() ? LocalUsage{} : local_.usages[i];
        field.usage_first = field.usage_last = resolve(usage);
        field.count = i + 1 == named ? total - i : 1;
        result_.inputs.push_back(field);
        field.bit_offset += field.bit_size;
    }
}

}  // namespace

bool ReportDescriptor::has_application(Usage usage) const
{
    return std::ranges::find(applications, usage) != applications.end();
}

std::optional<ReportDescriptor> parse_report_descriptor(std::span<const std::uint8_t> bytes)
{
    return Parser{}.parse(bytes);
}

std::uint32_t field_value(const ReportField& field,
                          std::size_t i,
                          std::span<const std::uint8_t> body)
{
    std::uint32_t value = 0;
    for (std::size_t bit = 0; bit < field.bit_size && bit < value_bits_max; ++bit) {
        const std::size_t at = field.bit_offset + i * field.bit_size + bit;
        if (at / 8 >= body.size()) break;
        if ((body[at / 8] >> (at % 8) & 1) != 0) value |= 1U << bit;
    }
    return value;
}

}  // namespace loyal::decode
