#pragma once

#include <loyal/wire/message.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace loyal::wire {

/// A frame taken apart, its payload inflated.
struct Frame {
    std::uint8_t type = 0;
    std::string payload;
};

/// Puts a frame together; payloads over compress_from bytes are compressed where that helps.
std::string pack_frame(std::uint8_t type, std::string_view payload);
Checked<Frame> unpack_frame(std::string_view frame);

}  // namespace loyal::wire
