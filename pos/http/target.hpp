#pragma once

#include <loyal/http/message.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace loyal::http {

/// The parts of a request target in origin form (RFC 9112 §3.2.1), percent-decoded.
struct Target {
    std::string path{};
    Query query{};
};

/// @return nothing for any other form, a broken escape, or a NUL
std::optional<Target> parse_target(std::string_view text);

}  // namespace loyal::http
