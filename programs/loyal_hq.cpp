// loyal-hq: head office. Composes; decides nothing.

#include <loyal/format/seal.hpp>
#include <loyal/head_office/server.hpp>

#include <boost/asio/signal_set.hpp>
#include <nlohmann/json.hpp>

#include <CLI/CLI.hpp>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace head_office = loyal::head_office;
using nlohmann::json;

constexpr std::size_t chunk_bytes_max = 2u << 20;  // of an import, one transaction each

struct Options {
    std::string state;
    std::vector<std::string> hosts{"localhost", "127.0.0.1"};
    std::string address = "0.0.0.0";
    std::uint16_t port = 7411;
    std::uint16_t http_port = 7412;
    std::string terminal;
    std::string store;
    std::string file;
    std::string from;
    std::string to;
};

std::string read_file(const std::string& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error{path + ": cannot be read"};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Asks head office and gives its answer, or stops with its one-line error.
json ask(const Options& options,
         const std::string& method,
         const std::string& target,
         const std::string& body = {})
{
    const auto answer = head_office::command(options.state, method, target, body);
    json value = json::parse(answer.body, nullptr, false);
    if (answer.status == 200 && !value.is_discarded()) return value;
    if (!value.is_discarded() && value.contains("error"))
        throw std::runtime_error{value["error"]["text"].value("en", answer.body)};
    throw std::runtime_error{"head office answered " + std::to_string(answer.status)};
}

void init(const Options& options)
{
    head_office::make_state_folder(options.state, options.hosts);
    std::cout << "head office is ready in " << options.state << "\n";
}

void serve(const Options& options)
{
    boost::asio::io_context io{1};
    head_office::Server server{
        io,
        {.folder = options.state,
         .address = options.address,
         .port = options.port,
         .http_port = options.http_port,
         .on_event = [](std::string_view line) { std::cerr << line << std::endl; }}};
    boost::asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&server](boost::system::error_code, int) { server.stop(); });
    server.start();
    std::cout << "terminals " << server.port() << ", http " << server.http_port() << std::endl;
    io.run();
}

void enrol_terminal(const Options& options)
{
    const json body{{"terminal", options.terminal}, {"store", options.store}};
    const json answer = ask(options, "POST", "/v1/enrolments", body.dump());
    std::cout << answer.at("token").get<std::string>() << "\n";
}

void publish(const Options& options)
{
    const json answer = ask(options, "POST", "/v1/programmes", read_file(options.file));
    std::cout << "published " << answer.at("published").get<std::string>() << "\n";
}

void import(const Options& options, const std::string& what)
{
    std::ifstream file{options.file};
    if (!file) throw std::runtime_error{options.file + ": cannot be read"};
    std::string chunk;
    std::string line;
    std::int64_t rows = 0;
    const auto send = [&] {
        if (!chunk.empty())
            rows += ask(options, "POST", "/v1/" + what, chunk).at("rows").get<std::int64_t>();
        chunk.clear();
    };
    while (std::getline(file, line)) {
        chunk += line + '\n';
        if (chunk.size() >= chunk_bytes_max) send();
    }
    send();
    std::cout << rows << " " << what << "\n";
}

void totals(const Options& options)
{
    const json answer =
        ask(options, "GET", "/v1/totals?from=" + options.from + "&to=" + options.to);
    for (const json& row : answer.at("rows")) {
        std::cout << (row["tier"].is_null() ? "-" : row["tier"].get<std::string>()) << "  sales "
                  << row["sales"] << "  members " << row["members"] << "  net " << row["net"]
                  << "  discount " << row["discount"] << "  points " << row["points_issued"] << "/"
                  << row["points_redeemed"] << "  returns " << row["returns"] << "\n";
    }
}

int verify(const Options& options)
{
    const json answer = ask(options, "GET", "/v1/verify");
    for (const json& line : answer.at("differences")) std::cout << line.get<std::string>() << "\n";
    if (answer.at("differences").empty()) std::cout << "ok\n";
    return answer.at("differences").empty() ? 0 : 1;
}

void list_quarantine(const Options& options)
{
    for (const json& entry : ask(options, "GET", "/v1/quarantine").at("entries")) {
        std::cout << entry["terminal"].get<std::string>() << " " << entry["epoch"] << "/"
                  << entry["seq"] << "  " << entry["state"].get<std::string>() << "  "
                  << entry.value("note", "") << "\n";
    }
}

void replay_quarantine(const Options& options)
{
    const json answer = ask(options, "POST", "/v1/quarantine/replay");
    std::cout << answer.at("counted") << " entries count now\n";
}

CLI::App* add_command(CLI::App& app, Options& options, const char* name, const char* text)
{
    CLI::App* command = app.add_subcommand(name, text);
    command->add_option("--state", options.state, "head office's folder")->required();
    return command;
}

void add_commands(CLI::App& app, Options& options, int& code)
{
    auto* one = add_command(app, options, "init", "make the folder: authority, keys, database");
    one->add_option("--host", options.hosts, "names or addresses terminals will connect to");
    one->callback([&options] { init(options); });

    one = add_command(app, options, "serve", "serve terminals (TLS) and HTTP (loopback)");
    one->add_option("--address", options.address, "where terminals connect")->capture_default_str();
    one->add_option("--listen", options.port, "port for terminals; 0: any free one")
        ->capture_default_str();
    one->add_option("--http", options.http_port, "HTTP port on loopback; 0: any free one")
        ->capture_default_str();
    one->callback([&options] { serve(options); });

    one =
        add_command(app, options, "enrol-terminal", "print a token that enrols one terminal once");
    one->add_option("--terminal", options.terminal, "its name, e.g. S001-T1")->required();
    one->add_option("--store", options.store, "its store, e.g. S001")->required();
    one->callback([&options] { enrol_terminal(options); });

    one = add_command(app, options, "totals", "sales by tier");
    one->add_option("--from", options.from, "first business date")->required();
    one->add_option("--to", options.to, "last business date")->required();
    one->callback([&options] { totals(options); });

    one = add_command(app, options, "restored", "say that the database was restored from a backup");
    one->callback([&options] {
        const json answer = ask(options, "POST", "/v1/restored");
        std::cout << "generation " << answer.at("generation").get<std::string>() << "\n";
    });

    one = add_command(app, options, "verify", "derive everything from the journals and compare");
    one->callback([&options, &code] { code = verify(options); });
}

void add_groups(CLI::App& app, Options& options)
{
    auto* programme = app.add_subcommand("programme", "the loyalty programme");
    programme->require_subcommand(1);
    auto* one = add_command(*programme, options, "publish", "publish a newer version");
    one->add_option("file", options.file, "programme JSON")->required();
    one->callback([&options] { publish(options); });

    auto* imports = app.add_subcommand("import", "items or members, one JSON object a line");
    imports->require_subcommand(1);
    for (const char* what : {"members", "items"}) {
        one = add_command(*imports, options, what, "from a file of one JSON object a line");
        one->add_option("file", options.file, "NDJSON")->required();
        one->callback([&options, what] { import(options, what); });
    }

    auto* quarantine = app.add_subcommand("quarantine", "entries that are not counted yet");
    quarantine->require_subcommand(1);
    one = add_command(*quarantine, options, "list", "what is held back, and why");
    one->callback([&options] { list_quarantine(options); });
    one = add_command(*quarantine, options, "replay", "count again what is held back");
    one->callback([&options] { replay_quarantine(options); });
}

}  // namespace

int main(int argc, char** argv)
{
    Options options;
    int code = 0;
    CLI::App app{
        "loyal-hq: head office. Takes in the tills' journals, publishes programme, items and "
        "members,\ngrants redemption rights, and answers over HTTP. Commands work while the server "
        "runs."};
    app.require_subcommand(1);
    try {
        loyal::format::start_crypto();
        add_commands(app, options, code);
        add_groups(app, options);
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const std::exception& error) {
        std::cerr << "loyal-hq: " << error.what() << "\n";
        return 1;
    }
    return code;
}
