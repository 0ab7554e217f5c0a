#pragma once

#include "recognition.hpp"

#include <loyal/decode/hid_pos_decoder.hpp>
#include <loyal/decode/wedge_decoder.hpp>

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace loyal::device {

/// A control transfer on endpoint 0. IN transfers (bit 7 of `request_type`) ask for `length`
/// bytes, OUT transfers send `data`.
struct ControlRequest {
    std::uint8_t request_type = 0;
    std::uint8_t request = 0;
    std::uint16_t value = 0;
    std::uint16_t index = 0;
    std::uint16_t length = 0;
    std::vector<std::uint8_t> data;

    friend bool operator==(const ControlRequest&, const ControlRequest&) = default;
};

/// How a transfer ended.
enum class TransferStatus : std::uint8_t { completed, stalled, timed_out, cancelled, gone, failed };

struct ReadReport {
    friend bool operator==(const ReadReport&, const ReadReport&) = default;
};
struct ClearHalt {
    friend bool operator==(const ClearHalt&, const ClearHalt&) = default;
};
/// The device is to be closed. `text` tells the operator why; empty where nothing went wrong.
struct Close {
    std::string text;
    bool is_final = false;  ///< nothing will change it: it is not to be opened again
    friend bool operator==(const Close&, const Close&) = default;
};

/// What the session does next with its device.
using ScannerAction = std::variant<ControlRequest, ReadReport, ClearHalt, Close>;

/// The conversation with a scanner, keyboard wedge or HID POS: which transfer comes next, and what
/// the last one brought. Performs none itself; any transport can follow it.
///
/// Set-up requests may stall: many scanners know neither SET_PROTOCOL nor SET_IDLE. A stalled
/// endpoint is cleared and read again, at most `stalls_max` times without a report in between; the
/// same holds for transfer errors, which an unplug causes before anybody says so.
class ScannerMachine {
public:
    static constexpr int stalls_max = 5;
    static constexpr int failures_max = 3;

    /// @param vendor decides on the vendor's own set-up request
    ScannerMachine(const Claim& claim, std::uint16_t vendor);

    /// The first action. Call once.
    ScannerAction start();

    /// @param status, data how the transfer of the last action ended and what it brought; for
    ///        ClearHalt: completed if it succeeded
    ScannerAction on_transfer(TransferStatus status, std::span<const std::uint8_t> data);

    /// What the last transfer completed, once.
    decode::Decoded take_decoded();

    /// Whether set-up is done and reports are being read.
    bool is_reading() const { return phase_ != Phase::set_up; }

    /// Whether on_quiet() is to be called when the device stays silent for the inter-key timeout.
    bool is_waiting() const;

    /// The device stayed silent.
    decode::Decoded on_quiet();

private:
    enum class Phase : std::uint8_t { set_up, reading, clearing };

    ScannerAction on_set_up(TransferStatus status, std::span<const std::uint8_t> data);
    ScannerAction on_report(TransferStatus status, std::span<const std::uint8_t> data);
    ScannerAction next_set_up();

    std::deque<ControlRequest> set_up_;
    std::variant<decode::WedgeDecoder, decode::HidPosDecoder> decoder_;
    decode::Decoded decoded_;
    Phase phase_ = Phase::set_up;
    bool expects_descriptor_ = false;
    int stalls_ = 0;
    int failures_ = 0;
};

}  // namespace loyal::device
