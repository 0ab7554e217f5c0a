#include <loyal/web/assets.hpp>

namespace loyal::web {

std::span<const Asset> assets()
{
    return {};
}

}  // namespace loyal::web
