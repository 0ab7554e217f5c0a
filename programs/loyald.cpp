// loyald: the till's daemon. Composes the store, the till, its devices and the link; decides
// nothing.

#include "loyald_config.hpp"
#include "loyald_devices.hpp"
#include "loyald_import.hpp"
#include "loyald_link.hpp"
#include "loyald_pages.hpp"

#include <loyal/format/json.hpp>
#include <loyal/store/items.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/replication.hpp>
#include <loyal/terminal/terminal.hpp>
#include <loyal/terminal/wall_clock.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <iostream>
#include <stdexcept>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loyal::programs {
namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

constexpr int exit_bad_config = 2;
constexpr int exit_failed = 1;
constexpr int log_error = 3;
constexpr int log_information = 6;
constexpr auto purge_interval = 1h;
constexpr std::int64_t answers_kept_seconds = std::int64_t{7} * 24 * 3600;
constexpr std::int64_t purged_at_once = 500;
constexpr std::size_t token_bytes = 32;

// journald reads the priority from the front of the line.
void log(int priority, std::string_view text)
{
    std::fprintf(stderr, "<%d>%.*s\n", priority, static_cast<int>(text.size()), text.data());
}

void fill_random(std::span<std::uint8_t> bytes)
{
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const auto got = ::getrandom(bytes.data() + filled, bytes.size() - filled, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) throw std::runtime_error{"the kernel gives no random bytes"};
        filled += static_cast<std::size_t>(got);
    }
}

std::string random_hex(std::size_t bytes)
{
    std::vector<std::uint8_t> random(bytes);
    fill_random(random);
    return format::to_hex(random);
}

/// Keeps a second daemon away from the same state folder until the process ends.
void lock_state(const std::string& folder)
{
    const std::string path = folder + "/lock";
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) throw std::runtime_error{path + ": " + std::strerror(errno)};
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        ::close(file);
        throw std::runtime_error{folder + ": another loyald is running there"};
    }
}

std::string api_token(const std::string& folder)
{
    const std::string path = folder + "/api-token";
    std::string token;
    if (std::ifstream file{path}; file >> token && token.size() >= token_bytes) return token;
    token = random_hex(token_bytes);
    const int file =
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR | S_IRGRP);
    if (file < 0) throw std::runtime_error{path + ": " + std::strerror(errno)};
    const std::string line = token + "\n";
    const bool is_written =
        ::write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
        ::fchmod(file, S_IRUSR | S_IWUSR | S_IRGRP) == 0;
    ::close(file);
    if (!is_written) throw std::runtime_error{path + ": cannot be written"};
    return token;
}

std::optional<gid_t> group_of(const std::string& name)
{
    if (name.empty()) return std::nullopt;
    const struct group* found = ::getgrnam(name.c_str());
    if (found == nullptr) throw std::runtime_error{"listen.group: no group " + name};
    return found->gr_gid;
}

std::string zone_of(const Config& config, database::Database& database)
{
    if (!config.timezone.empty()) return config.timezone;
    const auto stored = store::current_programme(database);
    const auto programme =
        stored ? format::parse_programme(stored->document) : Checked<Programme>{InputError{}};
    return programme && !programme->timezone.empty() ? programme->timezone : "UTC";
}

database::Database open_database(const Config& config)
{
    const std::string& state = config.state;
    database::Database database =
        store::open_terminal(state + "/loyald.db", {config.till.store, config.till.terminal});
    store::open_session(database, state + "/session.db");
    if (!store::lookup_key(database)) {
        format::Key key{};
        fill_random(key);
        store::put_lookup_key(database, key);
    }
    take_in_programme(database, config.programme);
    take_in_rows(database, config.import, fill_random);
    return database;
}

terminal::TerminalOptions terminal_options(const Config& config)
{
    terminal::TerminalOptions options;
    options.server.port = config.port;
    options.server.unix_path = config.unix_path;
    for (const std::string& host : config.allowed_hosts)
        options.server.allowed_hosts.push_back(host);
    options.server.content_security_policy = "default-src 'self'";
    options.server.on_error = [](std::string_view text) { log(log_error, text); };
    options.token = api_token(config.state);
    options.unix_user = ::geteuid();
    options.unix_group = group_of(config.unix_group);
    options.printer.columns = config.till.receipt.columns;
    return options;
}

// Tells scripts where the till listens: on standard output and in <state>/address.
void announce(const Config& config, const terminal::Terminal& terminal)
{
    std::string address = config.unix_path.empty() ? "" : "unix:" + config.unix_path;
    if (config.port) address = "http://127.0.0.1:" + std::to_string(terminal.port());
    std::ofstream{config.state + "/address"} << address << '\n';
    std::cout << "loyald " << config.till.terminal.value() << " ready at " << address << std::endl;
}

asio::awaitable<void> purge(asio::io_context& io, database::Store& store)
{
    asio::steady_timer timer{io};
    for (;;) {
        const std::int64_t before = std::time(nullptr) - answers_kept_seconds;
        co_await store.run([before](database::Database& database) {
            store::purge_answers(database, before, purged_at_once);
        });
        timer.expires_after(purge_interval);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

/// For a coroutine that the till can go on without.
auto logged(std::string what)
{
    return [what = std::move(what)](const std::exception_ptr& failure) {
        if (!failure) return;
        try {
            std::rethrow_exception(failure);
        } catch (const std::exception& error) {
            log(log_error, what + ": " + error.what());
        }
    };
}

/// Everything that runs, in the order it is built; destroyed the other way round.
class Daemon {
public:
    explicit Daemon(const Config& config)
        : config_{config},
          store_{open_database(config)},
          reader_{store::open_reader(config.state + "/loyald.db")},
          clock_{zone()},
          devices_{io_, config, log},
          link_{io_, store_, config, log},
          terminal_{io_,
                    store_,
                    reader_,
                    terminal::Till{till_options(), fill_random},
                    terminal_options(config),
                    surroundings()},
          signals_{io_, SIGTERM, SIGINT}
    {
    }

    void run()
    {
        terminal_.start();
        asio::co_spawn(io_, purge(io_, store_), logged("purge"));
        asio::co_spawn(io_, devices_.run(terminal_), logged("devices"));
        asio::co_spawn(io_, link_.run(terminal_), logged("link"));

        signals_.async_wait([this](boost::system::error_code, int) {
            log(log_information, "stopping");
            devices_.stop();
            terminal_.stop();
            link_.stop();
            io_.stop();
        });
        announce(config_, terminal_);
        io_.run();
        store_.close();
        reader_.close();
    }

private:
    std::string zone()
    {
        database::Database reader = store::open_reader(config_.state + "/loyald.db");
        return zone_of(config_, reader);
    }
    terminal::TillOptions till_options() const
    {
        terminal::TillOptions options = config_.till;
        options.version = LOYAL_VERSION;
        options.reserve_path = config_.state + "/reserve";
        return options;
    }
    terminal::Surroundings surroundings()
    {
        terminal::Surroundings around;
        around.clock = [this] { return clock_.now(); };
        around.log = log;
        around.page = page;
        around.devices = [this] { return devices_.report(); };
        if (!config_.printer.empty()) {
            around.print = [this](std::vector<std::uint8_t> bytes) {
                return devices_.print(std::move(bytes));
            };
        }
        link_.join(around);
        return around;
    }

    const Config& config_;
    asio::io_context io_{1};
    database::Store store_;
    database::Store reader_;
    terminal::WallClock clock_;
    TillDevices devices_;
    TillLink link_;
    terminal::Terminal terminal_;
    asio::signal_set signals_;
};

int check(const ReadConfig& read)
{
    for (const ConfigMistake& mistake : read.mistakes) std::cerr << mistake.text << '\n';
    return read.mistakes.empty() ? 0 : exit_bad_config;
}

int run(const Config& config)
{
    try {
        std::filesystem::create_directories(config.state);
        ::umask(S_IWGRP | S_IRWXO);
        lock_state(config.state);
        format::start_crypto();
        Daemon daemon{config};
        daemon.run();
        return 0;
    } catch (const database::StoreError& error) {
        log(log_error, std::string{"database: "} + error.what());
        if (error.is_corrupt())
            log(log_error, "the database in " + config.state +
                               " is damaged: move it aside and start again; what head office has "
                               "received comes back from there");
    } catch (const std::exception& error) {
        log(log_error, error.what());
    }
    return exit_failed;
}

int start(int argc, char** argv)
{
    CLI::App app{
        "loyald: identifies members, prices baskets and records sales on a till, with or "
        "without a network."};
    std::string path = "/etc/loyald/loyald.toml";
    bool only_check = false;
    app.add_option("--config", path, "Configuration file")->capture_default_str();
    app.add_flag("--check-config", only_check, "Read the configuration, name every mistake, end");
    app.set_version_flag("--version", "loyald " LOYAL_VERSION);
    CLI11_PARSE(app, argc, argv);
    std::signal(SIGPIPE, SIG_IGN);

    const ReadConfig read = read_config(path);
    const int checked = check(read);
    if (checked != 0) return checked;
    if (only_check) {
        std::cout << path << ": ok\n";
        return 0;
    }
    return run(read.config);
}

}  // namespace
}  // namespace loyal::programs

int main(int argc, char** argv)
{
    return loyal::programs::start(argc, argv);
}
