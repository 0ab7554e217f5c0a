#pragma once

#include <loyal/http/message.hpp>
#include <loyal/http/server.hpp>

#include <optional>

namespace loyal::http {

/// A page of another site must not reach the till through the cashier's browser: the name that
/// the browser was sent to (Host) and the page that asks (Origin) have to be ours. Not for the
/// Unix socket, which no browser can reach.
/// @return the refusal, or nothing for a request that may go on
std::optional<Response> refuse_foreign(const Request& request, const ServerOptions& options);

}  // namespace loyal::http
