#pragma once

#include <loyal/database/store.hpp>
#include <loyal/http/message.hpp>
#include <loyal/http/server.hpp>
#include <loyal/terminal/till.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::terminal {

namespace asio = boost::asio;

/// What the terminal asks of the rest of the daemon. Each is called on the io_context's thread; one
/// that is left out is not there. The waiting ones have a deadline of their own.
struct Surroundings {
    std::function<Instant()> clock;  ///< required
    /// Looks a credential up at head office. True: the member's row is in the store now.
    std::function<asio::awaitable<bool>(std::string)> find_member_elsewhere;
    /// Asks head office for a right. It is in the store, journaled, when this returns.
    std::function<asio::awaitable<std::optional<Points>>(MemberId, Points)> ask_right;
    std::function<LinkStatus()> link_status;
    std::function<void()> something_to_send;  ///< an entry was recorded
    std::function<void()> send_now;           ///< somebody pressed "send now"
    std::function<std::vector<DeviceReport>()> devices;
    /// Prints ESC/POS bytes. False: it is not on paper, or not all of it.
    std::function<asio::awaitable<bool>(std::vector<std::uint8_t>)> print;
    /// The pages, for every path outside /v1; nothing for a path that is none.
    std::function<std::optional<http::Response>(const http::Request&)> page;
    /// One line for the log: systemd's priority (3 error … 6 information) and the text.
    std::function<void(int, std::string_view)> log;
};

struct TerminalOptions {
    http::ServerOptions server;
    std::string token;                ///< for TCP; not empty
    std::optional<uid_t> unix_user;   ///< may call on the Unix socket, as root always may
    std::optional<gid_t> unix_group;  ///< may call on the Unix socket, besides root and this user
    decode::PrinterProfile printer;
};

/// The till's coroutines: answers the local API, feeds the pages, takes labels from devices. Lives
/// on one io_context's thread; the till itself runs on the store's. Owns neither store.
class Terminal {
public:
    /// Binds the API at once. @param store with store::open_session done; @param reader for reports
    /// @throws boost::system::system_error if the port or path is taken
    Terminal(asio::io_context& io,
             database::Store& store,
             database::Store& reader,
             Till till,
             TerminalOptions options,
             Surroundings surroundings);
    ~Terminal();
    Terminal(const Terminal&) = delete;
    Terminal& operator=(const Terminal&) = delete;

    void start();
    /// Ends the API; calls that run are finished by the store.
    void stop();
    std::uint16_t port() const;

    /// What a scanner or card reader of this till read.
    asio::awaitable<void> on_label(std::string label);
    /// Tells the pages that devices, link or reference data changed.
    asio::awaitable<void> on_change();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace loyal::terminal
