#include "command.hpp"

#include <loyal/client/client.hpp>
#include <loyal/format/seal.hpp>

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <iostream>
#include <memory>
#include <sodium.h>
#include <string>
#include <string_view>

/// Requests to a running till.
namespace loyal::loyalctl {
namespace {

struct Options {
    std::string till = "unix:/run/loyald/loyald.sock";
    std::string token_file;
    std::string method = "GET";
    std::string path;
    std::string body;
    std::string key;
};

client::Endpoint endpoint_of(std::string_view till)
{
    constexpr std::string_view socket = "unix:";
    constexpr std::string_view web = "http://";
    if (till.starts_with(socket))
        return client::UnixEndpoint{std::string{till.substr(socket.size())}};
    client::TcpEndpoint endpoint{};
    if (till.starts_with(web)) till.remove_prefix(web.size());
    const auto colon = till.rfind(':');
    const std::string_view port = till.substr(colon == till.npos ? till.size() : colon + 1);
    const auto [end, error] =
        std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
    if (error != std::errc{}) throw BadInput{"--till: must be unix:PATH or http://127.0.0.1:PORT"};
    endpoint.host = std::string{till.substr(0, colon)};
    return endpoint;
}

std::string token_of(const Options& options)
{
    if (options.token_file.empty()) return {};
    std::string token = read_all(options.token_file);
    while (!token.empty() && (token.back() == '\n' || token.back() == '\r')) token.pop_back();
    return token;
}

// A key of this call alone; a script that repeats a call gives its own.
std::string fresh_key()
{
    std::array<std::uint8_t, 16> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return format::to_hex(bytes);
}

int send(const Options& options)
{
    format::start_crypto();
    client::Client till{{.endpoint = endpoint_of(options.till), .token = token_of(options)}};
    client::Call call{.method = options.method, .path = options.path, .body = options.body};
    if (options.method != "GET")
        call.idempotency_key = options.key.empty() ? fresh_key() : options.key;
    const auto reply = till.request(call);
    if (!reply) throw BadInput{options.till + ": " + reply.error().message()};
    const std::string why = reply->error_text("en");
    std::cout << reply->body << '\n';
    if (reply->is_ok()) return 0;
    std::cerr << options.till << ": " << reply->status << (why.empty() ? "" : ": ") << why << '\n';
    return exit_bad_input;
}

void add_where(CLI::App& command, Options& options)
{
    command.add_option("--till", options.till, "unix:PATH or http://127.0.0.1:PORT")
        ->capture_default_str();
    command.add_option("--token-file", options.token_file,
                       "The till's api-token; needed over http");
}

}  // namespace

void add_call(CLI::App& app, Outcome& outcome)
{
    auto options = std::make_shared<Options>();
    CLI::App* status = app.add_subcommand("status", "What a running till says of itself");
    add_where(*status, *options);
    status->callback([options, &outcome] {
        options->path = "/v1/status";
        outcome.exit_code = send(*options);
    });

    CLI::App* call = app.add_subcommand("call", "Call a running till's local API");
    add_where(*call, *options);
    call->add_option("method", options->method, "GET, POST, PUT, PATCH or DELETE")->required();
    call->add_option("path", options->path, "As /v1/baskets/current")->required();
    call->add_option("body", options->body, "JSON");
    call->add_option("--key", options->key, "Idempotency key; the same key does a call once");
    call->callback([options, &outcome] { outcome.exit_code = send(*options); });
}

}  // namespace loyal::loyalctl
