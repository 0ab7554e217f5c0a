#pragma once

#include <loyal/http/message.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace loyal::http {

/// Turns received bytes into requests. Does no I/O: feed it.
///
/// Source: RFC 9112. A request that is refused cannot be skipped: close after the answer.
class RequestReader {
public:
    enum class Progress {
        needs_more,
        needs_continue,  ///< the client waits for "100 Continue"; told once
        complete,
        rejected,
    };

    explicit RequestReader(std::size_t body_size_max);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    std::span<char> room();           ///< where to receive into; until the next call
    void received(std::size_t size);  ///< so many bytes are in room() now
    Progress advance();

    bool is_between_requests() const;  ///< no byte of another request is here
    bool keeps_alive() const;          ///< after complete
    bool is_http_1_0() const;          ///< after complete: no chunks
    bool is_upgrade() const;           ///< after complete: wants to become a WebSocket
    /// After complete and is_upgrade(): the bytes of the request and all that follow.
    std::string take_raw();
    Request take();                     ///< after complete
    void next();                        ///< forgets the request that was taken
    const Response& rejection() const;  ///< after rejected

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace loyal::http
