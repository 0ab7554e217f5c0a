#include "command.hpp"

#include <loyal/format/json.hpp>

#include <nlohmann/json.hpp>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

namespace loyal::loyalctl {

std::string read_all(const std::string& path)
{
    if (path == "-") return {std::istreambuf_iterator<char>{std::cin}, {}};
    std::ifstream file{path, std::ios::binary};
    if (!file) throw BadInput{path + ": " + std::strerror(errno)};
    std::string text{std::istreambuf_iterator<char>{file}, {}};
    if (file.bad()) throw BadInput{path + ": could not be read"};
    return text;
}

PreparedProgramme load_programme(const std::string& path)
{
    auto programme = format::parse_programme(read_all(path));
    if (!programme) throw BadInput{path + ": " + to_string(programme.error())};
    return PreparedProgramme{std::move(*programme)};
}

void for_each_line(const std::string& path,
                   const std::function<void(std::size_t number, const std::string& line)>& each)
{
    std::ifstream file;
    if (path != "-") {
        file.open(path, std::ios::binary);
        if (!file) throw BadInput{path + ": " + std::strerror(errno)};
    }
    std::istream& in = path == "-" ? std::cin : file;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (!line.empty()) each(number, line);
    }
    if (in.bad()) throw BadInput{path + ": could not be read"};
}

std::string refusal(const std::string& path, std::size_t number, const InputError& error)
{
    std::cerr << path << ':' << number << ": " << to_string(error) << '\n';
    return nlohmann::json{
        {"error", {{"entry", number}, {"member", error.member}, {"text", error.text}}}}
        .dump();
}

}  // namespace loyal::loyalctl
