// A frame on the wire:
//   u32  length of what follows, big endian, at most frame_bytes_max (written by loyal::net)
//   u8   type, 1 to 15
//   u8   flags: bit 0 = payload is one zstd frame with its content size; other bits are 0
//   …    payload, one JSON object in UTF-8

#include "frame.hpp"

#include <algorithm>
#include <stdexcept>
#include <zstd.h>

namespace loyal::wire {
namespace {

constexpr std::uint8_t flag_zstd = 1;
constexpr std::size_t header_bytes = 2;
constexpr std::size_t compress_from = 1024;
constexpr int compression_level = 1;

std::string compress(std::string_view payload)
{
    std::string out(ZSTD_compressBound(payload.size()), '\0');
    const std::size_t size =
        ZSTD_compress(out.data(), out.size(), payload.data(), payload.size(), compression_level);
    if (ZSTD_isError(size)) throw std::runtime_error{ZSTD_getErrorName(size)};
    out.resize(size);
    return out;
}

Checked<std::string> inflate(std::string_view bytes)
{
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return InputError{"payload", "must be one zstd frame with its size"};
    if (size > payload_bytes_max || size > bytes.size() * inflate_ratio_max)
        return InputError{"payload", "inflates beyond the limit"};
    std::string out(static_cast<std::size_t>(size), '\0');
    const std::size_t written = ZSTD_decompress(out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(written) || written != out.size())
        return InputError{"payload", "is not valid zstd"};
    return Checked<std::string>{boost::system::in_place_value, std::move(out)};
}

}  // namespace

std::string pack_frame(std::uint8_t type, std::string_view payload)
{
    std::string packed;
    if (payload.size() > compress_from) packed = compress(payload);
    const bool helps = !packed.empty() && packed.size() < payload.size() &&
                       payload.size() <= payload_bytes_max &&
                       payload.size() <= packed.size() * inflate_ratio_max;
    std::string frame;
    frame.reserve(header_bytes + (helps ? packed.size() : payload.size()));
    frame.push_back(static_cast<char>(type));
    frame.push_back(static_cast<char>(helps ? flag_zstd : 0));
    frame.append(helps ? std::string_view{packed} : payload);
    if (frame.size() > frame_bytes_max) throw std::length_error{"wire: frame over its limit"};
    return frame;
}

Checked<Frame> unpack_frame(std::string_view frame)
{
    if (frame.size() < header_bytes) return InputError{"frame", "is shorter than its header"};
    if (frame.size() > frame_bytes_max) return InputError{"frame", "is over 1 MiB"};
    const auto type = static_cast<std::uint8_t>(frame[0]);
    const auto flags = static_cast<std::uint8_t>(frame[1]);
    if ((flags & ~flag_zstd) != 0) return InputError{"flags", "has bits that mean nothing"};
    const std::string_view payload = frame.substr(header_bytes);
    if ((flags & flag_zstd) == 0) return Frame{type, std::string{payload}};
    auto inflated = inflate(payload);
    if (!inflated) return inflated.error();
    return Frame{type, std::move(*inflated)};
}

}  // namespace loyal::wire
