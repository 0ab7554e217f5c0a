#include "loyald_pages.hpp"

#include <loyal/web/assets.hpp>

#include <algorithm>

namespace loyal::programs {

std::optional<http::Response> page(const http::Request& request)
{
    const auto assets = web::assets();
    const auto found = std::ranges::find_if(
        assets, [&](const web::Asset& asset) { return asset.path == request.path; });
    if (found == assets.end()) return std::nullopt;
    http::Response response;
    response.content_type = std::string{found->content_type};
    response.headers = {{"ETag", found->etag}, {"Cache-Control", "no-cache"}};
    if (request.header("If-None-Match") == found->etag) {
        response.status = 304;
        return response;
    }
    response.headers.push_back({"Content-Encoding", "gzip"});
    response.body = std::string{found->gzip};
    return response;
}

}  // namespace loyal::programs
