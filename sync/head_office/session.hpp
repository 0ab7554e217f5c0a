#pragma once

#include "office.hpp"

#include <loyal/net/connection.hpp>
#include <loyal/net/outbox.hpp>
#include <loyal/wire/session_machine.hpp>

#include <deque>
#include <string>

namespace loyal::head_office {

/// One terminal's connection: carries what the SessionMachine asks for.
class Session {
public:
    Session(Office& office, net::Connection connection);

    asio::awaitable<void> run();
    void publish(const std::string& bucket);
    void close() { connection_.close(); }

private:
    using Machine = wire::SessionMachine;

    asio::awaitable<void> read();
    asio::awaitable<void> watch_time();
    asio::awaitable<void> work(std::deque<Machine::Action>& jobs, asio::steady_timer& changed);
    asio::awaitable<void> perform(Machine::Action action);
    asio::awaitable<void> greet(wire::Hello hello);
    asio::awaitable<void> append(wire::Push push);
    asio::awaitable<void> read_changes(std::string bucket, std::string from);
    asio::awaitable<void> look_up(wire::Lookup lookup);
    asio::awaitable<void> decide_right(wire::RightAsk ask);
    asio::awaitable<void> enrol(wire::Enrol enrol);

    void handle(const Machine::Event& event);
    void take(Machine::Action& action);
    std::string name() const;

    Office& office_;
    net::Connection connection_;
    net::Outbox outbox_;
    Machine machine_;
    TerminalId terminal_;
    StoreId store_;
    std::int64_t epoch_ = 1;
    // Look-ups and rights do not queue behind batches of the same terminal.
    std::deque<Machine::Action> urgent_jobs_;
    std::deque<Machine::Action> bulk_jobs_;
    asio::steady_timer urgent_changed_;
    asio::steady_timer bulk_changed_;
    asio::steady_timer timer_;
    std::int64_t due_ms_ = 0;
};

}  // namespace loyal::head_office
