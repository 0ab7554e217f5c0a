#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace loyal::decode {

/// A HID usage with its page in the upper 16 bits, as in "0x008C'0002: barcode scanner".
using Usage = std::uint32_t;

/// `count` values of `bit_size` bits each, next to each other in an input report.
struct ReportField {
    std::uint8_t report_id = 0;  ///< 0 where reports are not numbered
    Usage usage_first = 0;
    Usage usage_last = 0;        ///< differs from the first for arrays and usage ranges
    std::size_t bit_offset = 0;  ///< after the report id, if there is one
    std::size_t bit_size = 0;
    std::size_t count = 0;

    friend bool operator==(const ReportField&, const ReportField&) = default;
};

/// What a HID report descriptor says about a device's input reports.
struct ReportDescriptor {
    std::vector<Usage> applications;  ///< usages of the application collections, in order
    std::vector<ReportField> inputs;  ///< constant (padding) fields are left out
    bool is_numbered = false;         ///< reports start with their id

    bool has_application(Usage usage) const;
};

/// The largest descriptor read from a device, in bytes; real scanners stay under 512.
inline constexpr std::size_t report_descriptor_size_max = 4'096;

/// Reads a HID report descriptor.
///
/// @param bytes as the device sent them, trusted in nothing
/// @return nothing if it breaks off, nests wrongly or goes over a bound
/// (report_descriptor_size_max,
///         8 KiB a report, 256 fields, 64 usages a field, nesting of 16)
/// Source: USB HID 1.11 §6.2.2.
std::optional<ReportDescriptor> parse_report_descriptor(std::span<const std::uint8_t> bytes);

/// One value of a field, taken as unsigned; bits beyond the end of the report are 0.
///
/// @param body a report without its report id
/// @param i which of the field's values, below its count
std::uint32_t field_value(const ReportField& field,
                          std::size_t i,
                          std::span<const std::uint8_t> body);

}  // namespace loyal::decode
