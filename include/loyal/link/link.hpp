#pragma once

#include <loyal/core/money.hpp>
#include <loyal/core/strong_id.hpp>
#include <loyal/database/store.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::link {

namespace asio = boost::asio;
using TimePoint = std::chrono::steady_clock::time_point;

struct LinkOptions {
    std::string host;        ///< of head office
    std::uint16_t port = 0;  ///< where it takes terminals
    std::string folder;      ///< with the files that enrol() wrote
    StoreId store;
    TerminalId terminal;
    std::string version;  ///< of this program, for head office's list of terminals
    /// Told what happens, one line each, without personal data.
    std::function<void(std::string_view)> on_event{};
    /// Told that reference rows of a bucket were taken in: "programme", "members", "items".
    std::function<void(std::string_view)> on_changes{};
    std::function<void()> on_status{};  ///< told that the status may have changed
};

enum class LinkState {
    stopped,
    offline,  ///< waits to try again, or connects
    online,   ///< connected, everything acknowledged
    sending,  ///< connected, entries under way
    refused,  ///< head office refuses this terminal; see `problem`
};

struct LinkStatus {
    LinkState state = LinkState::stopped;
    std::string problem;                       ///< one line; empty when all is well
    std::int64_t quarantined = 0;              ///< entries that head office cannot count yet
    std::optional<std::int64_t> last_contact;  ///< UTC seconds
    std::int64_t clock_offset = 0;             ///< head office's clock less ours, seconds
    std::int64_t bytes_sent = 0;               ///< since the program started
    std::int64_t bytes_received = 0;
};

/// The terminal's link to head office: sends the journal, takes in reference rows, looks members
/// up and asks for rights. Lives on one io_context thread; the till never waits for it.
class Link {
public:
    Link(asio::io_context& io, database::Store& store, LinkOptions options);
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    /// Runs until stop(). Connects, and comes back whenever the connection is lost.
    asio::awaitable<void> run();
    void stop();

    void entries_recorded();  ///< something was appended to the journal
    void send_now();          ///< tries at once, whatever it waits for
    LinkStatus status() const;

    /// Asks head office who holds this card or phone. What it finds is in the database when this
    /// returns. @return nothing if it knows nobody, or could not be asked before the deadline
    asio::awaitable<std::optional<MemberId>> find_member_elsewhere(std::string credential,
                                                                   TimePoint deadline);

    /// Asks for the right to redeem. What is granted is in the journal when this returns.
    /// @return the points granted, at most those asked for; nothing if there are none or head
    ///         office could not be asked before the deadline. A right that comes later is closed.
    asio::awaitable<std::optional<Points>> ask_right(MemberId member,
                                                     Points points,
                                                     TimePoint deadline);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// Who this terminal is after enrolment.
struct Enrolment {
    TerminalId terminal;
    StoreId store;
};

/// Enrols this terminal with a token of `loyal-hq enrol-terminal`: makes a key (0600), gets its
/// certificate from the head office whose fingerprint the token holds, and writes both and the
/// authority's certificate to `folder`. Blocks, at most 30 seconds.
/// @throws std::runtime_error with one line
Enrolment enrol(const std::string& host,
                std::uint16_t port,
                const std::string& token,
                const std::string& folder);

/// Whether enrol() has written its files here.
bool is_enrolled(const std::string& folder);

}  // namespace loyal::link
