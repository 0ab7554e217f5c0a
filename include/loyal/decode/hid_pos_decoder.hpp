#pragma once

#include <loyal/decode/label.hpp>
#include <loyal/decode/report_descriptor.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace loyal::decode {

/// The usage of the application collection of a HID POS barcode scanner.
inline constexpr Usage usage_barcode_scanner = 0x008C'0002;

/// Turns the reports of a HID POS scanner into labels. Does no I/O: feed it reports.
///
/// Fields are found by the report descriptor: decoded data (usage FE), symbology identifier
/// (FB–FD), data continued (FF), byte count. Where the descriptor has no decoded data, the layout
/// that scanners share is taken, after report id 2: length, AIM identifier in three bytes (on some
/// models one byte later), data up to byte 59, and a byte 62 that is not 0 while more reports of
/// the label follow. A label over several reports keeps the identifier of the first.
/// Source: HID Usage Tables §17 (page 0x8C); captures/voyager-1602g.json.
class HidPosDecoder {
public:
    HidPosDecoder() = default;  ///< takes the fixed layout
    explicit HidPosDecoder(const ReportDescriptor& descriptor);

    /// @param report as it came from the device, with its report id where reports are numbered
    /// @return a label when this report completes one, nothing for other reports;
    ///         LabelError::too_long once per label over label_size_max, malformed_report for a
    ///         length beyond the report. The other reports of such a label are dropped.
    Decoded feed(std::span<const std::uint8_t> report);

    /// Whether a label was continued and its end is outstanding.
    bool is_waiting() const { return is_continuing_; }

    /// Gives up a label whose end never came. @return LabelError::incomplete, or nothing
    Decoded flush();

private:
    struct Part {
        std::string identifier;
        std::string data;
        bool is_continued = false;
        bool is_malformed = false;
    };

    std::optional<Part> parse_by_descriptor(std::span<const std::uint8_t> report) const;
    static std::optional<Part> parse_fixed(std::span<const std::uint8_t> report);
    Decoded add(Part part);

    std::optional<ReportDescriptor> descriptor_;
    std::string identifier_;
    std::string text_;
    bool is_continuing_ = false;
    bool dropping_ = false;
};

}  // namespace loyal::decode
