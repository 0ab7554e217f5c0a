#include "link_parts.hpp"

#include "files.hpp"
#include "replicate.hpp"

#include <loyal/store/replication.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <ctime>
#include <utility>

namespace loyal::link {
namespace {

using asio::experimental::awaitable_operators::operator||;
using Machine = wire::LinkMachine;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds connect_timeout{10};
constexpr std::chrono::seconds read_timeout{90};  // the machine gives up earlier

std::int64_t monotonic_ms()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

std::int64_t utc_seconds()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

/// The wall clock with this machine's offset from UTC.
Instant wall_clock()
{
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    localtime_r(&now, &local);
    return {now, static_cast<std::int32_t>(local.tm_gmtoff / 60 * 60)};
}

}  // namespace

std::string hex_of(std::uint64_t number)
{
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (8 * i));
    return format::to_hex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

Link::Parts::Parts(asio::io_context& context, database::Store& database_store, LinkOptions given)
    : io{context},
      store{database_store},
      options{std::move(given)},
      jobs_changed{io, asio::steady_timer::time_point::max()},
      urgent_changed{io, asio::steady_timer::time_point::max()},
      connect_wanted{io, asio::steady_timer::time_point::max()},
      timer{io}
{
    std::random_device device;
    random.seed((std::uint64_t{device()} << 32) | device());
    boot = hex_of(random());
}

void Link::Parts::handle(const Machine::Event& event)
{
    const auto before = machine.status().state;
    for (Machine::Action& action : machine.on(event, {monotonic_ms(), random()})) take(action);
    if (machine.status().last_contact_ms >= 0) {
        const auto ago = (monotonic_ms() - machine.status().last_contact_ms) / 1000;
        last_contact = utc_seconds() - ago;
    }
    if (machine.status().state != before && !machine.status().last_problem.empty())
        log(machine.status().last_problem);
    if (options.on_status) options.on_status();
}

void Link::Parts::take(Machine::Action& action)
{
    if (const auto* send = std::get_if<Machine::SendFrame>(&action)) {
        if (outbox != nullptr && !outbox->push(send->lane == wire::Lane::urgent, send->frame))
            connection->close();
    } else if (std::holds_alternative<Machine::Connect>(action)) {
        is_connect_wanted = true;
        connect_wanted.cancel();
    } else if (const auto* at = std::get_if<Machine::SetTimer>(&action)) {
        due_ms = at->at_ms;
        timer.cancel();
    } else if (std::holds_alternative<Machine::Close>(action)) {
        if (outbox != nullptr) outbox->finish();
    } else if (std::holds_alternative<Machine::LookupDone>(action) ||
               std::holds_alternative<Machine::RightDone>(action)) {
        urgent_jobs.push_back(std::move(action));
        urgent_changed.cancel();
    } else {
        jobs.push_back(std::move(action));
        jobs_changed.cancel();
    }
}

asio::awaitable<void> Link::Parts::keep_connected()
{
    while (!is_stopped) {
        if (!is_connect_wanted) {
            co_await connect_wanted.async_wait(as_tuple);
            continue;
        }
        is_connect_wanted = false;
        auto opened = co_await open();
        if (!opened || is_stopped) continue;
        co_await carry(*opened);
    }
}

asio::awaitable<std::optional<net::Connection>> Link::Parts::open()
{
    std::string problem;
    try {
        const net::Identity identity{net::load_private(certificate_path(options.folder)),
                                     net::load_private(key_path(options.folder))};
        const net::Trust trust{.authority = net::load_private(authority_path(options.folder)),
                               .peer_name = options.host};
        const net::Remote remote{options.host, options.port};
        auto opened = co_await net::connect(io, remote, identity, trust,
                                            std::chrono::steady_clock::now() + connect_timeout);
        if (opened) co_return std::move(*opened);
        problem = "head office: " + opened.error().message();
    } catch (const std::exception& error) {
        problem = error.what();
    }
    handle(Machine::Disconnected{problem});
    co_return std::nullopt;
}

asio::awaitable<void> Link::Parts::carry(net::Connection& opened)
{
    auto job = [](Database& database) { return read_local_state(database); };
    auto local = co_await store.run(std::move(job));
    local.terminal = options.terminal;
    local.store = options.store;
    local.version = options.version;
    local.boot = boot;
    local.clock = utc_seconds();
    net::Outbox box{io};
    connection = &opened;
    outbox = &box;
    handle(Machine::Connected{std::move(local)});
    co_await (read(opened) || box.send_all(opened));
    bytes_sent += static_cast<std::int64_t>(box.bytes_sent());
    connection = nullptr;
    outbox = nullptr;
    co_await opened.close_gracefully(std::chrono::steady_clock::now() + std::chrono::seconds{1});
    if (!is_connect_wanted) handle(Machine::Disconnected{""});
}

asio::awaitable<void> Link::Parts::read(net::Connection& opened)
{
    for (;;) {
        auto frame = co_await opened.read(std::chrono::steady_clock::now() + read_timeout);
        if (!frame) {
            handle(Machine::Disconnected{"head office: " + frame.error().message()});
            co_return;
        }
        bytes_received += static_cast<std::int64_t>(frame->payload.size() + net::frame_header_size);
        std::string bytes{static_cast<char>(frame->type), static_cast<char>(frame->flags)};
        bytes += frame->payload;
        handle(Machine::FrameReceived{std::move(bytes)});
    }
}

asio::awaitable<void> Link::Parts::watch_time()
{
    while (!is_stopped) {
        const std::int64_t most = monotonic_ms() + 3'600'000;
        timer.expires_at(
            asio::steady_timer::time_point{std::chrono::milliseconds{std::min(due_ms, most)}});
        const auto [error] = co_await timer.async_wait(as_tuple);
        if (error || monotonic_ms() < due_ms) continue;
        due_ms = std::numeric_limits<std::int64_t>::max();
        handle(Machine::TimerFired{});
    }
}

asio::awaitable<void> Link::Parts::work(std::deque<Machine::Action>& queue,
                                        asio::steady_timer& changed)
{
    while (!is_stopped || !queue.empty()) {
        if (queue.empty()) {
            co_await changed.async_wait(as_tuple);
            continue;
        }
        Machine::Action action = std::move(queue.front());
        queue.pop_front();
        co_await perform(std::move(action));
    }
}

// Work for the database is named before it is awaited: g++ 12 destroys what a lambda inside a
// co_await expression has captured twice.

asio::awaitable<void> Link::Parts::perform(Machine::Action action)
{
    if (auto* entries = std::get_if<Machine::ReadEntries>(&action)) {
        auto job = [read = *entries](Database& database) { return read_entries(database, read); };
        auto batch = co_await store.run(std::move(job));
        handle(batch);
    } else if (auto* ack = std::get_if<Machine::Acknowledge>(&action)) {
        auto job = [one = *ack](Database& database) {
            loyal::store::acknowledge(database, one.epoch, one.through);
        };
        co_await store.run(std::move(job));
    } else if (auto* welcome = std::get_if<Machine::KeepWelcome>(&action)) {
        auto job = [one = std::move(welcome->welcome)](Database& database) {
            keep_welcome(database, one);
        };
        co_await store.run(std::move(job));
    } else if (auto* changes = std::get_if<Machine::ApplyChanges>(&action)) {
        co_await apply(std::move(*changes));
    } else if (auto* found = std::get_if<Machine::LookupDone>(&action)) {
        co_await finish_lookup(std::move(*found));
    } else if (auto* right = std::get_if<Machine::RightDone>(&action)) {
        co_await finish_right(std::move(*right));
    }
}

asio::awaitable<void> Link::Parts::apply(Machine::ApplyChanges asked)
{
    const wire::Changes& changes = asked.changes;
    std::size_t next = 0;
    std::size_t bad = 0;
    while (next < changes.rows.size()) {
        auto job = [&changes, next](Database& database) {
            return apply_step(database, changes, next);
        };
        const Step step = co_await store.run(std::move(job));
        next = step.next;
        bad += step.bad;
    }
    if (bad > 0) log(std::to_string(bad) + " rows of " + changes.bucket + " could not be read");
    if (options.on_changes) options.on_changes(changes.bucket);
    handle(Machine::ChangesApplied{asked.connection, changes.bucket, changes.to});
}

asio::awaitable<void> Link::Parts::finish_lookup(Machine::LookupDone done)
{
    std::optional<MemberId> member;
    if (!done.rows.empty()) {
        auto job = [answer = wire::LookupAnswer{done.request, done.rows}](Database& database) {
            return apply_found(database, answer);
        };
        member = co_await store.run(std::move(job));
    }
    const auto it = lookups.find(done.request);
    if (it == lookups.end()) co_return;
    it->second->answer = member;
    it->second->is_answered = true;
    it->second->done.cancel();
}

asio::awaitable<void> Link::Parts::finish_right(Machine::RightDone done)
{
    const bool is_given = done.grant && !done.grant->document.empty();
    const auto waiting = rights.find(done.request);
    if (waiting == rights.end()) {
        // Nobody waits any more: what was granted goes back at once.
        if (is_given) {
            auto job = [grant = *done.grant, now = wall_clock()](Database& database) {
                decline_right(database, grant, now);
            };
            co_await store.run(std::move(job));
            handle(Machine::EntriesRecorded{});
        }
        co_return;
    }
    Waiter<Points>& waiter = *waiting->second;
    rights.erase(waiting);  // from here on the asker waits for the journal, not for head office
    if (is_given) {
        auto job = [grant = *done.grant, now = wall_clock()](Database& database) {
            return receive_right(database, grant, now);
        };
        waiter.answer = co_await store.run(std::move(job));
        handle(Machine::EntriesRecorded{});
    }
    waiter.is_answered = true;
    waiter.done.cancel();
}

}  // namespace loyal::link
