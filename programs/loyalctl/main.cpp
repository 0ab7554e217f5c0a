#include "command.hpp"

#include <iostream>
#include <stdexcept>

namespace loyal::loyalctl {
namespace {

int start(int argc, char** argv)
{
    std::ios::sync_with_stdio(false);
    Outcome outcome;
    CLI::App app{
        "loyalctl: prices baskets, replays journals, checks programmes, and asks running tills.\n"
        "Reads files or - for standard input, writes JSON to standard output.\n"
        "Exit 0, or 2 for bad input with one line on standard error."};
    app.require_subcommand(1);
    app.set_version_flag("--version", LOYAL_VERSION);
    add_call(app, outcome);
    add_demo(app, outcome);
    add_price(app, outcome);
    add_programme(app, outcome);
    add_replay(app, outcome);
    add_verify(app, outcome);
    add_what_if(app, outcome);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? 0 : exit_bad_input;
    } catch (const BadInput& error) {
        std::cerr << error.what() << '\n';
        return exit_bad_input;
    } catch (const std::exception& error) {
        std::cerr << "loyalctl: " << error.what() << '\n';
        return 1;
    }
    return outcome.exit_code;
}

}  // namespace
}  // namespace loyal::loyalctl

int main(int argc, char** argv)
{
    return loyal::loyalctl::start(argc, argv);
}
