#pragma once

#include <loyal/http/message.hpp>

#include <string>
#include <string_view>

namespace loyal::http {

enum class Framing {
    length,  ///< Content-Length says it
    chunked,
    until_close,
};

struct HeadOptions {
    Framing framing = Framing::length;
    bool closes = false;
    std::string_view fixed_headers{};  ///< whole lines
};

/// Whether no header of the response breaks out of its line.
bool has_whole_lines(const Response& response);

/// Status line and headers, with the empty line.
std::string response_head(const Response& response, const HeadOptions& options);

}  // namespace loyal::http
