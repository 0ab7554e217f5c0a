#pragma once

#include "listener.hpp"

#include <memory>
#include <string>

namespace loyal::http {

/// One WebSocket (RFC 6455) that is only written to: what the client sends is read and dropped.
class WebSocket {
public:
    static constexpr std::size_t queue_length_max = 512;
    static constexpr std::size_t queue_bytes_max = std::size_t{1024} * 1024;
    static constexpr std::size_t message_in_size_max = std::size_t{64} * 1024;

    using Text = std::shared_ptr<const std::string>;  // one copy for all clients

    WebSocket(Socket socket, std::string topic);
    ~WebSocket();
    WebSocket(const WebSocket&) = delete;
    WebSocket& operator=(const WebSocket&) = delete;

    const std::string& topic() const noexcept;

    /// Answers the upgrade request, then sends what is queued until either side closes.
    asio::awaitable<void> run(std::string upgrade_request);
    /// Queues, or closes when the client is too far behind.
    void send(Text text);
    void close() noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace loyal::http
