#pragma once

#include <span>
#include <string>
#include <string_view>

namespace loyal::web {

/// One file of the pages, as it is sent.
///
/// The pages hold no inline script and no inline style: serve them with
/// `Content-Security-Policy: default-src 'self'`. Their WebSocket goes to the same origin.
struct Asset {
    std::string_view path;          ///< of the request: "/", "/store", "/assets/cashier.js"
    std::string_view content_type;  ///< "text/html; charset=utf-8"
    std::string_view gzip;          ///< the body with Content-Encoding: gzip; there is no other
    std::string etag;               ///< with its quotes; another one whenever the body differs
};

/// Every file of the pages; empty when built with LOYAL_WEB=OFF. Any thread.
std::span<const Asset> assets();

}  // namespace loyal::web
