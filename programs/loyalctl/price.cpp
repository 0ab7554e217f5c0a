#include "command.hpp"

#include <loyal/core/price.hpp>
#include <loyal/format/json.hpp>

#include <nlohmann/json.hpp>

#include <fstream>
#include <iostream>
#include <memory>
#include <string>

namespace loyal::loyalctl {
namespace {

struct Options {
    std::string programme;
    std::string basket;
    std::string baskets;
};

PreparedProgramme load_programme(const std::string& path)
{
    auto programme = format::parse_programme(read_all(path));
    if (!programme) throw BadInput{path + ": " + to_string(programme.error())};
    return PreparedProgramme{std::move(*programme)};
}

Checked<PricedBasket> price_text(std::string_view text, const PreparedProgramme& programme)
{
    const auto basket = format::parse_basket(text);
    if (!basket) return basket.error();
    return price(*basket, programme);
}

void price_one(const std::string& path, const PreparedProgramme& programme)
{
    const auto priced = price_text(read_all(path), programme);
    if (!priced) throw BadInput{path + ": " + to_string(priced.error())};
    std::cout << format::to_json(*priced) << '\n';
}

// One answer per line; an error stands in the place of its answer, and the command goes on.
bool price_lines(std::istream& in, const std::string& path, const PreparedProgramme& programme)
{
    bool all_good = true;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty()) continue;
        const auto priced = price_text(line, programme);
        if (priced) {
            std::cout << format::to_json(*priced) << '\n';
            continue;
        }
        all_good = false;
        const InputError& error = priced.error();
        std::cout
            << nlohmann::json{{"error",
                               {{"entry", number}, {"member", error.member}, {"text", error.text}}}}
                   .dump()
            << '\n';
        std::cerr << path << ':' << number << ": " << to_string(error) << '\n';
    }
    return all_good;
}

int run(const Options& options)
{
    const PreparedProgramme programme = load_programme(options.programme);
    if (!options.basket.empty()) {
        price_one(options.basket, programme);
        return 0;
    }
    if (options.baskets == "-") {
        return price_lines(std::cin, options.baskets, programme) ? 0 : exit_bad_input;
    }
    std::ifstream file{options.baskets};
    if (!file) throw BadInput{options.baskets + ": cannot be opened"};
    return price_lines(file, options.baskets, programme) ? 0 : exit_bad_input;
}

}  // namespace

void add_price(CLI::App& app, Outcome& outcome)
{
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("price", "Price baskets by a programme, offline");
    command->add_option("--programme", options->programme, "The programme (JSON file or -)")
        ->required();
    auto* one = command->add_option("--basket", options->basket, "One basket (JSON file or -)");
    auto* many =
        command->add_option("--baskets", options->baskets, "A basket per line (NDJSON file or -)");
    one->excludes(many);
    command->callback([command, options, &outcome] {
        if (options->basket.empty() && options->baskets.empty()) {
            throw CLI::RequiredError{"--basket or --baskets"};
        }
        outcome.exit_code = run(*options);
    });
}

}  // namespace loyal::loyalctl
