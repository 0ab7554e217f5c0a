#include "command.hpp"

#include <loyal/core/what_if.hpp>
#include <loyal/format/json.hpp>

#include <iostream>
#include <memory>

namespace loyal::loyalctl {
namespace {

struct Options {
    std::string programme;
    std::string against;
    std::string journal;
};

int run(const Options& options)
{
    const PreparedProgramme programme = load_programme(options.programme);
    const PreparedProgramme against = load_programme(options.against);
    Trial with_programme{programme};
    Trial with_against{against};
    int exit_code = 0;
    const auto note = [&](std::size_t number, const InputError& error) {
        exit_code = exit_bad_input;
        refusal(options.journal, number, error);
    };
    for_each_line(options.journal, [&](std::size_t number, const std::string& line) {
        const auto entry = format::parse_ledger_entry(line);
        if (!entry) return note(number, entry.error());
        const auto refused_against = with_against.take(*entry);
        const auto refused = with_programme.take(*entry);
        if (refused_against) return note(number, *refused_against);
        if (refused) return note(number, *refused);
    });
    std::cout << format::what_if_json(with_against, with_programme) << '\n';
    return exit_code;
}

}  // namespace

void add_what_if(CLI::App& app, Outcome& outcome)
{
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "what-if", "Compare two programmes over a journal: money, points and tiers");
    command->add_option("--programme", options->programme, "The new programme (JSON file or -)")
        ->required();
    command->add_option("--against", options->against, "The programme to compare it with")
        ->required();
    command->add_option("--journal", options->journal, "An entry per line (NDJSON file or -)")
        ->required();
    command->callback([options, &outcome] { outcome.exit_code = run(*options); });
}

}  // namespace loyal::loyalctl
