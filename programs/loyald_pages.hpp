#pragma once

#include <loyal/http/message.hpp>

#include <optional>

namespace loyal::programs {

/// The embedded page or asset at the request's path, 304 if the browser has it already; nothing for
/// other paths.
std::optional<http::Response> page(const http::Request& request);

}  // namespace loyal::programs
