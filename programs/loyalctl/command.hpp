#pragma once

#include <loyal/core/error.hpp>
#include <loyal/core/price.hpp>

#include <CLI/CLI.hpp>
#include <cstddef>
#include <functional>
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

/// The programme in a file, ready for pricing. @throws BadInput
PreparedProgramme load_programme(const std::string& path);

/// Reads a file, or standard input for "-", line by line; numbers count from 1, empty lines are
/// left out. @throws BadInput if it cannot be opened
void for_each_line(const std::string& path,
                   const std::function<void(std::size_t number, const std::string& line)>& each);

/// What stands in the place of an answer that an input did not get: {"error": …}. Writes the line
/// for standard error as well.
std::string refusal(const std::string& path, std::size_t number, const InputError& error);

void add_call(CLI::App& app, Outcome& outcome);
void add_demo(CLI::App& app, Outcome& outcome);
void add_price(CLI::App& app, Outcome& outcome);
void add_programme(CLI::App& app, Outcome& outcome);
void add_replay(CLI::App& app, Outcome& outcome);
void add_verify(CLI::App& app, Outcome& outcome);
void add_what_if(CLI::App& app, Outcome& outcome);

}  // namespace loyal::loyalctl
