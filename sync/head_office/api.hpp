#pragma once

#include "programmes.hpp"
#include "state_folder.hpp"
#include "storage/storage.hpp"

#include <loyal/http/message.hpp>

#include <cstdint>

namespace loyal::head_office {

/// What one request needs to be answered.
struct ApiContext {
    Storage& storage;
    Programmes& programmes;
    const Secrets& secrets;
    std::int64_t now = 0;  ///< UTC seconds
};

/// Answers every route but the waiting of the feed. The same for a request over HTTP and for a
/// command that runs while no server does.
http::Response answer(const ApiContext& context, const http::Request& request);

/// One step of `GET /v1/feed`: what is there after the cursor. An empty body: nothing yet.
http::Response feed_step(Storage& storage, std::string_view cursor);

/// Whether the request names a route that changes what terminals are sent.
bool is_publication(const http::Request& request);

}  // namespace loyal::head_office
