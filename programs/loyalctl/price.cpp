#include "command.hpp"

#include <loyal/core/price.hpp>
#include <loyal/format/json.hpp>

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
int price_lines(const std::string& path, const PreparedProgramme& programme)
{
    int exit_code = 0;
    for_each_line(path, [&](std::size_t number, const std::string& line) {
        const auto priced = price_text(line, programme);
        if (!priced) exit_code = exit_bad_input;
        std::cout << (priced ? format::to_json(*priced) : refusal(path, number, priced.error()))
                  << '\n';
    });
    return exit_code;
}

int run(const Options& options)
{
    const PreparedProgramme programme = load_programme(options.programme);
    if (!options.basket.empty()) {
        price_one(options.basket, programme);
        return 0;
    }
    return price_lines(options.baskets, programme);
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
