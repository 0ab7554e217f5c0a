#pragma once

#include <loyal/client/client.hpp>

#include <string>

namespace loyal::client {

/// The bytes of a request. Values with line ends are refused. @throws std::invalid_argument
std::string request_text(const Call& call, const Options& options);

/// Turns received bytes into one reply. Does no I/O: feed it.
class ReplyReader {
public:
    static constexpr std::size_t body_size_max = std::size_t{64} * 1024 * 1024;

    enum class Progress { needs_more, complete, broken };

    ReplyReader();
    ~ReplyReader();
    ReplyReader(const ReplyReader&) = delete;
    ReplyReader& operator=(const ReplyReader&) = delete;

    Progress feed(std::string_view bytes);
    Progress feed_end();  ///< the connection ended
    bool keeps_alive() const;
    Reply take();

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace loyal::client
