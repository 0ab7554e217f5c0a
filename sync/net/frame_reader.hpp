#pragma once

#include <loyal/net/connection.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace loyal::net {

/// Turns received bytes into frames. Does no I/O: feed it. The form is at `Frame`.
class FrameReader {
public:
    void feed(std::string_view bytes);

    /// The next whole frame, or nothing yet. @return Errc::frame_too_long, Errc::frame_too_short;
    /// after either the rest of the stream means nothing.
    Result<std::optional<Frame>> next();

    bool is_within_frame() const noexcept { return read_ < received_.size(); }

private:
    std::string received_;
    std::size_t read_ = 0;  // bytes of received_ that were given out
};

}  // namespace loyal::net
