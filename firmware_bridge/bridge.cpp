#include "bridge.hpp"

#include "usb/usb_identity.hpp"

#include <loyal/decode/magnetic_track.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <system_error>
#include <utility>

namespace loyal::device {
namespace {

using namespace std::chrono_literals;

// A device is announced before the kernel has configured it and bound its drivers.
constexpr auto settling_period = 5s;
constexpr auto look_while_settling = 200ms;
constexpr auto look_often = 2s;
constexpr auto look_seldom = 30s;
constexpr std::size_t statuses_max = 64;
// An unplug can end transfers with an error long before anybody says that the device is gone.
constexpr auto grace = 300ms;
constexpr int drain_rounds_max = 200;
constexpr auto drain_round = 10ms;

// systemd's own test of whether udevd runs. Without it libusb learns of no hot-plug.
bool udev_runs()
{
    std::error_code error;
    return std::filesystem::exists("/run/udev/control", error);
}

void rethrow(const std::exception_ptr& thrown)
{
    if (thrown) std::rethrow_exception(thrown);
}

}  // namespace

Devices::Bridge::Bridge(asio::io_context& io, DeviceOptions options)
    : io_{io}, options_{std::move(options)}, events_{io}, look_at_{io}
{
    start_afresh();
    asio::co_spawn(io_, supervise(), rethrow);
}

Devices::Bridge::~Bridge()
{
    // Only where stop() was not awaited: the kernel must not write into buffers that are gone.
    for (const auto& plugged : plugged_) {
        if (plugged->open) plugged->open->cancel();
    }
    const auto is_pending = [](const auto& plugged) {
        return plugged->open && plugged->open->has_pending();
    };
    for (int i = 0; i < drain_rounds_max && std::ranges::any_of(plugged_, is_pending); ++i) {
        loop_->pump(drain_round);
    }
    plugged_.clear();
}

void Devices::Bridge::start_afresh()
{
    plugged_.clear();
    loop_.reset();
    loop_ = std::make_unique<UsbLoop>(io_, [this] { look_again(); });
}

std::vector<DeviceStatus> Devices::Bridge::status() const
{
    std::vector<DeviceStatus> all;
    for (const auto& [id, status] : statuses_) all.push_back(status);
    return all;
}

asio::awaitable<void> Devices::Bridge::supervise()
{
    const auto is_in_use = [](const auto& plugged) { return plugged->is_in_use; };
    while (!is_stopping_) {
        look_at_.expires_after(next_look());
        const auto [error] = co_await look_at_.async_wait(asio::as_tuple(asio::use_awaitable));
        if (is_stopping_ || error) continue;
        if (!udev_runs() && std::ranges::none_of(plugged_, is_in_use)) start_afresh();
        look_again();
    }
    while (std::ranges::any_of(plugged_, is_in_use)) {
        look_at_.expires_at(asio::steady_timer::time_point::max());
        co_await look_at_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    plugged_.clear();
    loop_.reset();
    events_.close();
}

void Devices::Bridge::stop()
{
    is_stopping_ = true;
    for (const auto& plugged : plugged_) {
        if (plugged->open) plugged->open->cancel();
    }
    look_at_.cancel();
}

std::chrono::milliseconds Devices::Bridge::next_look() const
{
    bool has_scanner = false;
    bool must_look_often = false;
    for (const auto& plugged : plugged_) {
        if (plugged->is_settling()) return look_while_settling;
        if (!plugged->claim || plugged->claim->kind == DriverKind::usb_printer) continue;
        must_look_often = must_look_often || !plugged->is_in_use;
        has_scanner = true;
    }
    return must_look_often || !has_scanner ? look_often : look_seldom;
}

void Devices::Bridge::look_again()
{
    if (is_stopping_) return;
    auto found = loop_->list();
    for (const auto& plugged : plugged_) {
        const bool is_there = std::ranges::any_of(found, [&plugged](const auto& reference) {
            return reference->get() == plugged->reference->get();
        });
        if (!is_there && !plugged->has_left) leave(*plugged);
    }
    std::erase_if(plugged_,
                  [](const auto& plugged) { return plugged->has_left && !plugged->is_in_use; });
    for (auto& reference : found) {
        const bool is_known = std::ranges::any_of(plugged_, [&reference](const auto& plugged) {
            return reference->get() == plugged->reference->get();
        });
        if (!is_known) arrive(std::move(reference));
    }
    for (const auto& plugged : plugged_) {
        if (plugged->is_settling()) recognise_again(*plugged);
        if (!plugged->is_in_use && !plugged->has_left && plugged->claim &&
            plugged->claim->kind != DriverKind::usb_printer) {
            try_scanner(*plugged);
        }
    }
    // After a new start of libusb nothing says which of the devices of before are gone.
    for (auto& [id, status] : statuses_) {
        const bool is_here = std::ranges::any_of(plugged_, [&id = id](const auto& plugged) {
            return plugged->identity.id == id && !plugged->has_left;
        });
        if (!is_here) set_away(status);
    }
    look_at_.cancel();
}

void Devices::Bridge::arrive(std::unique_ptr<DeviceReference> reference)
{
    auto plugged = std::make_unique<Plugged>();
    plugged->reference = std::move(reference);
    plugged->settled_at = std::chrono::steady_clock::now() + settling_period;
    plugged_.push_back(std::move(plugged));
}

void Devices::Bridge::recognise_again(Plugged& plugged)
{
    plugged.identity = identify(plugged.reference->get());
    std::erase_if(plugged.identity.interfaces, [&plugged](const UsbInterface& interface) {
        return std::ranges::find(plugged.rejected, interface.number) != plugged.rejected.end();
    });
    const auto recognition = recognise(plugged.identity, options_);
    if (const auto* unsupported = std::get_if<Unsupported>(&recognition)) {
        set_state(plugged, DeviceState::unsupported, unsupported->hint);
    }
    const auto* claim = std::get_if<Claim>(&recognition);
    if (claim == nullptr) return;
    plugged.claim = *claim;
    const bool is_printer = claim->kind == DriverKind::usb_printer;
    set_state(plugged, is_printer ? DeviceState::ready : DeviceState::opening);
}

// The interface is none of ours; another one of the same device may be.
void Devices::Bridge::reject(Plugged& plugged, const std::string& reason)
{
    plugged.rejected.push_back(plugged.claim->interface.number);
    plugged.claim.reset();
    plugged.settled_at = std::chrono::steady_clock::now() + settling_period;
    set_state(plugged, DeviceState::unsupported, reason);
}

void Devices::Bridge::leave(Plugged& plugged)
{
    plugged.has_left = true;
    if (plugged.open) plugged.open->cancel();
    const auto status = statuses_.find(plugged.identity.id);
    if (status != statuses_.end()) set_away(status->second);
}

void Devices::Bridge::set_away(DeviceStatus& status)
{
    if (status.state == DeviceState::away) return;
    status.state = DeviceState::away;
    status.hint = "plug it in again";
    events_.push(DeviceLeft{status.id});
}

void Devices::Bridge::set_state(const Plugged& plugged, DeviceState state, std::string hint)
{
    const auto& identity = plugged.identity;
    if (statuses_.size() >= statuses_max && !statuses_.contains(identity.id)) {
        std::erase_if(statuses_,
                      [](const auto& entry) { return entry.second.state == DeviceState::away; });
        if (statuses_.size() >= statuses_max) return;
    }
    DeviceStatus status{.id = identity.id,
                        .vendor = identity.vendor,
                        .product = identity.product,
                        .serial = identity.serial,
                        .title = identity.title,
                        .driver = {},
                        .state = state,
                        .hint = std::move(hint)};
    if (plugged.claim) status.driver = name(plugged.claim->kind);
    auto& known = statuses_[identity.id];
    if (known == status) return;
    // On the way from one failure to the next try a device is not worth a word.
    if (state == DeviceState::opening && known.state != DeviceState::away &&
        !known.driver.empty()) {
        return;
    }
    known = status;
    if (state != DeviceState::opening) events_.push(DeviceArrived{std::move(status)});
}

void Devices::Bridge::try_scanner(Plugged& plugged)
{
    auto opened = UsbDevice::open(io_, plugged.reference->get(), plugged.claim->interface);
    if (const auto* error = std::get_if<OpenError>(&opened)) {
        switch (*error) {
            case OpenError::gone: return;
            case OpenError::no_permission:
                set_state(plugged, DeviceState::no_permission,
                          "install the udev rule 70-loyald.rules and run the daemon in the group "
                          "loyald");
                return;
            case OpenError::busy:
                set_state(plugged, DeviceState::busy, "another program holds it: close that one");
                return;
            case OpenError::failed:
                set_state(plugged, DeviceState::failed, "unplug it and plug it in again");
                return;
        }
    }
    plugged.open = std::move(std::get<std::unique_ptr<UsbDevice>>(opened));
    plugged.is_in_use = true;
    asio::co_spawn(io_, read_scanner(plugged), rethrow);
}

asio::awaitable<void> Devices::Bridge::read_scanner(Plugged& plugged)
{
    bool was_ready = false;
    const auto close = co_await follow(plugged, was_ready);
    if (!close.text.empty() && !plugged.has_left && !is_stopping_) {
        asio::steady_timer timer{io_, grace};
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        look_again();
    }
    if (!close.text.empty() && !plugged.has_left && !is_stopping_) {
        if (was_ready) events_.push(DeviceTrouble{plugged.identity.id, close.text});
        if (close.is_final) {
            reject(plugged, close.text);
        } else {
            set_state(plugged, DeviceState::failed, "unplug it and plug it in again");
        }
    }
    release(plugged);
}

void Devices::Bridge::release(Plugged& plugged)
{
    plugged.open.reset();
    plugged.is_in_use = false;
    // Wakes supervise(): it may be waiting for this, or must look more often now.
    look_at_.cancel();
}

asio::awaitable<Close> Devices::Bridge::follow(Plugged& plugged, bool& was_ready)
{
    ScannerMachine machine{*plugged.claim, plugged.identity.vendor};
    ScannerAction action = machine.start();
    while (!std::holds_alternative<Close>(action)) {
        if (machine.is_reading() && !std::exchange(was_ready, true)) {
            set_state(plugged, DeviceState::ready);
        }
        const auto result = co_await perform(plugged, machine, action);
        const bool is_stall = machine.is_reading() && result.status == TransferStatus::stalled;
        if (is_stall) events_.push(DeviceTrouble{plugged.identity.id, "stalled, cleared"});
        action = machine.on_transfer(result.status, result.data);
        deliver(plugged, machine.take_decoded());
    }
    co_return std::get<Close>(action);
}

asio::awaitable<TransferResult> Devices::Bridge::perform(Plugged& plugged,
                                                         ScannerMachine& machine,
                                                         const ScannerAction& action)
{
    auto& device = *plugged.open;
    if (const auto* request = std::get_if<ControlRequest>(&action)) {
        co_return co_await device.control(*request);
    }
    if (std::holds_alternative<ClearHalt>(action)) {
        co_return TransferResult{.status = device.clear_halt(), .data = {}};
    }
    for (;;) {
        const auto quiet_at = machine.is_waiting()
                                  ? std::chrono::steady_clock::now() + options_.inter_key_timeout
                                  : std::chrono::steady_clock::time_point::max();
        auto result = co_await device.read(quiet_at);
        if (result) co_return std::move(*result);
        deliver(plugged, machine.on_quiet());
    }
}

void Devices::Bridge::deliver(const Plugged& plugged, decode::Decoded decoded)
{
    std::optional<decode::LabelError> error;
    if (const auto* dropped = std::get_if<decode::LabelError>(&decoded)) error = *dropped;
    if (auto* label = std::get_if<decode::Label>(&decoded)) {
        error = decode::check(*label);
        if (decode::holds_payment_card(label->text, options_.loyalty_card_prefixes)) {
            error = decode::LabelError::payment_card;
            decode::erase_securely(label->text);
        }
        if (!error) {
            events_.push(
                Scan{plugged.identity.id, std::move(*label), std::chrono::steady_clock::now()});
        }
    }
    if (error) {
        events_.push(DeviceTrouble{plugged.identity.id, std::string{decode::message(*error)}});
    }
}

}  // namespace loyal::device
