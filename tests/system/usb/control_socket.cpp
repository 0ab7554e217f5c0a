#include "control_socket.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace loyal::tests {
namespace {

constexpr int clients_max = 8;
constexpr std::size_t line_size_max = 65'536;

[[noreturn]] void fail(const std::string& step)
{
    throw std::system_error{errno, std::generic_category(), step};
}

sockaddr_un address_of(const std::filesystem::path& path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.native().size() >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        fail("control socket " + path.string());
    }
    std::memcpy(address.sun_path, path.c_str(), path.native().size());
    return address;
}

int open_socket()
{
    const int opened = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (opened < 0) fail("socket");
    return opened;
}

bool send_all(int to, std::string_view text)
{
    while (!text.empty()) {
        const auto sent = send(to, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

// Reads what there is. @return false when the peer has hung up
bool receive(int from, std::string& received)
{
    std::array<char, 4'096> buffer{};
    const auto size = recv(from, buffer.data(), buffer.size(), 0);
    if (size < 0 && errno == EINTR) return true;
    if (size <= 0 || received.size() > line_size_max) return false;
    received.append(buffer.data(), static_cast<std::size_t>(size));
    return true;
}

}  // namespace

ControlSocket::ControlSocket(const std::filesystem::path& path, Obey obey)
    : path_{path}, obey_{std::move(obey)}, listener_{open_socket()}
{
    std::filesystem::remove(path_);
    const auto address = address_of(path_);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (bind(listener_, generic, sizeof address) != 0) fail("bind " + path_.string());
    if (listen(listener_, clients_max) != 0) fail("listen");
}

ControlSocket::~ControlSocket()
{
    for (const auto& [client, received] : clients_) close(client);
    close(listener_);
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
}

void ControlSocket::watch(std::vector<pollfd>& watched) const
{
    watched.push_back({listener_, POLLIN, 0});
    for (const auto& [client, received] : clients_) watched.push_back({client, POLLIN, 0});
}

void ControlSocket::handle(const std::vector<pollfd>& watched)
{
    for (const auto& each : watched) {
        if (each.revents == 0) continue;
        if (each.fd == listener_) {
            accept_client();
            continue;
        }
        const auto client = clients_.find(each.fd);
        if (client == clients_.end() || read_client(client->first, client->second)) continue;
        close(client->first);
        clients_.erase(client);
    }
}

void ControlSocket::accept_client()
{
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client < 0) return;
    if (clients_.size() >= clients_max) {
        close(client);
        return;
    }
    clients_.emplace(client, std::string{});
}

bool ControlSocket::read_client(int client, std::string& received)
{
    if (!receive(client, received)) return false;
    for (;;) {
        const auto end = received.find('\n');
        if (end == std::string::npos) return true;
        const std::string line = received.substr(0, end);
        received.erase(0, end + 1);
        if (!send_all(client, obey_(line) + "\n")) return false;
    }
}

bool tell(const std::filesystem::path& path, const std::vector<std::string>& commands)
{
    const int server = open_socket();
    const auto address = address_of(path);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (connect(server, generic, sizeof address) != 0) fail("connect to " + path.string());
    bool all_good = true;
    std::string received;
    for (const auto& command : commands) {
        if (!send_all(server, command + "\n")) fail("send");
        while (received.find('\n') == std::string::npos) {
            if (!receive(server, received)) fail("the control socket closed");
        }
        const auto answer = received.substr(0, received.find('\n'));
        received.erase(0, answer.size() + 1);
        std::printf("%s\n", answer.c_str());
        all_good = all_good && answer.starts_with("ok");
    }
    close(server);
    return all_good;
}

}  // namespace loyal::tests
