#pragma once

#include "loyald_config.hpp"

#include <loyal/link/link.hpp>
#include <loyal/terminal/terminal.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace loyal::programs {

namespace asio = boost::asio;

/// The till's link to head office, where the configuration names one. Enrols the terminal first,
/// if it has no certificate yet but a token; it goes on selling without, and tries again.
class TillLink {
public:
    using Log = std::function<void(int, std::string_view)>;

    TillLink(asio::io_context& io, database::Store& store, const Config& config, Log log);

    /// Puts what the terminal asks of head office into its surroundings.
    void join(terminal::Surroundings& around);

    /// Links until stop(); `terminal` is told what changed.
    asio::awaitable<void> run(terminal::Terminal& terminal);
    void stop();

private:
    terminal::LinkStatus status() const;
    asio::awaitable<bool> enrolled();
    void tell(terminal::Terminal& terminal);

    asio::io_context& io_;
    database::Store& store_;
    const Config& config_;
    Log log_;
    std::string folder_;
    std::optional<link::Link> link_;
    bool is_stopping_ = false;
    bool is_telling_ = false;
    asio::steady_timer retry_;
    std::string problem_;  // why it is not enrolled
};

}  // namespace loyal::programs
