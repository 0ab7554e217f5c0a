// Look-up of a member by card, at several sizes of the members table.
//
//     bench_lookup FOLDER SIZE…       makes FOLDER/members-SIZE.db where it is missing, then looks
//     up
//                                     members in interleaved rounds and prints each size's p50 and
//                                     p99 and the ratio of the median to the first size's
//
// A look-up is what a card scan does: card → member, then row, marks and own entries → state.

#include "measure.hpp"

#include <loyal/format/json.hpp>
#include <loyal/format/seal.hpp>
#include <loyal/store/members.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/replication.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace loyal;

constexpr int rounds = 7;
constexpr int lookups_per_round = 20'000;
constexpr std::int64_t rows_per_transaction = 20'000;

std::string card_of(std::int64_t number)
{
    return "29" + std::to_string(10'000'000'000 + number);
}

// Four purchases in three months: the state of an ordinary member.
MemberState state_of(std::int64_t number)
{
    MemberState state;
    state.id = MemberId{"M" + std::to_string(number)};
    state.standing.tier = TierCode{"ordinary"};
    const Date first = *parse_date("2026-09-01");
    for (int i = 0; i < 4; ++i) {
        const Date day = first + std::chrono::days{i * 20 + number % 7};
        state.days.push_back({day, Money::minor(10'000 + number % 5'000), Points::of(100), 1, 0});
    }
    state.account.lots = {{"import", Points::of(400), first, add_months(first, 12)}};
    state.transactions = 4;
    return state;
}

store::MemberRow row_of(std::int64_t number)
{
    store::MemberRow row;
    row.state = state_of(number);
    row.cards.push_back({card_of(number), false});
    return row;
}

database::Database open(const std::string& folder, std::int64_t size)
{
    const std::string path = folder + "/members-" + std::to_string(size) + ".db";
    const bool is_new = !std::filesystem::exists(path);
    auto database = store::open_terminal(path, {StoreId{"S001"}, TerminalId{"S001-T1"}});
    if (!is_new) return database;
    database.execute("PRAGMA synchronous = OFF");
    for (std::int64_t from = 0; from < size; from += rows_per_transaction) {
        database::Transaction transaction{database};
        std::vector<store::MemberRow> rows;
        for (std::int64_t i = from; i < std::min(size, from + rows_per_transaction); ++i) {
            rows.push_back(row_of(i));
        }
        store::apply_members(database, rows, std::nullopt);
        transaction.commit();
        database.checkpoint();
    }
    return database;
}

std::vector<double> look_up(database::Database& database,
                            std::int64_t size,
                            const Programme& programme,
                            std::mt19937_64& random)
{
    std::vector<double> samples;
    for (int i = 0; i < lookups_per_round; ++i) {
        const std::string card =
            card_of(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(size)));
        const auto start = bench::Clock::now();
        const auto id = store::member_of_card(database, card);
        const auto member = store::find_member(database, id.value(), programme);
        samples.push_back(bench::microseconds_since(start));
        if (member->state.transactions != 4) std::abort();
    }
    return samples;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 3) {
        std::fprintf(stderr, "usage: bench_lookup FOLDER SIZE…\n");
        return 2;
    }
    format::start_crypto();
    const std::string folder = argv[1];
    std::filesystem::create_directories(folder);
    Programme programme;
    programme.tiers = {
        {TierCode{"ordinary"}, 0, {"普通", "Ordinary"}, {}, {}, BasisPoints{10'000}}};

    std::vector<std::int64_t> sizes;
    std::vector<database::Database> databases;
    for (int i = 2; i < argc; ++i) {
        sizes.push_back(std::strtoll(argv[i], nullptr, 10));
        databases.push_back(open(folder, sizes.back()));
    }
    std::vector<std::vector<double>> medians(sizes.size());
    std::vector<std::vector<double>> ratios(sizes.size());
    std::vector<double> p99(sizes.size());
    std::mt19937_64 random{1};
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            const auto samples = look_up(databases[i], sizes[i], programme, random);
            medians[i].push_back(bench::median(samples));
            p99[i] = bench::percentile(samples, 0.99);
            ratios[i].push_back(medians[i].back() / medians[0].back());
        }
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        std::printf("%9lld members: p50 %.1f us, p99 %.1f us, %.2f x the first (%.2f to %.2f)\n",
                    static_cast<long long>(sizes[i]), bench::median(medians[i]), p99[i],
                    bench::median(ratios[i]), bench::percentile(ratios[i], 0),
                    bench::percentile(ratios[i], 1));
    }
}
