// Durable commits through loyal::database, thread hop included, against bare SQLite C code that
// writes the same rows, round by round in one run.
//
//   bench_commit [FOLDER] [ROUNDS] [COMMITS PER ROUND]
//
// Between the library's rounds its store is idle and checkpoints, as a till does between sales;
// that time is reported by itself, and as the rate with it included.

#include "bare_journal.hpp"
#include "measure.hpp"

#include <loyal/database/store.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace loyal;
using namespace loyal::bench;
namespace asio = boost::asio;

constexpr std::size_t body_size = 1'050;  // a sale with some lines

struct Round {
    std::vector<double> commits;  // µs each
    double checkpoint = 0;        // µs

    double total() const
    {
        double sum = 0;
        for (const double commit : commits) sum += commit;
        return sum;
    }
};

void record(database::Database& database, std::int64_t seq, const std::string& body)
{
    database::Transaction transaction{database};
    database.prepare(insert_entry).bind(1, seq).bind_blob(2, body).run();
    database.prepare(update_member).bind(1, 1 + seq * 7919 % members).run();
    database.prepare(update_head).bind(1, seq).run();
    transaction.commit();
}

asio::awaitable<void> library_round(database::Store& store, std::int64_t first, Round& round)
{
    const std::string body(body_size, 'x');
    for (std::size_t i = 0; i < round.commits.size(); ++i) {
        const std::int64_t seq = first + static_cast<std::int64_t>(i);
        const auto start = Clock::now();
        co_await store.run([seq, &body](database::Database& d) { record(d, seq, body); });
        round.commits[i] = microseconds_since(start);
    }
    const auto start = Clock::now();
    co_await store.run([](database::Database& d) { d.checkpoint(); });
    round.checkpoint = microseconds_since(start);
}

void rethrow(const std::exception_ptr& failure)
{
    if (failure) std::rethrow_exception(failure);
}

Round run_library(asio::io_context& io,
                  database::Store& store,
                  std::int64_t first,
                  std::size_t size)
{
    Round round{.commits = std::vector<double>(size)};
    asio::co_spawn(io, library_round(store, first, round), rethrow);
    io.restart();
    io.run();
    return round;
}

Round run_bare(BareJournal& journal, std::int64_t first, std::size_t size)
{
    Round round{.commits = std::vector<double>(size)};
    const std::string body(body_size, 'x');
    for (std::size_t i = 0; i < size; ++i) {
        const auto start = Clock::now();
        journal.commit(first + static_cast<std::int64_t>(i), body);
        round.commits[i] = microseconds_since(start);
    }
    return round;
}

void print(const char* name, const std::vector<double>& values)
{
    std::printf("%-52s median %.3f  min %.3f  max %.3f\n", name, median(values),
                percentile(values, 0), percentile(values, 1));
}

void report(const std::vector<Round>& ours, const std::vector<Round>& bare)
{
    std::vector<double> rate;
    std::vector<double> rate_with_checkpoint;
    std::vector<double> p50;
    std::vector<double> our_tail;
    std::vector<double> bare_tail;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const auto& a = ours[i];
        const auto& b = bare[i];
        rate.push_back(b.total() / a.total());
        rate_with_checkpoint.push_back(b.total() / (a.total() + a.checkpoint));
        p50.push_back(median(a.commits) / median(b.commits));
        our_tail.push_back(percentile(a.commits, 0.99) / median(a.commits));
        bare_tail.push_back(percentile(b.commits, 0.99) / median(b.commits));
    }
    std::printf("commit p50 %.0f µs, bare %.0f µs\n", median(ours.back().commits),
                median(bare.back().commits));
    print("rate against bare (floor 0.85, aim 0.95)", rate);
    print("rate against bare, checkpoints included", rate_with_checkpoint);
    print("p50 against bare (at most 1.25)", p50);
    print("p99 / p50 (at most 6, aim 3)", our_tail);
    print("p99 / p50 of bare", bare_tail);
}

}  // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
    const std::size_t rounds = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 7;
    const std::size_t size = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 1'000;
    const std::string our_path = (folder / "bench_ours.db").string();
    const std::string bare_path = (folder / "bench_bare.db").string();
    for (const auto& path : {our_path, bare_path})
        for (const auto* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);

    asio::io_context io{1};
    database::Store store{database::OpenOptions{.path = our_path}};
    asio::co_spawn(io, store.run([](database::Database& d) { d.execute(journal_schema); }),
                   rethrow);
    io.run();
    BareJournal bare{bare_path};

    std::vector<Round> ours_rounds;
    std::vector<Round> bare_rounds;
    std::int64_t next = 1;
    for (std::size_t i = 0; i < rounds; ++i) {
        ours_rounds.push_back(run_library(io, store, next, size));
        bare_rounds.push_back(run_bare(bare, next, size));
        next += static_cast<std::int64_t>(size);
    }
    report(ours_rounds, bare_rounds);
    return 0;
}
