#pragma once

#include <loyal/link/link.hpp>
#include <loyal/net/connection.hpp>
#include <loyal/net/outbox.hpp>
#include <loyal/wire/link_machine.hpp>

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <limits>
#include <map>
#include <random>

namespace loyal::link {

/// Somebody who waits for an answer of head office.
template <class Answer>
struct Waiter {
    asio::steady_timer done;
    std::optional<Answer> answer{};
    bool is_answered = false;
};

/// 64 bits as 16 hexadecimal digits.
std::string hex_of(std::uint64_t number);

/// What carries the link: the machine decides, this connects, reads, writes and asks the database.
struct Link::Parts {
    Parts(asio::io_context& context, database::Store& database_store, LinkOptions given);

    void handle(const wire::LinkMachine::Event& event);
    void take(wire::LinkMachine::Action& action);
    void log(std::string_view line) const
    {
        if (options.on_event) options.on_event(line);
    }

    asio::awaitable<void> keep_connected();
    asio::awaitable<std::optional<net::Connection>> open();
    asio::awaitable<void> carry(net::Connection& connection);
    asio::awaitable<void> read(net::Connection& connection);
    asio::awaitable<void> watch_time();
    asio::awaitable<void> work(std::deque<wire::LinkMachine::Action>& jobs,
                               asio::steady_timer& changed);
    asio::awaitable<void> perform(wire::LinkMachine::Action action);
    asio::awaitable<void> apply(wire::LinkMachine::ApplyChanges asked);
    asio::awaitable<void> finish_lookup(wire::LinkMachine::LookupDone done);
    asio::awaitable<void> finish_right(wire::LinkMachine::RightDone done);

    asio::io_context& io;
    database::Store& store;
    LinkOptions options;
    wire::LinkMachine machine;
    std::mt19937_64 random;
    std::string boot;
    std::deque<wire::LinkMachine::Action> jobs;
    std::deque<wire::LinkMachine::Action> urgent_jobs;
    asio::steady_timer jobs_changed;
    asio::steady_timer urgent_changed;
    asio::steady_timer connect_wanted;
    asio::steady_timer timer;
    std::int64_t due_ms = std::numeric_limits<std::int64_t>::max();
    net::Connection* connection = nullptr;  // while one is carried
    net::Outbox* outbox = nullptr;
    bool is_connect_wanted = false;
    bool is_stopped = false;
    std::int64_t last_contact = 0;
    std::int64_t bytes_sent = 0;
    std::int64_t bytes_received = 0;
    std::int64_t next_lookup = 0;
    std::map<std::int64_t, Waiter<MemberId>*> lookups;
    std::map<std::string, Waiter<Points>*> rights;
};

}  // namespace loyal::link
