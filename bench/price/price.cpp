// Prices baskets for compare.mjs, which compares the times. Each line of standard input is a
// command, each line of standard output its answer:
//
//   {"load":"NAME","programme":{…},"baskets":[{…}]}   → {"totals":[…],"optimal":[…]}
//   {"time":"NAME","at_least_ms":N}                   → {"ns":…}   a pricing, the mean over whole
//                                                                  turns through the baskets
//
// Programmes and baskets are those of docs/domain.md. Parsing is not timed.

#include "measure.hpp"

#include <loyal/core/price.hpp>
#include <loyal/format/json.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace loyal;
using nlohmann::json;

struct Case {
    PreparedProgramme programme;
    std::vector<Basket> baskets;
};

// A bench has no one to answer a mistake to: it says what is wrong and ends.
template <class T>
T must(Checked<T> checked)
{
    if (checked) return std::move(*checked);
    std::fprintf(stderr, "bench_price: %s %s\n", checked.error().member.c_str(),
                 checked.error().text.c_str());
    std::exit(1);
}

Case load(const json& command)
{
    Case made{PreparedProgramme{must(format::parse_programme(command.at("programme").dump()))}, {}};
    for (const json& basket : command.at("baskets")) {
        made.baskets.push_back(must(format::parse_basket(basket.dump())));
    }
    return made;
}

json answers(const Case& loaded)
{
    json totals = json::array();
    json optimal = json::array();
    for (const Basket& basket : loaded.baskets) {
        const PricedBasket priced = must(price(basket, loaded.programme));
        totals.push_back(priced.total.minor_units());
        optimal.push_back(priced.optimal);
    }
    return {{"totals", totals}, {"optimal", optimal}};
}

double nanoseconds_per_pricing(const Case& loaded, double at_least_ms)
{
    std::int64_t pricings = 0;
    const auto start = bench::Clock::now();
    do {
        for (const Basket& basket : loaded.baskets) {
            if (!price(basket, loaded.programme)) std::abort();
            ++pricings;
        }
    } while (bench::microseconds_since(start) < at_least_ms * 1'000);
    return bench::microseconds_since(start) * 1'000 / static_cast<double>(pricings);
}

}  // namespace

int main()
{
    std::map<std::string, Case> cases;
    for (std::string line; std::getline(std::cin, line);) {
        const json command = json::parse(line);
        if (command.contains("load")) {
            const auto [entry, is_new] = cases.insert_or_assign(command["load"], load(command));
            std::cout << answers(entry->second).dump() << std::endl;
        } else {
            const Case& loaded = cases.at(command.at("time").get<std::string>());
            const double ns = nanoseconds_per_pricing(loaded, command.at("at_least_ms"));
            std::cout << json{{"ns", ns}}.dump() << std::endl;
        }
    }
}
