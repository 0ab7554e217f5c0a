#pragma once

#include "support/temporary_folder.hpp"
#include "support/till_journal.hpp"

#include <loyal/database/store.hpp>
#include <loyal/head_office/server.hpp>
#include <loyal/link/link.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/replication.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>

namespace loyal::link {

using nlohmann::json;

/// A head office's folder with the test programme, one item and two members, one of another store.
struct HeadOfficeFolder {
    tests::TemporaryFolder scratch;
    std::string folder = scratch.file("hq");

    HeadOfficeFolder()
    {
        format::start_crypto();
        head_office::make_state_folder(folder, {"127.0.0.1", "localhost"});
        post("/v1/programmes", tests::programme_text);
        post("/v1/items", R"({"sku":"A1","codes":["6901234500017"],"unit_price":500,)"
                          R"("names":{"zh-CN":"货","en":"Thing"}})");
        post("/v1/members",
             "{\"id\":\"M1\",\"name\":\"王小明\",\"card\":\"88001\","
             "\"state\":{\"id\":\"M1\",\"lots\":[{\"id\":\"x\",\"points\":500,"
             "\"from\":\"2026-01-01\"}]}}\n"
             "{\"id\":\"M2\",\"card\":\"88002\",\"store\":\"S002\"}");
    }
    json post(const std::string& target, const std::string& body) const
    {
        return ask("POST", target, body);
    }
    json get(const std::string& target) const { return ask("GET", target, ""); }
    json ask(const char* method, const std::string& target, const std::string& body) const
    {
        const auto answer = head_office::command(folder, method, target, body);
        INFO(answer.body);
        REQUIRE(answer.status == 200);
        return json::parse(answer.body);
    }
    std::string token(const std::string& terminal) const
    {
        const json body{{"terminal", terminal}, {"store", "S001"}};
        return post("/v1/enrolments", body.dump())["token"];
    }
    std::int64_t sales() const
    {
        std::int64_t sum = 0;
        const json totals = get("/v1/totals?from=2026-11-22&to=2026-11-22");
        for (const json& row : totals["rows"]) sum += row["sales"].get<std::int64_t>();
        return sum;
    }
};

/// Head office's server on a thread of its own.
class ServerThread {
public:
    explicit ServerThread(const std::string& folder, std::uint16_t port = 0)
        : server_{io_, {.folder = folder, .address = "127.0.0.1", .port = port}}
    {
        server_.start();
        thread_ = std::thread{[this] { io_.run(); }};
    }
    ~ServerThread()
    {
        asio::post(io_, [this] { server_.stop(); });
        thread_.join();
    }
    ServerThread(const ServerThread&) = delete;
    ServerThread& operator=(const ServerThread&) = delete;

    std::uint16_t port() const { return server_.port(); }

private:
    asio::io_context io_{1};
    head_office::Server server_;
    std::thread thread_;
};

/// A till's database and link; the journal is written as the till would.
class Till {
public:
    Till(std::string folder, std::uint16_t port)
        : folder_{std::move(folder)},
          store_{store::open_terminal(folder_ + "/till.db", {StoreId{"S001"}, terminal_})},
          port_{port}
    {
    }
    ~Till() { stop(); }
    Till(const Till&) = delete;
    Till& operator=(const Till&) = delete;

    void start()
    {
        LinkOptions options;
        options.host = "127.0.0.1";
        options.port = port_;
        options.folder = folder_;
        options.store = StoreId{"S001"};
        options.terminal = terminal_;
        link_.emplace(io_, store_, std::move(options));
        is_running_ = true;
        asio::co_spawn(io_, link_->run(), [this](std::exception_ptr failure) {
            is_running_ = false;
            if (failure) std::rethrow_exception(failure);
        });
    }
    void stop()
    {
        if (!link_) return;
        link_->stop();
        run_until([this] { return !is_running_; });
        link_.reset();
    }
    Link& link() { return *link_; }

    bool run_until(const std::function<bool()>& holds,
                   std::chrono::seconds most = std::chrono::seconds{30})
    {
        const auto deadline = std::chrono::steady_clock::now() + most;
        while (!holds() && std::chrono::steady_clock::now() < deadline) {
            io_.restart();
            io_.run_one_for(std::chrono::milliseconds{20});
        }
        return holds();
    }
    bool run_until_online()
    {
        return run_until([this] { return link_->status().state == LinkState::online; });
    }

    /// Does work on the store's thread and waits for it.
    template <class Work>
    auto in_store(Work work)
    {
        std::optional<std::invoke_result_t<Work&, store::Database&>> result;
        asio::co_spawn(io_, store_.run(std::move(work)),
                       [&result](std::exception_ptr failure, auto value) {
                           if (failure) std::rethrow_exception(failure);
                           result = std::move(value);
                       });
        run_until([&result] { return result.has_value(); });
        return std::move(*result);
    }
    template <class Value>
    Value await(asio::awaitable<Value> awaited)
    {
        std::optional<Value> result;
        asio::co_spawn(io_, std::move(awaited), [&result](std::exception_ptr failure, Value value) {
            if (failure) std::rethrow_exception(failure);
            result = std::move(value);
        });
        run_until([&result] { return result.has_value(); });
        return std::move(*result);
    }

    void sell(int count)
    {
        const bool done = in_store([count](store::Database& database) {
            tests::TillJournal till{"S001-T1"};
            SaleEntry sale = till.sale(500);
            for (int i = 0; i < count; ++i) {
                sale.id = store::next_transaction(database);
                sale.basket.at.utc_seconds += 1;
                if (!store::record_sale(database, sale, sale.id.value(), std::nullopt))
                    return false;
            }
            return true;
        });
        REQUIRE(done);
        if (link_) link_->entries_recorded();
    }
    std::int64_t unsent()
    {
        return in_store([](store::Database& database) { return store::unsent(database).count; });
    }

private:
    TerminalId terminal_{"S001-T1"};
    std::string folder_;
    asio::io_context io_{1};
    database::Store store_;
    std::uint16_t port_;
    std::optional<Link> link_;
    bool is_running_ = false;
};

inline TimePoint soon(std::chrono::milliseconds time = std::chrono::seconds{10})
{
    return std::chrono::steady_clock::now() + time;
}

}  // namespace loyal::link
