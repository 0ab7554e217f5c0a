#pragma once

#include "loyald_config.hpp"

#include <loyal/terminal/terminal.hpp>

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace loyal::programs {

namespace asio = boost::asio;

/// The till's scanners and printer, as the configuration names them.
class TillDevices {
public:
    using Log = std::function<void(int, std::string_view)>;

    /// Without USB (no permission, none in this machine) it logs that and goes on without.
    TillDevices(asio::io_context& io, const Config& config, Log log);
    ~TillDevices();
    TillDevices(const TillDevices&) = delete;
    TillDevices& operator=(const TillDevices&) = delete;

    std::vector<terminal::DeviceReport> report() const;
    asio::awaitable<bool> print(std::vector<std::uint8_t> bytes);

    /// Hands every label to the terminal until stop().
    asio::awaitable<void> run(terminal::Terminal& terminal);
    void stop();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace loyal::programs
