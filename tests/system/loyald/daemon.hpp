#pragma once

#include "support/temporary_folder.hpp"

#include <loyal/client/client.hpp>

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <sys/types.h>
#include <vector>

namespace loyal::tests {

/// The real loyald as a child, on a state folder of its own, with the worked example's programme.
class Daemon {
public:
    /// @param state folder for its state; empty: one in a temporary folder
    /// @param wrapper options of setpriv, which runs it
    explicit Daemon(std::string state = {}, std::vector<std::string> wrapper = {});
    ~Daemon();
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    void start();          ///< and waits until it is ready, at most 20 s
    int stop(int signal);  ///< sends it, waits; the exit code, or −signal

    struct Answer {
        unsigned status = 0;
        nlohmann::json json;
        std::string body;
        std::string content_type;
    };
    /// A call with the token, and with a fresh key unless one is given.
    Answer call(const std::string& method,
                const std::string& path,
                const nlohmann::json& body = nullptr,
                std::string key = {});
    /// Writes the request and does not wait for its answer.
    void send_only(const std::string& method,
                   const std::string& path,
                   const nlohmann::json& body,
                   const std::string& key);
    /// Sends these bytes and returns what comes back until the end, at most 5 s.
    std::string raw(const std::string& bytes);

    std::uint16_t port() const { return port_; }
    pid_t pid() const { return pid_; }
    std::string state() const { return state_; }
    std::string token() const;
    std::string config() const { return config_; }
    std::string file(const std::string& name) const { return folder_.file(name); }

private:
    void write_config();
    int connect() const;

    TemporaryFolder folder_;
    std::string state_;
    std::vector<std::string> wrapper_;
    std::string config_;
    pid_t pid_ = -1;
    int output_ = -1;
    std::uint16_t port_ = 0;
    int keys_ = 0;
};

/// Runs loyald with these arguments to its end. Standard output and error together.
struct Finished {
    int exit_code = 0;
    std::string output;
};
Finished run_loyald(const std::vector<std::string>& arguments);

}  // namespace loyal::tests
