#include "support/run_task.hpp"
#include "support/temporary_folder.hpp"

#include <loyal/database/store.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <catch2/catch.hpp>

#include <future>
#include <thread>

using namespace loyal::database;
using loyal::tests::run_task;
using loyal::tests::TemporaryFolder;
namespace asio = boost::asio;

namespace {

void add_row(Database& database)
{
    database.prepare("INSERT INTO t VALUES (zeroblob(3000))").run();
}

std::int64_t rows(Database& database)
{
    auto row = database.prepare("SELECT count(*) FROM t");
    row.step();
    return row.integer(0);
}

asio::awaitable<std::thread::id> where_work_runs(Store& store)
{
    co_return co_await store.run([](Database&) { return std::this_thread::get_id(); });
}

asio::awaitable<void> add_rows(Store& store, int count)
{
    for (int i = 0; i < count; ++i) co_await store.run(add_row);
}

}  // namespace

TEST_CASE("Work runs on the store's thread, or in the caller when asked", "[database][store]")
{
    asio::io_context io{1};
    Store threaded{OpenOptions{.path = ":memory:"}};
    CHECK(run_task(io, where_work_runs(threaded)) != std::this_thread::get_id());
    Store in_caller{OpenOptions{.path = ":memory:"}, Store::Threading::in_caller};
    CHECK(run_task(io, where_work_runs(in_caller)) == std::this_thread::get_id());
}

TEST_CASE("A failure on the store thread reaches the caller", "[database][store]")
{
    asio::io_context io{1};
    Store store{OpenOptions{.path = ":memory:"}};
    CHECK_THROWS_AS(run_task(io, store.run([](Database& database) { database.execute("no sql"); })),
                    StoreError);
}

TEST_CASE("Work that was submitted is finished although its caller went away", "[database][store]")
{
    const TemporaryFolder folder;
    const OpenOptions options{.path = folder.file("a.db")};
    Database{options}.execute("CREATE TABLE t (b BLOB)");
    {
        asio::io_context io{1};
        Store store{options};
        std::promise<void> gate;
        auto opened = gate.get_future().share();
        auto hold = [opened](Database&) { opened.wait(); };
        asio::co_spawn(io, store.run(hold), asio::detached);
        for (int i = 0; i < 10; ++i) asio::co_spawn(io, store.run(add_row), asio::detached);
        io.poll();  // every caller has submitted; none will be resumed
        gate.set_value();
        store.close();
    }
    Database database{options};
    CHECK(rows(database) == 10);
}

TEST_CASE("An idle store checkpoints its log off the path of commits", "[database][store]")
{
    const TemporaryFolder folder;
    asio::io_context io{1};
    Store store{OpenOptions{.path = folder.file("a.db")}};
    run_task(io, store.run([](Database& d) { d.execute("CREATE TABLE t (b BLOB)"); }));
    run_task(io, add_rows(store, 300));
    const auto pages = [](Database& database) { return database.wal_pages(); };
    const int right_after = run_task(io, store.run(pages));
    CHECK(right_after > 300);

    // Bounded wait for something that happens by itself once the store is idle.
    asio::steady_timer timer{io};
    int left = right_after;
    for (int i = 0; i < 100 && left > 0; ++i) {
        timer.expires_after(std::chrono::milliseconds{300});
        run_task(io, timer.async_wait(asio::use_awaitable));
        left = run_task(io, store.run(pages));
    }
    CHECK(left == 0);
}

TEST_CASE("Commits stay durable and in order with many callers at once", "[database][store]")
{
    const TemporaryFolder folder;
    asio::io_context io{1};
    Store store{OpenOptions{.path = folder.file("a.db")}};
    run_task(io, store.run([](Database& d) { d.execute("CREATE TABLE t (b BLOB)"); }));
    for (int i = 0; i < 16; ++i) asio::co_spawn(io, add_rows(store, 20), asio::detached);
    io.restart();
    io.run();
    CHECK(run_task(io, store.run(rows)) == 320);
}
