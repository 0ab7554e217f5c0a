#include "command.hpp"

#include <loyal/core/ledger.hpp>
#include <loyal/format/json.hpp>

#include <iostream>
#include <memory>

namespace loyal::loyalctl {
namespace {

struct Options {
    std::string programme;
    std::string journal;
};

Checked<ledger::Answer> answer(Ledger& ledger, const std::string& line)
{
    auto entry = format::parse_ledger_entry(line);
    if (!entry) return entry.error();
    return ledger.take(std::move(*entry));
}

// One answer per entry; a refusal stands in the place of its answer, and the replay goes on.
int run(const Options& options)
{
    const PreparedProgramme programme = load_programme(options.programme);
    Ledger ledger{programme};
    int exit_code = 0;
    for_each_line(options.journal, [&](std::size_t number, const std::string& line) {
        const auto given = answer(ledger, line);
        if (given) {
            std::cout << format::to_json(*given) << '\n';
            return;
        }
        exit_code = exit_bad_input;
        std::cout << refusal(options.journal, number, given.error()) << '\n';
    });
    return exit_code;
}

}  // namespace

void add_replay(CLI::App& app, Outcome& outcome)
{
    auto options = std::make_shared<Options>();
    CLI::App* command =
        app.add_subcommand("replay", "Answer the entries of a journal by a programme, offline");
    command->add_option("--programme", options->programme, "The programme (JSON file or -)")
        ->required();
    command->add_option("--journal", options->journal, "An entry per line (NDJSON file or -)")
        ->required();
    command->callback([options, &outcome] { outcome.exit_code = run(*options); });
}

}  // namespace loyal::loyalctl
