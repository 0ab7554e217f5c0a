#include "session.hpp"

#include "enrolment.hpp"
#include "ingest.hpp"
#include "reference.hpp"
#include "rights.hpp"
#include "today.hpp"

#include <loyal/format/sign.hpp>
#include <loyal/net/certificate.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <iterator>
#include <utility>

namespace loyal::head_office {
namespace {

using asio::experimental::awaitable_operators::operator||;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds read_timeout{90};  // the machine gives up earlier
constexpr std::chrono::days terminal_lifetime{825};

std::int64_t monotonic_ms()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

asio::steady_timer::time_point time_point_of(std::int64_t ms)
{
    return asio::steady_timer::time_point{std::chrono::milliseconds{ms}};
}

bool is_urgent(const wire::SessionMachine::Action& action)
{
    return std::holds_alternative<wire::SessionMachine::LookUp>(action) ||
           std::holds_alternative<wire::SessionMachine::DecideRight>(action);
}

}  // namespace

Session::Session(Office& office, net::Connection connection)
    : office_{office},
      connection_{std::move(connection)},
      outbox_{office.io},
      urgent_changed_{office.io, asio::steady_timer::time_point::max()},
      bulk_changed_{office.io, asio::steady_timer::time_point::max()},
      timer_{office.io}
{
    if (connection_.peer()) terminal_ = TerminalId{connection_.peer()->common_name};
}

std::string Session::name() const
{
    return terminal_.value().empty() ? "a terminal to be enrolled" : terminal_.value();
}

asio::awaitable<void> Session::run()
{
    office_.sessions.insert(this);
    Machine::Opened opened;
    if (!terminal_.value().empty()) opened.certified = terminal_;
    opened.buckets.assign(std::begin(bucket_names), std::end(bucket_names));
    handle(opened);
    co_await (read() || watch_time() || work(urgent_jobs_, urgent_changed_) ||
              work(bulk_jobs_, bulk_changed_) || outbox_.send_all(connection_));
    office_.sessions.erase(this);
    co_await connection_.close_gracefully(std::chrono::steady_clock::now() +
                                          std::chrono::seconds{1});
}

void Session::publish(const std::string& bucket)
{
    handle(Machine::Published{bucket});
}

asio::awaitable<void> Session::read()
{
    for (;;) {
        auto frame = co_await connection_.read(std::chrono::steady_clock::now() + read_timeout);
        if (!frame) {
            office_.log(name() + ": " + frame.error().message());
            co_return;
        }
        std::string bytes{static_cast<char>(frame->type), static_cast<char>(frame->flags)};
        bytes += frame->payload;
        handle(Machine::FrameReceived{std::move(bytes)});
        if (machine_.state() != Machine::State::closed) continue;
        // The last words are still to be sent; nothing more is heard.
        asio::steady_timer wait{office_.io, read_timeout};
        co_await wait.async_wait(as_tuple);
        co_return;
    }
}

asio::awaitable<void> Session::watch_time()
{
    for (;;) {
        timer_.expires_at(time_point_of(due_ms_));
        const auto [error] = co_await timer_.async_wait(as_tuple);
        if (!error && monotonic_ms() >= due_ms_) {
            due_ms_ += std::chrono::milliseconds{std::chrono::hours{1}}.count();
            handle(Machine::TimerFired{});
        }
    }
}

asio::awaitable<void> Session::work(std::deque<Machine::Action>& jobs, asio::steady_timer& changed)
{
    for (;;) {
        while (!jobs.empty()) {
            Machine::Action action = std::move(jobs.front());
            jobs.pop_front();
            try {
                co_await perform(std::move(action));
            } catch (const std::exception& error) {
                office_.log(name() + ": " + error.what());
                co_return;
            }
        }
        co_await changed.async_wait(as_tuple);
    }
}

asio::awaitable<void> Session::perform(Machine::Action action)
{
    if (auto* one = std::get_if<Machine::Greet>(&action))
        co_await greet(std::move(one->hello));
    else if (auto* push = std::get_if<Machine::Append>(&action))
        co_await append(std::move(push->push));
    else if (auto* changes = std::get_if<Machine::ReadChanges>(&action))
        co_await read_changes(std::move(changes->bucket), std::move(changes->from));
    else if (auto* lookup = std::get_if<Machine::LookUp>(&action))
        co_await look_up(std::move(lookup->lookup));
    else if (auto* right = std::get_if<Machine::DecideRight>(&action))
        co_await decide_right(std::move(right->ask));
    else if (auto* asked = std::get_if<Machine::DecideEnrol>(&action))
        co_await enrol(std::move(asked->enrol));
}

// Work for the database is named before it is awaited: g++ 12 destroys what a lambda inside a
// co_await expression has captured twice.

asio::awaitable<void> Session::greet(wire::Hello hello)
{
    store_ = hello.store;
    epoch_ = hello.epoch;
    Greeting greeting;
    greeting.now = utc_now();
    greeting.new_token = random_hex(16);
    greeting.grant_key = format::to_hex(format::public_key(office_.secrets.grant_seed));
    greeting.lookup_key = format::to_hex(office_.secrets.lookup_key);
    auto job = [hello = std::move(hello),
                greeting = std::move(greeting)](database::Database& database) {
        SqliteStorage storage{database};
        return head_office::greet(storage, hello, greeting);
    };
    auto answer = co_await office_.store.run(std::move(job));
    if (const auto* refuse = std::get_if<wire::Refuse>(&answer))
        office_.log(name() + ": refused: " + refuse->text);
    handle(Machine::Greeted{std::move(answer)});
}

asio::awaitable<void> Session::append(wire::Push push)
{
    const TerminalId terminal = terminal_;
    Office& office = office_;
    auto job = [&office, terminal, push = std::move(push),
                now = utc_now()](database::Database& database) {
        SqliteStorage storage{database};
        return take_push(storage, office.programmes, terminal, push, now);
    };
    auto answer = co_await office_.store.run(std::move(job));
    if (const auto* refuse = std::get_if<wire::Refuse>(&answer))
        office_.log("ALARM " + name() + ": " + refuse->text);
    office_.entries_arrived();
    handle(Machine::Appended{std::move(answer)});
}

asio::awaitable<void> Session::read_changes(std::string bucket, std::string from)
{
    auto job = [store = store_, bucket = std::move(bucket),
                from = std::move(from)](database::Database& database) {
        SqliteStorage storage{database};
        return changes_after(storage, store, bucket, from);
    };
    auto changes = co_await office_.store.run(std::move(job));
    handle(Machine::ChangesRead{std::move(changes)});
}

asio::awaitable<void> Session::look_up(wire::Lookup lookup)
{
    wire::LookupAnswer answer;
    answer.request = lookup.request;
    auto job = [store = store_, credential = std::move(lookup.credential),
                key = office_.secrets.lookup_key](database::Database& database) {
        SqliteStorage storage{database};
        return head_office::look_up(storage, store, credential, key);
    };
    answer.rows = co_await office_.store.run(std::move(job));
    handle(Machine::LookedUp{std::move(answer)});
}

asio::awaitable<void> Session::decide_right(wire::RightAsk ask)
{
    RightContext context;
    context.terminal = terminal_;
    context.epoch = epoch_;
    context.grant_seed = office_.secrets.grant_seed;
    Office& office = office_;
    auto job = [&office, ask = std::move(ask), context,
                now = utc_now()](database::Database& database) mutable {
        SqliteStorage storage{database};
        const auto* programme = office.programmes.current(storage);
        if (programme == nullptr)
            return wire::Grant{ask.request, "", "", "no programme is published"};
        context.today = trading_day(now, programme->programme());
        return head_office::decide_right(storage, ask, context);
    };
    auto grant = co_await office_.store.run(std::move(job));
    handle(Machine::RightDecided{std::move(grant)});
}

asio::awaitable<void> Session::enrol(wire::Enrol enrol)
{
    auto job = [token = enrol.token, now = utc_now()](database::Database& database) {
        SqliteStorage storage{database};
        return use_enrolment(storage, token, now);
    };
    auto outcome = co_await office_.store.run(std::move(job));
    if (const auto* why = std::get_if<std::string>(&outcome)) {
        office_.log("enrolment refused: " + *why);
        handle(Machine::EnrolDecided{wire::Refuse{wire::RefuseReason::token, *why}});
        co_return;
    }
    const auto& terminal = std::get<TerminalRecord>(outcome);
    const Secrets& secrets = office_.secrets;
    const net::CertificateAuthority authority{secrets.authority, secrets.authority_key};
    const auto from = std::chrono::time_point_cast<std::chrono::seconds>(
        std::chrono::system_clock::now() - std::chrono::hours{1});
    const auto certificate =
        authority.issue(enrol.request, {terminal.terminal.value()}, {from, terminal_lifetime});
    if (!certificate) {
        handle(Machine::EnrolDecided{
            wire::Refuse{wire::RefuseReason::token, certificate.error().message()}});
        co_return;
    }
    office_.log("enrolled " + terminal.terminal.value());
    wire::Enrolled enrolled;
    enrolled.terminal = terminal.terminal;
    enrolled.store = terminal.store;
    enrolled.certificate = *certificate;
    enrolled.authority = secrets.authority;
    enrolled.grant_key = format::to_hex(format::public_key(secrets.grant_seed));
    enrolled.lookup_key = format::to_hex(secrets.lookup_key);
    handle(Machine::EnrolDecided{std::move(enrolled)});
}

void Session::handle(const Machine::Event& event)
{
    for (Machine::Action& action : machine_.on(event, {monotonic_ms(), 0})) take(action);
}

void Session::take(Machine::Action& action)
{
    if (const auto* send = std::get_if<Machine::SendFrame>(&action)) {
        if (!outbox_.push(send->lane == wire::Lane::urgent, send->frame)) connection_.close();
    } else if (const auto* timer = std::get_if<Machine::SetTimer>(&action)) {
        due_ms_ = timer->at_ms;
        timer_.cancel();
    } else if (const auto* close = std::get_if<Machine::Close>(&action)) {
        office_.log(name() + ": closed: " + close->reason);
        outbox_.finish();
    } else if (is_urgent(action)) {
        urgent_jobs_.push_back(std::move(action));
        urgent_changed_.cancel();
    } else {
        bulk_jobs_.push_back(std::move(action));
        bulk_changed_.cancel();
    }
}

}  // namespace loyal::head_office
