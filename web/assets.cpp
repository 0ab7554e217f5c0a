#include <loyal/web/assets.hpp>

#include <array>
#include <cstdint>
#include <embedded/pages.hpp>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace loyal::web {
namespace {

/// FNV-1a, 64 bits: tells one build's file from another's, guards nothing.
std::uint64_t fingerprint(std::string_view bytes)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char byte : bytes) {
        hash ^= static_cast<unsigned char>(byte);
        hash *= 0x100000001b3;
    }
    return hash;
}

std::string_view content_type(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> types{{
        {".html", "text/html; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".svg", "image/svg+xml"},
    }};
    for (const auto& [ending, type] : types) {
        if (name.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

/// The names of the pages and where they are served; everything else lies below /assets/.
std::string path(std::string_view name)
{
    if (name == "cashier.html") return "/";
    if (name == "store.html") return "/store";
    return "/assets/" + std::string{name};
}

struct Catalogue {
    std::vector<std::string> paths;
    std::vector<Asset> files;
};

Catalogue catalogue()
{
    constexpr std::string_view zipped = ".gz";
    Catalogue result;
    const auto pages = embedded::pages();
    result.paths.reserve(pages.size());
    for (const auto& file : pages) {
        const auto name = file.name.substr(0, file.name.size() - zipped.size());
        result.paths.push_back(path(name));
        result.files.push_back({.path = result.paths.back(),
                                .content_type = content_type(name),
                                .gzip = file.bytes,
                                .etag = fmt::format("\"{:016x}\"", fingerprint(file.bytes))});
    }
    return result;
}

}  // namespace

std::span<const Asset> assets()
{
    static const Catalogue all = catalogue();
    return all.files;
}

}  // namespace loyal::web
