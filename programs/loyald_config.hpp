#pragma once

#include <loyal/core/scan.hpp>
#include <loyal/core/strong_id.hpp>
#include <loyal/terminal/till.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace loyal::programs {

/// Where head office is and what this terminal shows it.
struct HeadOfficeConfig {
    std::string host;
    std::uint16_t port = 7443;
    std::string token;  ///< for the first contact: one-time enrolment token
};

/// What loyald's configuration file says; `docs/local-api/README.md` shows a whole one.
struct Config {
    std::string state;  ///< folder for the database and everything else that lasts
    terminal::TillOptions till;
    std::string timezone;   ///< IANA name; empty: the programme's
    std::string programme;  ///< file taken in when its version is new here
    std::string import;     ///< file of items and members, for a start without head office
    std::optional<std::uint16_t> port = 7411;
    std::string unix_path;
    std::string unix_group;
    std::vector<std::string> allowed_hosts;
    bool devices = true;
    std::vector<std::string> devices_allow;
    std::vector<std::string> devices_deny;
    bool claim_any_keyboard = false;
    std::string printer;  ///< file:/path, tcp:host:port, usb or usb:vid:pid; empty: none
    std::optional<HeadOfficeConfig> head_office;
};

/// A mistake and where it is: "loyald.toml:12: listen.port: must be from 0 to 65535".
struct ConfigMistake {
    std::string text;
};

struct ReadConfig {
    Config config;
    std::vector<ConfigMistake> mistakes;  ///< none: the configuration can be used
};

/// Reads a configuration file. Relative paths in it are relative to its folder.
ReadConfig read_config(const std::string& path);

}  // namespace loyal::programs
