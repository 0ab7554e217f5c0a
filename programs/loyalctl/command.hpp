#pragma once

#include <CLI/CLI.hpp>
#include <stdexcept>
#include <string>

/// One function per command: it adds its options to the program and what to do when it is chosen.
namespace loyal::loyalctl {

/// Bad input: the line for standard error, "basket.json: lines[2].quantity: must not be 0".
class BadInput : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The exit code of the chosen command; 0 until a command sets another.
struct Outcome {
    int exit_code = 0;
};

inline constexpr int exit_bad_input = 2;

/// The whole of a file, or of standard input for "-". @throws BadInput if it cannot be read
std::string read_all(const std::string& path);

void add_call(CLI::App& app, Outcome& outcome);
void add_demo(CLI::App& app, Outcome& outcome);
void add_price(CLI::App& app, Outcome& outcome);
void add_programme(CLI::App& app, Outcome& outcome);
void add_verify(CLI::App& app, Outcome& outcome);

}  // namespace loyal::loyalctl
