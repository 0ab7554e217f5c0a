// virtual-usb: runs an unmodified program with virtual scanners and printers as its USB.
//
//     umockdev-wrapper virtual-usb [--plug KIND]… --control SOCKET -- PROGRAM ARGUMENT…
//     virtual-usb --tell SOCKET COMMAND…                        (commands.hpp; - for standard
//     input)
//
// The program sees them through Debian's own libusb: sysfs, uevents and usbfs are umockdev's, the
// answers are ours. Ends with the program's status; SIGTERM and SIGINT go on to the program.

#include "commands.hpp"
#include "control_socket.hpp"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <vector>

namespace {

using namespace loyal::tests;

volatile std::sig_atomic_t child_id = 0;

extern "C" void forward(int signal)
{
    if (child_id > 0) kill(child_id, signal);
}

struct Arguments {
    std::vector<std::string> plug;
    std::string control;
    std::string tell;
    std::vector<std::string> words;
};

// Starts the program with this one's streams and environment.
pid_t start(const std::vector<std::string>& words)
{
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child < 0) throw std::system_error{errno, std::generic_category(), "fork"};
    if (child == 0) {
        execvp(arguments[0], arguments.data());
        std::perror(arguments[0]);
        _exit(127);
    }
    return child;
}

// Serves the control socket until the child ends. @return the child's status as a shell has it
int serve(ControlSocket& control, pid_t child)
{
    const int ended = static_cast<int>(syscall(SYS_pidfd_open, child, 0));
    if (ended < 0) throw std::system_error{errno, std::generic_category(), "pidfd_open"};
    for (;;) {
        std::vector<pollfd> watched{{ended, POLLIN, 0}};
        control.watch(watched);
        if (poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) {
            throw std::system_error{errno, std::generic_category(), "poll"};
        }
        if (watched[0].revents != 0) break;
        control.handle(watched);
    }
    close(ended);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int run(const Arguments& arguments)
{
    UsbTestbed testbed;
    for (const auto& name : arguments.plug) {
        const auto answer = obey(testbed, "plug " + name);
        if (answer != "ok") throw std::runtime_error{answer};
    }
    ControlSocket control{arguments.control, [&testbed](std::string_view line) -> std::string {
                              if (line != "quit") return obey(testbed, line);
                              forward(SIGTERM);
                              return "ok";
                          }};
    struct sigaction action {};
    action.sa_handler = forward;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
    const pid_t child = start(arguments.words);
    child_id = child;
    return serve(control, child);
}

bool tell_all(const Arguments& arguments)
{
    if (arguments.words != std::vector<std::string>{"-"}) {
        std::string command;
        for (const auto& word : arguments.words) command += (command.empty() ? "" : " ") + word;
        return tell(arguments.tell, {command});
    }
    std::vector<std::string> commands;
    for (std::string line; std::getline(std::cin, line);) commands.push_back(line);
    return tell(arguments.tell, commands);
}

}  // namespace

int main(int argc, char** argv)
{
    Arguments arguments;
    CLI::App app{"Runs a program with virtual scanners and printers as its USB"};
    app.add_option("--plug", arguments.plug, "Plug this in before the program starts")
        ->expected(1)
        ->allow_extra_args(false);
    auto* control = app.add_option("--control", arguments.control, "Socket that takes commands");
    app.add_option("--tell", arguments.tell, "Send one command to this socket")->excludes(control);
    app.add_option("words", arguments.words, "The program, or the command")->required();
    app.positionals_at_end();
    CLI11_PARSE(app, argc, argv);
    try {
        if (!arguments.tell.empty()) return tell_all(arguments) ? 0 : 1;
        if (arguments.control.empty()) throw std::runtime_error{"expected --control SOCKET"};
        return run(arguments);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "virtual-usb: %s\n", problem.what());
        return 2;
    }
}
