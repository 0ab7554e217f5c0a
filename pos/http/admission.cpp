#include "admission.hpp"

#include "text.hpp"

#include <algorithm>

namespace loyal::http {
namespace {

std::string_view without_port(std::string_view host)
{
    const auto colon = host.rfind(':');
    const auto bracket = host.rfind(']');
    const bool has_port =
        colon != host.npos && (bracket == host.npos ? host.find(':') == colon : colon > bracket);
    return has_port ? host.substr(0, colon) : host;
}

bool is_our_host(std::string_view host, const ServerOptions& options)
{
    return std::ranges::any_of(options.allowed_hosts, [host](std::string_view allowed) {
        return equal_ignoring_case(allowed, host) ||
               equal_ignoring_case(allowed, without_port(host));
    });
}

bool is_our_origin(std::string_view origin, std::string_view host, const ServerOptions& options)
{
    const auto scheme_end = origin.find("://");
    if (scheme_end != origin.npos) {
        const std::string_view scheme = origin.substr(0, scheme_end);
        const bool is_web = scheme == "http" || scheme == "https";
        if (is_web && equal_ignoring_case(origin.substr(scheme_end + 3), host)) return true;
    }
    return std::ranges::any_of(options.allowed_origins, [origin](std::string_view allowed) {
        return equal_ignoring_case(allowed, origin);
    });
}

}  // namespace

std::optional<Response> refuse_foreign(const Request& request, const ServerOptions& options)
{
    if (std::holds_alternative<UnixPeer>(request.peer)) return std::nullopt;
    const std::string_view host = request.header("Host");
    if (!is_our_host(host, options)) {
        return error_response(421, {.code = "host_not_allowed",
                                    .en = "this server is not reached under that host name",
                                    .zh = "不能用此主机名访问本服务器"});
    }
    const std::string_view origin = request.header("Origin");
    if (!origin.empty() && !is_our_origin(origin, host, options)) {
        return error_response(403, {.code = "origin_not_allowed",
                                    .en = "pages of another site may not use this server",
                                    .zh = "不允许其他网站的页面访问本服务器"});
    }
    return std::nullopt;
}

}  // namespace loyal::http
