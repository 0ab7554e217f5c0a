#pragma once

#include <loyal/net/certificate.hpp>
#include <loyal/net/error.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::net {

namespace asio = boost::asio;

using TimePoint = std::chrono::steady_clock::time_point;

/// On the wire: u32 length, big-endian, of all that follows · u8 type · u8 flags · payload.
struct Frame {
    std::uint8_t type = 0;
    std::uint8_t flags = 0;
    std::string payload{};

    friend bool operator==(const Frame&, const Frame&) = default;
};

inline constexpr std::size_t frame_size_max =
    std::size_t{1024} * 1024;  ///< type, flags and payload
inline constexpr std::size_t frame_header_size = 6;
inline constexpr std::string_view protocol_name = "loyal/1";  ///< ALPN

/// Puts a frame on the wire's form behind what `out` holds already. The frame is in bounds.
void append_frame(std::string& out, const Frame& frame);

/// What we show to the other side: PEM texts. Empty on a client that has none yet (enrolment).
struct Identity {
    std::string certificate{};
    std::string key{};
};

/// What we demand of the other side.
struct Trust {
    std::string authority{};  ///< the one pinned authority's certificate, PEM
    /// Instead of `authority`, for a client that knows no more than this yet (enrolment): the
    /// SHA-256 of the authority's certificate, which a server with certificate_optional sends.
    std::string authority_fingerprint{};
    bool check_dates = true;  ///< false while the clock is untrusted: the chain still counts
    /// Common name or alternative name the peer's certificate must have; empty: any of ours.
    std::string peer_name{};
    /// A server that also lets in clients without a certificate (the enrolment listener).
    bool certificate_optional = false;
};

/// One TLS 1.3 connection that carries frames. One read and one write may wait at the same time.
/// A deadline that passes closes it. Destroy it before its io_context.
class Connection {
public:
    struct Stream;
    explicit Connection(std::unique_ptr<Stream> stream) noexcept;
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// The next frame. A frame's length is checked before memory is taken for it.
    asio::awaitable<Result<Frame>> read(TimePoint deadline);

    /// Sends frames in one go; returns when the kernel has taken them (at most 32 KiB unsent, so
    /// what is written next waits behind little).
    asio::awaitable<boost::system::error_code> write(std::vector<Frame> frames, TimePoint deadline);
    /// The same for bytes that are whole frames already.
    asio::awaitable<boost::system::error_code> write(std::string bytes, TimePoint deadline);

    /// Who is at the other end; nothing only with Trust::certificate_optional.
    const std::optional<CertificateDetails>& peer() const noexcept;
    const std::string& peer_address() const noexcept;

    /// Ends reads and writes that wait, with Errc::closed.
    void close() noexcept;
    /// Says goodbye first, so that the other side reads Errc::closed and not Errc::cut_off.
    asio::awaitable<void> close_gracefully(TimePoint deadline);

private:
    std::unique_ptr<Stream> stream_;
};

/// Where to connect to.
struct Remote {
    std::string host;  ///< a name or a numeric address
    std::uint16_t port;
};

/// Connects and shakes hands. With TLS 1.3 a server that refuses our certificate says so only at
/// the first read: Errc::refused_by_peer there.
asio::awaitable<Result<Connection>> connect(
    asio::io_context& io, Remote remote, Identity identity, Trust trust, TimePoint deadline);

/// Takes in connections and shakes hands with each by itself, so that none holds up another.
class Acceptor {
public:
    static constexpr std::chrono::seconds handshake_timeout{10};
    static constexpr std::size_t connections_max = 4'096;

    using OnConnection = std::function<asio::awaitable<void>(Connection)>;
    /// Told of a handshake that failed: why, and the peer's address.
    using OnRefused = std::function<void(boost::system::error_code, const std::string&)>;

    /// Binds at once; `port` 0 takes any free one. @throws boost::system::system_error
    Acceptor(asio::io_context& io,
             const std::string& address,
             std::uint16_t port,
             const Identity& identity,
             Trust trust);
    ~Acceptor();
    Acceptor(const Acceptor&) = delete;
    Acceptor& operator=(const Acceptor&) = delete;

    std::uint16_t port() const;
    void start(OnConnection on_connection, OnRefused on_refused = {});
    /// For new connections only. @throws std::runtime_error for PEM texts that do not fit
    void renew(const Identity& identity, const Trust& trust);
    /// Takes in no more. Connections that were handed over are their owner's.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace loyal::net
