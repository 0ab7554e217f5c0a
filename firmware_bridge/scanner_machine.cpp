#include "scanner_machine.hpp"

#include <algorithm>
#include <utility>

namespace loyal::device {
namespace {

// Requests of USB HID 1.11 §7.1 and §7.2.
constexpr std::uint8_t to_interface_standard_in = 0x81;
constexpr std::uint8_t to_interface_class_out = 0x21;
constexpr std::uint8_t get_descriptor = 0x06;
constexpr std::uint8_t set_report = 0x09;
constexpr std::uint8_t set_idle = 0x0A;
constexpr std::uint8_t set_protocol = 0x0B;
constexpr std::uint16_t report_descriptor_value = 0x2200;
constexpr std::uint16_t boot_protocol = 0;

// Honeywell sends nothing in HID POS mode before its feature report 254 is 1.
constexpr std::uint16_t honeywell_feature_value = 0x03FE;
const std::vector<std::uint8_t> honeywell_feature{0xFE, 0x01};
constexpr std::uint16_t honeywell = 0x0C2E;
constexpr std::uint16_t youjie = 0x23D0;

ControlRequest class_request(std::uint8_t request, std::uint16_t value, std::uint16_t interface)
{
    return {.request_type = to_interface_class_out,
            .request = request,
            .value = value,
            .index = interface,
            .length = 0,
            .data = {}};
}

bool is_broken(TransferStatus status)
{
    return status == TransferStatus::failed || status == TransferStatus::timed_out;
}

}  // namespace

ScannerMachine::ScannerMachine(const Claim& claim, std::uint16_t vendor)
{
    const std::uint16_t interface = claim.interface.number;
    if (claim.kind == DriverKind::wedge) {
        set_up_.push_back(class_request(set_protocol, boot_protocol, interface));
    } else {
        decoder_ = decode::HidPosDecoder{};
        expects_descriptor_ = true;
        const auto size =
            std::min(claim.interface.report_descriptor_size, decode::report_descriptor_size_max);
        set_up_.push_back({.request_type = to_interface_standard_in,
                           .request = get_descriptor,
                           .value = report_descriptor_value,
                           .index = interface,
                           .length = static_cast<std::uint16_t>(size),
                           .data = {}});
        if (vendor == honeywell || vendor == youjie) {
            auto feature = class_request(set_report, honeywell_feature_value, interface);
            feature.data = honeywell_feature;
            set_up_.push_back(std::move(feature));
        }
    }
    set_up_.push_back(class_request(set_idle, 0, interface));
}

ScannerAction ScannerMachine::start()
{
    return next_set_up();
}

ScannerAction ScannerMachine::next_set_up()
{
    if (set_up_.empty()) {
        phase_ = Phase::reading;
        return ReadReport{};
    }
    auto request = std::move(set_up_.front());
    set_up_.pop_front();
    return request;
}

ScannerAction ScannerMachine::on_transfer(TransferStatus status, std::span<const std::uint8_t> data)
{
    if (status == TransferStatus::gone || status == TransferStatus::cancelled) return Close{};
    switch (phase_) {
        case Phase::set_up: return on_set_up(status, data);
        case Phase::reading: return on_report(status, data);
        case Phase::clearing:
            if (status != TransferStatus::completed)
                return Close{.text = "its endpoint stays stalled"};
            phase_ = Phase::reading;
            return ReadReport{};
    }
    return Close{};
}

ScannerAction ScannerMachine::on_set_up(TransferStatus status, std::span<const std::uint8_t> data)
{
    if (is_broken(status) && ++failures_ > failures_max) return Close{.text = "does not answer"};
    if (std::exchange(expects_descriptor_, false) && status == TransferStatus::completed) {
        const auto descriptor = decode::parse_report_descriptor(data);
        if (descriptor) {
            const bool is_scanner = descriptor->has_application(decode::usage_barcode_scanner);
            if (!is_scanner) return Close{.text = "is no barcode scanner", .is_final = true};
            decoder_ = decode::HidPosDecoder{*descriptor};
        }
    }
    return next_set_up();
}

ScannerAction ScannerMachine::on_report(TransferStatus status, std::span<const std::uint8_t> data)
{
    if (status == TransferStatus::stalled) {
        if (++stalls_ > stalls_max) return Close{.text = "stalls again and again"};
        phase_ = Phase::clearing;
        return ClearHalt{};
    }
    if (is_broken(status)) {
        if (++failures_ > failures_max) return Close{.text = "transfers fail again and again"};
        return ReadReport{};
    }
    stalls_ = 0;
    failures_ = 0;
    if (!data.empty()) {
        decoded_ = std::visit([data](auto& decoder) { return decoder.feed(data); }, decoder_);
    }
    // What a scanner answers to a command is no scan.
    const auto* label = std::get_if<decode::Label>(&decoded_);
    if (label != nullptr && label->symbology == decode::Symbology::device_reply) decoded_ = {};
    return ReadReport{};
}

decode::Decoded ScannerMachine::take_decoded()
{
    return std::exchange(decoded_, {});
}

bool ScannerMachine::is_waiting() const
{
    return std::visit([](const auto& decoder) { return decoder.is_waiting(); }, decoder_);
}

decode::Decoded ScannerMachine::on_quiet()
{
    return std::visit([](auto& decoder) { return decoder.flush(); }, decoder_);
}

}  // namespace loyal::device
