#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <poll.h>
#include <string>
#include <string_view>
#include <vector>

namespace loyal::tests {

/// A local socket that takes one command a line and answers each with one line.
class ControlSocket {
public:
    using Obey = std::function<std::string(std::string_view)>;

    /// @throws std::system_error if the socket cannot be made
    ControlSocket(const std::filesystem::path& path, Obey obey);
    ~ControlSocket();
    ControlSocket(const ControlSocket&) = delete;
    ControlSocket& operator=(const ControlSocket&) = delete;

    /// Adds what is to be watched.
    void watch(std::vector<pollfd>& watched) const;

    /// Deals with what poll() found.
    void handle(const std::vector<pollfd>& watched);

private:
    void accept_client();
    bool read_client(int client, std::string& received);

    std::filesystem::path path_;
    Obey obey_;
    int listener_;
    std::map<int, std::string> clients_;  // with what they sent of a line so far
};

/// Sends the commands to a control socket, printing each answer.
/// @return whether every answer was "ok"
bool tell(const std::filesystem::path& path, const std::vector<std::string>& commands);

}  // namespace loyal::tests
