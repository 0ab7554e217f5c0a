#include "system/loyald/daemon.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;  // NOLINT

namespace loyal::tests {
namespace {

using nlohmann::json;
using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds ready_deadline{20};
constexpr std::chrono::seconds answer_deadline{5};

struct Child {
    pid_t pid;
    int output;
};

Child spawn(std::vector<std::string> arguments, bool with_errors)
{
    int pipe_ends[2];
    if (::pipe2(pipe_ends, O_CLOEXEC) != 0) throw std::runtime_error{"pipe failed"};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDOUT_FILENO);
    if (with_errors) posix_spawn_file_actions_adddup2(&actions, pipe_ends[1], STDERR_FILENO);
    std::vector<char*> pointers;
    for (std::string& argument : arguments) pointers.push_back(argument.data());
    pointers.push_back(nullptr);
    pid_t pid = -1;
    const int error =
        posix_spawnp(&pid, pointers.front(), &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe_ends[1]);
    if (error != 0) throw std::runtime_error{"cannot run " + arguments.front()};
    return {pid, pipe_ends[0]};
}

int exit_code_of(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

// Reads until the end, the deadline, or `enough` says so.
template <class Enough>
std::string read_until(int file, std::chrono::seconds deadline, Enough enough)
{
    std::string text;
    const auto end = Clock::now() + deadline;
    while (!enough(text)) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()).count();
        pollfd waiting{file, POLLIN, 0};
        if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) <= 0) break;
        char buffer[4096];
        const auto got = ::read(file, buffer, sizeof buffer);
        if (got <= 0) break;
        text.append(buffer, static_cast<std::size_t>(got));
    }
    return text;
}

void write_all(int file, const std::string& bytes)
{
    std::size_t written = 0;
    while (written < bytes.size()) {
        const auto put = ::send(file, bytes.data() + written, bytes.size() - written, MSG_NOSIGNAL);
        if (put <= 0) return;  // the server may close on what it refuses
        written += static_cast<std::size_t>(put);
    }
}

json item(const char* sku, const char* zh, const char* en, int price, const char* category)
{
    return {{"sku", sku},
            {"codes", {sku}},
            {"names", {{"zh-CN", zh}, {"en", en}}},
            {"category", category},
            {"unit_price", price}};
}

json goods_and_member()
{
    json backpack = item("6901234500031", "背包", "Backpack", 12900, "bags");
    backpack["tags"] = {"clearance"};
    const json member{{"id", "M0000001"},
                      {"name", "王小明"},
                      {"phone", "13800138000"},
                      {"cards", {{{"number", "29001234"}, {"blocked", false}}}},
                      {"state", {{"id", "M0000001"}, {"tier", "vip"}}}};
    return {{"items",
             {item("6901234500017", "衬衫", "Shirt", 7900, "apparel/shirt"),
              item("6901234500024", "袜子", "Socks", 1990, "socks"), backpack}},
            {"members", json::array({member})}};
}

}  // namespace

Daemon::Daemon(std::string state, std::vector<std::string> wrapper)
    : state_{state.empty() ? folder_.file("state") : std::move(state)},
      wrapper_{std::move(wrapper)},
      config_{folder_.file("loyald.toml")}
{
    std::filesystem::permissions(folder_.file("."), std::filesystem::perms{0755});
    write_config();
    start();
}

Daemon::~Daemon()
{
    if (pid_ > 0) stop(SIGKILL);
}

void Daemon::write_config()
{
    std::ofstream{folder_.file("rows.json")} << goods_and_member().dump();
    std::ofstream{config_} << "state = \"" << state_ << "\"\n"
                           << "store = \"S001\"\nterminal = \"S001-T1\"\ncashier = \"李娜\"\n"
                           << "reserve_bytes = 262144\n"
                           << "programme = \"" LOYAL_SOURCE_DIR
                              "/tests/data/worked-example/programme.json\"\n"
                           << "import = \"rows.json\"\n[listen]\nport = 0\n"
                           << "[labels]\ncard_prefixes = [\"2900\"]\n"
                           << "coupon_prefixes = [\"CPN:\"]\nreceipt_prefixes = [\"S001-\"]\n"
                           << "[devices]\nenabled = false\n";
}

void Daemon::start()
{
    // A test that dies takes its daemon along.
    std::vector<std::string> arguments{"setpriv", "--pdeathsig", "KILL"};
    arguments.insert(arguments.end(), wrapper_.begin(), wrapper_.end());
    for (const char* one : {LOYALD_PROGRAM, "--config"}) arguments.emplace_back(one);
    arguments.push_back(config_);
    const Child child = spawn(std::move(arguments), false);
    pid_ = child.pid;
    output_ = child.output;
    const std::string line = read_until(output_, ready_deadline, [](const std::string& text) {
        return text.find('\n') != std::string::npos;
    });
    const auto colon = line.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error{"loyald did not start"};
    port_ = static_cast<std::uint16_t>(std::atoi(line.c_str() + colon + 1));
}

int Daemon::stop(int signal)
{
    ::kill(pid_, signal);
    int status = 0;
    ::waitpid(pid_, &status, 0);
    ::close(output_);
    pid_ = -1;
    return exit_code_of(status);
}

std::string Daemon::token() const
{
    std::string token;
    std::ifstream{state_ + "/api-token"} >> token;
    return token;
}

Daemon::Answer Daemon::call(const std::string& method,
                            const std::string& path,
                            const json& body,
                            std::string key)
{
    client::Client client{{.endpoint = client::TcpEndpoint{.port = port_},
                           .token = token(),
                           .deadline = std::chrono::seconds{20}}};
    client::Call call{.method = method, .path = path};
    if (!body.is_null()) call.body = body.dump();
    if (method != "GET")
        call.idempotency_key = key.empty() ? "fresh-" + std::to_string(++keys_) : std::move(key);
    const auto reply = client.request(call);
    if (!reply) return {};
    return {reply->status, json::parse(reply->body, nullptr, false), reply->body,
            reply->content_type};
}

int Daemon::connect() const
{
    const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(file, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        ::close(file);
        throw std::runtime_error{"cannot connect"};
    }
    return file;
}

void Daemon::send_only(const std::string& method,
                       const std::string& path,
                       const json& body,
                       const std::string& key)
{
    const std::string text = body.dump();
    const int file = connect();
    write_all(file, method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                        token() + "\r\nIdempotency-Key: " + key +
                        "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text);
    ::close(file);
}

std::string Daemon::raw(const std::string& bytes)
{
    const int file = connect();
    write_all(file, bytes);
    ::shutdown(file, SHUT_WR);
    std::string text = read_until(file, answer_deadline, [](const std::string&) { return false; });
    ::close(file);
    return text;
}

Finished run_loyald(const std::vector<std::string>& arguments)
{
    std::vector<std::string> all{LOYALD_PROGRAM};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Child child = spawn(std::move(all), true);
    Finished finished;
    finished.output =
        read_until(child.output, ready_deadline, [](const std::string&) { return false; });
    int status = 0;
    ::waitpid(child.pid, &status, 0);
    ::close(child.output);
    finished.exit_code = exit_code_of(status);
    return finished;
}

}  // namespace loyal::tests
