// A backlog of sales from a till's prepared database to a head office of its own process, over TLS
// on loopback: seconds until head office has acknowledged (and counted) everything, and bytes.
//
//   bench_backlog LOYAL_HQ [SALES] [FOLDER]

#include "measure.hpp"
#include "support/head_office_child.hpp"
#include "support/till_journal.hpp"

#include <loyal/database/store.hpp>
#include <loyal/head_office/server.hpp>
#include <loyal/link/link.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/replication.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace {

using namespace loyal;
namespace asio = boost::asio;

constexpr int members = 2'000;

std::string member_id(int number)
{
    return "M" + std::to_string(100'000 + number);
}

void prepare_head_office(const std::string& folder)
{
    head_office::make_state_folder(folder, {"127.0.0.1"});
    std::string rows;
    for (int i = 0; i < members; ++i)
        rows += R"({"id":")" + member_id(i) + R"(","card":"88)" + std::to_string(i) + "\"}\n";
    for (const auto& [target, body] :
         {std::pair{"/v1/programmes", std::string{tests::programme_text}},
          std::pair{"/v1/members", rows}}) {
        const auto answer = head_office::command(folder, "POST", target, body);
        if (answer.status != 200) throw std::runtime_error{answer.body};
    }
}

/// One to five lines; two of three sales with a card.
SaleEntry make_sale(tests::TillJournal& till, int number)
{
    MemberSnapshot member;
    member.id = MemberId{member_id(number * 7919 % members)};
    member.tier = TierCode{"basic"};
    SaleEntry sale = till.sale(500 + number % 9'000, number % 3 == 0 ? nullptr : &member);
    for (int line = 1; line < 1 + number % 5; ++line) {
        LineItem more = sale.basket.lines.front();
        more.line = line + 1;
        more.sku = Sku{"69012345" + std::to_string(10'000 + number * 31 % 8'000)};
        more.unit_price = Money::minor(100 + number * 13 % 5'000);
        sale.basket.lines.push_back(more);
    }
    sale.basket.at.utc_seconds += number;
    tests::TillJournal::price_it(sale);
    return sale;
}

std::int64_t prepare_till(const std::string& path, int sales)
{
    auto database = store::open_terminal(path, {StoreId{"S001"}, TerminalId{"S001-T1"}});
    database.execute("PRAGMA synchronous = OFF");
    tests::TillJournal till{"S001-T1"};
    for (int i = 0; i < sales; ++i) {
        SaleEntry sale = make_sale(till, i);
        sale.id = store::next_transaction(database);
        if (!store::record_sale(database, sale, sale.id.value(), std::nullopt))
            throw std::runtime_error{"a sale was not recorded"};
    }
    auto row = database.prepare("SELECT sum(length(CAST(body AS BLOB))) FROM journal");
    row.step();
    return row.integer(0);
}

void carry(const std::string& folder, std::uint16_t port, std::int64_t body_bytes, int sales)
{
    asio::io_context io{1};
    database::Store store{
        store::open_terminal(folder + "/till.db", {StoreId{"S001"}, TerminalId{"S001-T1"}})};
    link::LinkOptions options;
    options.host = "127.0.0.1";
    options.port = port;
    options.folder = folder;
    options.store = StoreId{"S001"};
    options.terminal = TerminalId{"S001-T1"};
    link::Link link{io, store, options};
    bool is_running = true;
    asio::co_spawn(io, link.run(), [&is_running](std::exception_ptr) { is_running = false; });
    const auto start = bench::Clock::now();
    while (link.status().state != link::LinkState::online) io.run_one();
    const double seconds = bench::microseconds_since(start) / 1e6;
    const link::LinkStatus status = link.status();
    link.stop();
    while (is_running) io.run_one();
    std::printf("%d sales, %.1f MB of entries\n", sales, static_cast<double>(body_bytes) / 1e6);
    std::printf("received and counted after %.2f s: %.0f sales a second\n", seconds,
                sales / seconds);
    std::printf("sent %.2f MB (%.0f bytes a sale), received %.2f MB, over TLS on loopback\n",
                static_cast<double>(status.bytes_sent) / 1e6,
                static_cast<double>(status.bytes_sent) / sales,
                static_cast<double>(status.bytes_received) / 1e6);
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "bench_backlog LOYAL_HQ [SALES] [FOLDER]\n");
        return 2;
    }
    const int sales = argc > 2 ? std::atoi(argv[2]) : 30'000;
    const std::filesystem::path folder = argc > 3 ? argv[3] : "bench_backlog_files";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder / "till");
    format::start_crypto();
    const std::string office = (folder / "hq").string();
    const std::string till = (folder / "till").string();
    prepare_head_office(office);
    const std::int64_t body_bytes = prepare_till(till + "/till.db", sales);
    const auto answer = head_office::command(office, "POST", "/v1/enrolments",
                                             R"({"terminal":"S001-T1","store":"S001"})");
    const auto first = answer.body.find(":\"") + 2;
    const std::string token = answer.body.substr(first, answer.body.rfind('"') - first);
    tests::HeadOfficeChild child{argv[1], office};
    child.start();
    link::enrol("127.0.0.1", child.port(), token, till);
    carry(till, child.port(), body_bytes, sales);
    return 0;
}
