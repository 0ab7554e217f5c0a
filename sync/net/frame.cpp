#include "frame_reader.hpp"

#include <cassert>

namespace loyal::net {
namespace {

constexpr std::size_t length_size = 4;
constexpr std::size_t type_and_flags_size = 2;

std::uint8_t byte_at(std::string_view bytes, std::size_t i)
{
    return static_cast<std::uint8_t>(bytes[i]);
}

}  // namespace

void append_frame(std::string& out, const Frame& frame)
{
    const std::size_t length = type_and_flags_size + frame.payload.size();
    assert(length <= frame_size_max && "a frame above the bound is never made");
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        out += static_cast<char>(static_cast<std::uint8_t>(length >> shift));
    out += static_cast<char>(frame.type);
    out += static_cast<char>(frame.flags);
    out += frame.payload;
}

void FrameReader::feed(std::string_view bytes)
{
    received_.erase(0, read_);
    read_ = 0;
    received_ += bytes;
}

Result<std::optional<Frame>> FrameReader::next()
{
    const std::string_view rest = std::string_view{received_}.substr(read_);
    if (rest.size() < length_size) return std::optional<Frame>{};
    std::size_t length = 0;
    for (std::size_t i = 0; i < length_size; ++i) length = length << 8U | byte_at(rest, i);
    if (length > frame_size_max) return Errc::frame_too_long;
    if (length < type_and_flags_size) return Errc::frame_too_short;
    if (rest.size() < length_size + length) return std::optional<Frame>{};
    read_ += length_size + length;
    return std::optional{Frame{
        .type = byte_at(rest, length_size),
        .flags = byte_at(rest, length_size + 1),
        .payload = std::string{rest.substr(frame_header_size, length - type_and_flags_size)}}};
}

}  // namespace loyal::net
