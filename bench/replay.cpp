// A journal of 200,000 sales of 10,000 members replayed in process: entries parsed before, answers
// built, nothing serialised. With an argument it writes the journal there, for `loyalctl replay`,
// and the programme beside it.

#include "measure.hpp"

#include <loyal/core/ledger.hpp>
#include <loyal/format/json.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace loyal;

constexpr std::size_t members = 10'000;
constexpr std::size_t sales = 200'000;
constexpr std::size_t items = 500;
constexpr std::size_t offers = 50;

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t count)
{
    return static_cast<std::size_t>(random() % count);
}

std::string sku(std::size_t item)
{
    return "69" + std::to_string(10'000'000'000 + item);
}

std::string category(std::size_t item)
{
    return "grocery/" + std::to_string(item % 25);
}

// The contract's programme with 50 more offers, each for some items, a category or everything.
Programme programme()
{
    std::ifstream file{LOYAL_SOURCE_DIR "/tests/data/worked-example/programme.json"};
    Programme it =
        format::parse_programme(std::string{std::istreambuf_iterator<char>{file}, {}}).value();
    for (std::size_t i = 0; i < offers; ++i) {
        Offer offer;
        offer.id = OfferId{"bench-" + std::to_string(i)};
        offer.layer = it.layers[i % 3];
        offer.name = {"优惠", "Offer"};
        const auto rate = BasisPoints{static_cast<std::int32_t>(500 + i * 10)};
        if (i % 5 == 0) {
            offer.items.all.category = {category(i)};
            offer.reward = PercentReward{rate};
        } else if (i % 5 == 1) {
            offer.items.all.sku = {Sku{sku(i)}, Sku{sku(i + 100)}};
            offer.reward = NthReward{1, 1, BasisPoints{5'000}, true, false};
        } else if (i % 5 == 2) {
            offer.items.all.sku = {Sku{sku(i)}};
            offer.reward = AmountReward{Money::minor(100)};
            offer.limit.per_member = 5;
            offer.limit.window = {Window::Kind::calendar_month, 1, false};
        } else if (i % 5 == 3) {
            offer.items.all.sku = {Sku{sku(i * 3)}, Sku{sku(i * 7)}};
            offer.when.tiers = {TierCode{"vip"}};
            offer.reward = PercentReward{rate};
        } else {
            offer.items.all.category = {category(i)};
            offer.when.weekdays = {6, 7};
            offer.reward = PointsReward{BasisPoints{20'000}, {}, {}, {}};
        }
        it.offers.push_back(std::move(offer));
    }
    return it;
}

std::string date(std::size_t day)
{
    return to_string(Date{std::chrono::sys_days{std::chrono::year{2026} / 1 / 1}} +
                     std::chrono::days{static_cast<int>(day)});
}

std::string line(Random& random, std::size_t number)
{
    const std::size_t item = below(random, items);
    return R"({"line":)" + std::to_string(number) + R"(,"sku":")" + sku(item) +
           R"(","category":")" + category(item) + R"(","quantity":)" +
           std::to_string(1000 * (1 + below(random, 3))) + R"(,"unit_price":)" +
           std::to_string(500 + item * 37 % 9'000) + "}";
}

std::string sale(Random& random, std::size_t number)
{
    std::string text = R"({"kind":"sale","id":"T)" + std::to_string(number) +
                       R"(","basket":{"store":"S1","terminal":"S1-T1","at":")" +
                       date(number * 365 / sales) + R"(T12:00:00+08:00","member":{"id":"M)" +
                       std::to_string(below(random, members)) + R"("},"lines":[)";
    const std::size_t lines = 1 + below(random, 4);
    for (std::size_t i = 1; i <= lines; ++i) text += (i == 1 ? "" : ",") + line(random, i);
    text += "]";
    if (below(random, 20) == 0) text += R"(,"redeem":{"points":500})";
    return text + R"(,"tender":"mobile"}})";
}

// Enrolments, then a year of sales; one in fifty comes back, and each month has a review.
std::vector<std::string> journal()
{
    Random random{20'261'122};
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < members; ++i) {
        lines.push_back(R"({"kind":"enrol","at":"2026-01-01T06:00:00+08:00","member":"M)" +
                        std::to_string(i) + R"("})");
    }
    for (std::size_t i = 0; i < sales; ++i) {
        lines.push_back(sale(random, i));
        if (i % 50 == 49) {
            lines.push_back(R"({"kind":"return","id":"R)" + std::to_string(i) + R"(","of":"T)" +
                            std::to_string(i - below(random, 40)) + R"(","at":")" +
                            date(i * 365 / sales) + R"(T13:00:00+08:00"})");
        }
        if (i % (sales / 12) == sales / 12 - 1) {
            lines.push_back(R"({"kind":"review","at":")" + date(i * 365 / sales) +
                            R"(T20:00:00+08:00"})");
        }
    }
    return lines;
}

void write(const std::string& path, const std::vector<std::string>& lines, const Programme& rules)
{
    std::ofstream file{path};
    for (const std::string& line : lines) file << line << '\n';
    std::ofstream{path + ".programme.json"} << format::to_json(rules) << '\n';
}

}  // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> lines = journal();
    if (argc > 1) {
        write(argv[1], lines, programme());
        return 0;
    }
    const PreparedProgramme prepared{programme()};
    const auto parse_started = bench::Clock::now();
    std::vector<ledger::Entry> entries;
    entries.reserve(lines.size());
    for (const std::string& line : lines) {
        entries.push_back(format::parse_ledger_entry(line).value());
    }
    const double parsing = bench::microseconds_since(parse_started);

    Ledger ledger{prepared};
    std::size_t refused = 0;
    const auto started = bench::Clock::now();
    for (ledger::Entry& entry : entries) refused += ledger.take(std::move(entry)) ? 0U : 1U;
    const double replaying = bench::microseconds_since(started);
    const auto rate = [&](double microseconds) {
        return static_cast<double>(entries.size()) / microseconds * 1e6;
    };
    std::cout << entries.size() << " entries, " << sales << " of them sales; refused " << refused
              << "\nreplay: " << rate(replaying)
              << " entries/s; with parsing: " << rate(replaying + parsing) << " entries/s\n";
}
