#pragma once

#include <csignal>
#include <cstdint>
#include <spawn.h>
#include <stdexcept>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace loyal::tests {

/// `loyal-hq serve` as a process of its own, which can be killed.
class HeadOfficeChild {
public:
    HeadOfficeChild(std::string program, std::string folder)
        : program_{std::move(program)}, folder_{std::move(folder)}
    {
    }
    ~HeadOfficeChild() { stop(SIGKILL); }
    HeadOfficeChild(const HeadOfficeChild&) = delete;
    HeadOfficeChild& operator=(const HeadOfficeChild&) = delete;

    /// Starts it, on the ports of the last time if there was one, and waits until it listens.
    void start()
    {
        int out[2];
        if (::pipe(out) != 0) throw std::runtime_error{"no pipe"};
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
        posix_spawn_file_actions_addclose(&actions, out[0]);
        posix_spawn_file_actions_addclose(&actions, out[1]);
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", 1, 0);
        std::vector<std::string> words{program_,    "serve",
                                       "--state",   folder_,
                                       "--address", "127.0.0.1",
                                       "--listen",  std::to_string(port_),
                                       "--http",    std::to_string(http_port_)};
        std::vector<char*> arguments;
        for (std::string& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        const int error =
            ::posix_spawn(&pid_, program_.c_str(), &actions, nullptr, arguments.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        ::close(out[1]);
        if (error != 0) throw std::runtime_error{"loyal-hq could not be started"};
        std::string line;
        char c = 0;
        while (::read(out[0], &c, 1) == 1 && c != '\n') line += c;
        ::close(out[0]);
        read_ports(line);
    }

    void stop(int signal)
    {
        if (pid_ <= 0) return;
        ::kill(pid_, signal);
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

    std::uint16_t port() const noexcept { return port_; }

private:
    void read_ports(const std::string& line)  // "terminals 7411, http 7412"
    {
        const auto comma = line.find(", http ");
        if (comma == std::string::npos) throw std::runtime_error{"loyal-hq said: " + line};
        port_ = static_cast<std::uint16_t>(std::stoi(line.substr(10, comma - 10)));
        http_port_ = static_cast<std::uint16_t>(std::stoi(line.substr(comma + 7)));
    }

    std::string program_;
    std::string folder_;
    pid_t pid_ = 0;
    std::uint16_t port_ = 0;
    std::uint16_t http_port_ = 0;
};

}  // namespace loyal::tests
