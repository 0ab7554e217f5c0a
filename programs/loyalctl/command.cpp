#include "command.hpp"

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

}  // namespace loyal::loyalctl
