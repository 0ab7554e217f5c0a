#include "scanner_machine.hpp"

#include <loyal/virtual_devices/virtual_device.hpp>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include <string>
#include <vector>

using namespace loyal::device;
using loyal::decode::Decoded;
using loyal::decode::Label;
using loyal::decode::Symbology;
using loyal::virtual_devices::Kind;
using loyal::virtual_devices::VirtualDevice;

namespace {

Claim claim_of(Kind kind)
{
    Claim claim;
    claim.kind = kind == Kind::wedge ? DriverKind::wedge : DriverKind::hid_pos;
    claim.interface.report_descriptor_size = 255;
    return claim;
}

// A machine that talks to a virtual device in process.
class Conversation {
public:
    explicit Conversation(Kind kind)
        : device{kind}, machine{claim_of(kind), device.vendor()}, action_{machine.start()}
    {
    }

    // Goes on until the device has nothing more to say or the machine closes.
    // @return the text it closed with, or nothing
    std::optional<std::string> run()
    {
        for (;;) {
            if (const auto* close = std::get_if<Close>(&action_)) return close->text;
            if (const auto* request = std::get_if<ControlRequest>(&action_)) {
                control(*request);
            } else if (std::holds_alternative<ClearHalt>(action_)) {
                device.clear_halt(VirtualDevice::in_endpoint);
                action_ = machine.on_transfer(TransferStatus::completed, {});
            } else {
                const auto reply = device.in(VirtualDevice::in_endpoint);
                if (!reply) return std::nullopt;
                answer(reply->is_stall, reply->data);
            }
        }
    }

    VirtualDevice device;
    ScannerMachine machine;
    std::vector<Decoded> decoded;

private:
    void control(const ControlRequest& request)
    {
        const bool is_in = (request.request_type & 0x80) != 0;
        const auto length =
            is_in ? request.length : static_cast<std::uint16_t>(request.data.size());
        const auto reply = device.control(
            {request.request_type, request.request, request.value, request.index, length},
            request.data);
        answer(reply.is_stall, reply.data);
    }

    void answer(bool is_stall, const std::vector<std::uint8_t>& data)
    {
        action_ = machine.on_transfer(
            is_stall ? TransferStatus::stalled : TransferStatus::completed, data);
        auto result = machine.take_decoded();
        if (!std::holds_alternative<std::monostate>(result)) decoded.push_back(std::move(result));
    }

    ScannerAction action_;
};

}  // namespace

TEST_CASE("A HID POS scanner is enabled, and its label carries the symbology",
          "[device][scanner_machine]")
{
    Conversation talk{Kind::hid_pos};
    REQUIRE(talk.run() == std::nullopt);
    CHECK(talk.machine.is_reading());
    talk.device.scan("6901234567892");
    talk.run();
    CHECK(talk.decoded == std::vector<Decoded>{Label{Symbology::ean13, "6901234567892"}});
}

TEST_CASE("A wedge scanner that knows no boot protocol request is read all the same",
          "[device][scanner_machine]")
{
    ScannerMachine machine{claim_of(Kind::wedge), 0x05E0};
    CHECK(std::holds_alternative<ControlRequest>(machine.start()));
    CHECK(std::holds_alternative<ControlRequest>(machine.on_transfer(TransferStatus::stalled, {})));
    CHECK(std::holds_alternative<ReadReport>(machine.on_transfer(TransferStatus::stalled, {})));
}

TEST_CASE("A stalled endpoint is cleared and reading goes on", "[device][scanner_machine]")
{
    for (const auto kind : {Kind::wedge, Kind::hid_pos}) {
        Conversation talk{kind};
        talk.run();
        for (int i = 0; i < 2 * ScannerMachine::stalls_max; ++i) {
            talk.device.stall();
            talk.device.scan("M-0001", "Q1");
            REQUIRE(talk.run() == std::nullopt);
        }
        CHECK(talk.decoded.size() == 10);
    }
}

TEST_CASE("A scanner that does nothing but stall is given up", "[device][scanner_machine]")
{
    Conversation talk{Kind::wedge};
    talk.run();
    for (int i = 0; i < ScannerMachine::stalls_max; ++i) talk.device.stall();
    CHECK(talk.run() == std::nullopt);
    talk.device.stall();
    CHECK(talk.run() == "stalls again and again");
}

TEST_CASE("Transfer errors are borne a few times, an unplug at once ends without a complaint",
          "[device][scanner_machine]")
{
    Conversation talk{Kind::wedge};
    talk.run();
    for (int i = 0; i < ScannerMachine::failures_max; ++i) {
        CHECK(std::holds_alternative<ReadReport>(
            talk.machine.on_transfer(TransferStatus::failed, {})));
    }
    CHECK(talk.machine.on_transfer(TransferStatus::failed, {}) ==
          ScannerAction{Close{.text = "transfers fail again and again"}});

    Conversation unplugged{Kind::hid_pos};
    unplugged.run();
    CHECK(unplugged.machine.on_transfer(TransferStatus::gone, {}) == ScannerAction{Close{}});
}

TEST_CASE("A HID device that turns out to be no scanner is closed for good",
          "[device][scanner_machine]")
{
    ScannerMachine machine{claim_of(Kind::hid_pos), 0x0C2E};
    machine.start();
    const std::vector<std::uint8_t> mouse{0x05, 0x01, 0x09, 0x02, 0xA1, 0x01, 0xC0};
    CHECK(machine.on_transfer(TransferStatus::completed, mouse) ==
          ScannerAction{Close{.text = "is no barcode scanner", .is_final = true}});
}

TEST_CASE("What a scanner answers to a command is no label", "[device][scanner_machine]")
{
    Conversation talk{Kind::hid_pos};
    talk.run();
    talk.device.scan("REVINF.", "Z6");
    talk.run();
    CHECK(talk.decoded.empty());
}

TEST_CASE("Keys without a suffix become a label when the scanner falls silent",
          "[device][scanner_machine]")
{
    Conversation talk{Kind::wedge};
    talk.run();
    const std::vector<std::uint8_t> key{0, 0, 0x1E, 0, 0, 0, 0, 0};
    talk.machine.on_transfer(TransferStatus::completed, key);
    CHECK(talk.machine.is_waiting());
    CHECK(talk.machine.on_quiet() == Decoded{Label{Symbology::unknown, "1"}});
    CHECK_FALSE(talk.machine.is_waiting());
}

TEST_CASE("What lies under a virtual scanner is what arrives",
          "[device][scanner_machine][property]")
{
    CHECK(rc::check("for any printable text on both kinds", [] {
        const auto kind = *rc::gen::element(Kind::wedge, Kind::hid_pos);
        // A label of one blank or with an AIM identifier in front would be another label.
        const auto text =
            "x" + *rc::gen::container<std::string>(rc::gen::inRange<char>(0x20, 0x7F));
        RC_PRE(text.size() <= loyal::decode::label_size_max);
        Conversation talk{kind};
        talk.run();
        talk.device.scan(text, "Q1");
        talk.run();
        const auto symbology = kind == Kind::wedge ? Symbology::unknown : Symbology::qr;
        RC_ASSERT(talk.decoded == (std::vector<Decoded>{Label{symbology, text}}));
    }));
}

TEST_CASE("A wedge scanner types Chinese by its numbers", "[device][scanner_machine]")
{
    Conversation talk{Kind::wedge};
    talk.run();
    talk.device.scan("会员 é😀");
    talk.run();
    CHECK(talk.decoded == std::vector<Decoded>{Label{Symbology::unknown, "会员 é😀"}});
}
