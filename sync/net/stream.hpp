#pragma once

#include "frame_reader.hpp"
#include "tls.hpp"

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <optional>
#include <string>

namespace loyal::net {

struct Connection::Stream {
    static constexpr std::size_t record_size = std::size_t{16} * 1024;  // what TLS gives at once
    static constexpr int unsent_max = 32 * 1024;

    Stream(Tcp::socket socket, asio::ssl::context& context);

    asio::awaitable<boost::system::error_code> handshake(Role role,
                                                         Trust trust,
                                                         TimePoint deadline);
    asio::awaitable<boost::system::error_code> receive(TimePoint deadline);
    asio::awaitable<boost::system::error_code> send(std::string bytes, TimePoint deadline);
    asio::awaitable<void> shut_down(TimePoint deadline);
    void close() noexcept;

    TlsStream tls;
    std::string address;
    std::optional<CertificateDetails> peer;
    FrameReader frames;
    std::array<char, record_size> record{};
    bool is_closed = false;
};

}  // namespace loyal::net
