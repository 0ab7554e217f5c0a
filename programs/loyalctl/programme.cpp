#include "command.hpp"

#include <loyal/core/price.hpp>
#include <loyal/format/json.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace loyal::loyalctl {
namespace {

struct Options {
    std::string path;
    bool resolved = false;
};

bool can_be_reached(const Tier& tier, const Programme& programme)
{
    return !tier.enter.empty() || tier.rank == programme.tiers.front().rank;
}

// What is allowed but can hardly be meant.
std::vector<std::string> warnings(const Programme& programme)
{
    std::vector<std::string> found;
    for (std::size_t i = 0; i < programme.tiers.size(); ++i) {
        if (!can_be_reached(programme.tiers[i], programme)) {
            found.push_back("tiers[" + std::to_string(i) +
                            "]: has no `enter`: it can only be given by hand");
        }
    }
    for (std::size_t i = 0; i < programme.offers.size(); ++i) {
        const When& when = programme.offers[i].when;
        const std::string place = "offers[" + std::to_string(i) + "].when";
        const bool of_members = !when.tiers.empty() || !when.segments.empty() ||
                                !when.lifecycle.empty() || when.birthday ||
                                when.enrolled_days_most || when.first_purchase;
        if (when.member == false && of_members) {
            found.push_back(place + ": asks for a member and for none: it can never apply");
        }
        if (when.min_spend && *when.min_spend > Money::minor(Money::limit / 1000)) {
            found.push_back(place + ".min_spend: no basket will reach it");
        }
    }
    return found;
}

int run(const Options& options)
{
    const auto programme = format::parse_programme(read_all(options.path));
    if (!programme) throw BadInput{options.path + ": " + to_string(programme.error())};
    if (options.resolved) {
        std::cout << format::to_json(*programme) << '\n';
        return 0;
    }
    for (const std::string& warning : warnings(*programme)) {
        std::cout << "warning: " << warning << '\n';
    }
    std::cout << "ok\n";
    return 0;
}

}  // namespace

void add_programme(CLI::App& app, Outcome& outcome)
{
    auto options = std::make_shared<Options>();
    CLI::App* programme = app.add_subcommand("programme", "Work with programmes");
    programme->require_subcommand(1);
    CLI::App* check = programme->add_subcommand("check", "Check a programme and say what is wrong");
    check->add_option("file", options->path, "The programme (JSON file or -)")->required();
    check->add_flag("--resolved", options->resolved,
                    "Print the programme with every default written out");
    check->callback([options, &outcome] { outcome.exit_code = run(*options); });
}

}  // namespace loyal::loyalctl
