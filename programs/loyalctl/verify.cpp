#include "command.hpp"

#include <loyal/format/seal.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/verify.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace loyal::loyalctl {
namespace {

constexpr int exit_differs = 1;

int run(const std::string& path)
{
    format::start_crypto();
    auto database = store::open_reader(path);
    const auto differences = store::verify(database);
    for (const store::Difference& difference : differences) {
        std::cout << difference.what << ": expected " << difference.expected << ", found "
                  << difference.found << '\n';
    }
    if (differences.empty())
        std::cout << path << ": the journal holds, and everything follows from it\n";
    return differences.empty() ? 0 : exit_differs;
}

}  // namespace

void add_verify(CLI::App& app, Outcome& outcome)
{
    auto path = std::make_shared<std::string>();
    CLI::App* command = app.add_subcommand(
        "verify", "Check a till's database: file, hash chain, and every number derived again");
    command->add_option("database", *path, "loyald.db in the till's state folder")->required();
    command->callback([path, &outcome] { outcome.exit_code = run(*path); });
}

}  // namespace loyal::loyalctl
