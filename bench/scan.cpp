// From a scan to the priced basket over a running till's local API, against an echo of the same
// server: requests alternate between both.
//
//   bench_scan SOCKET LABEL… [--rounds N] [--scans N]
//
// SOCKET is loyald's Unix socket; each LABEL is scanned in turn into a basket of at most 10 scans.

#include "measure.hpp"

#include <loyal/client/client.hpp>
#include <loyal/http/server.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace loyal;
using namespace loyal::bench;
namespace asio = boost::asio;

constexpr std::size_t scans_per_basket = 10;

asio::awaitable<http::Response> say_back(http::Request request)
{
    co_return http::Response{.body = std::move(request.body)};
}

client::Reply must(client::Client& client, const client::Call& call)
{
    auto reply = client.request(call);
    if (!reply || !reply->is_ok()) {
        std::fprintf(stderr, "%s %s: %s\n", call.method.c_str(), call.path.c_str(),
                     reply ? reply->body.c_str() : reply.error().message().c_str());
        std::exit(1);
    }
    return std::move(*reply);
}

struct Till {
    client::Client client;
    std::vector<std::string> labels;
    std::string run;  // makes the keys of this run its own
    std::size_t calls = 0;
    std::string basket;

    std::string key() { return run + "-" + std::to_string(++calls); }

    void open()
    {
        const auto reply =
            must(client,
                 {.method = "POST", .path = "/v1/baskets", .body = "{}", .idempotency_key = key()});
        basket = reply.json().at("id").get<std::string>();
    }
    void drop()
    {
        must(client,
             {.method = "DELETE", .path = "/v1/baskets/" + basket, .idempotency_key = key()});
    }
    client::Call scan(std::size_t number)
    {
        return {.method = "POST",
                .path = "/v1/baskets/" + basket + "/scan",
                .body = R"({"label":")" + labels[number % labels.size()] + "\"}",
                .idempotency_key = key()};
    }
};

}  // namespace

int main(int argc, char** argv)
{
    std::size_t rounds = 7;
    std::size_t scans = 2'000;
    Till till{client::Client{{.endpoint = client::UnixEndpoint{argc > 1 ? argv[1] : ""}}},
              {},
              std::to_string(::getpid()),
              0,
              {}};
    for (int i = 2; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--rounds" && i + 1 < argc) {
            rounds = std::strtoul(argv[++i], nullptr, 10);
        } else if (word == "--scans" && i + 1 < argc) {
            scans = std::strtoul(argv[++i], nullptr, 10);
        } else {
            till.labels.emplace_back(word);
        }
    }
    if (till.labels.empty()) {
        std::fprintf(stderr, "usage: bench_scan SOCKET LABEL… [--rounds N] [--scans N]\n");
        return 2;
    }
    const auto path =
        std::filesystem::temp_directory_path() / ("bench_scan" + std::to_string(::getpid()));
    asio::io_context io{1};
    http::Server server{io, {.unix_path = path.string()}, say_back};
    server.start();
    std::thread thread{[&io] { io.run(); }};
    {
        client::Client echo{{.endpoint = client::UnixEndpoint{path.string()}}};
        till.open();
        const client::Call same{.method = "POST",
                                .path = "/v1/baskets/x/scan",
                                .body = must(till.client, till.scan(0)).body,
                                .idempotency_key = "echo"};
        till.drop();
        std::vector<double> ratios;
        for (std::size_t round = 0; round < rounds; ++round) {
            std::vector<double> bare;
            std::vector<double> ours;
            for (std::size_t i = 0; i < scans; ++i) {
                if (i % scans_per_basket == 0) till.open();
                const client::Call scan = till.scan(i);
                auto start = Clock::now();
                must(echo, same);
                bare.push_back(microseconds_since(start));
                start = Clock::now();
                must(till.client, scan);
                ours.push_back(microseconds_since(start));
                if (i % scans_per_basket == scans_per_basket - 1) till.drop();
            }
            // The floor is 1.5 times the echo and 60 µs more; below 1 it is kept.
            ratios.push_back(median(ours) / (median(bare) * 1.5 + 60));
            std::printf("echo p50 %.1f p99 %.1f us, scan to priced basket p50 %.1f p99 %.1f us\n",
                        median(bare), percentile(bare, 0.99), median(ours), percentile(ours, 0.99));
        }
        std::printf("share of (echo x 1.5 + 60 us): median %.2f (%.2f to %.2f)\n", median(ratios),
                    percentile(ratios, 0), percentile(ratios, 1));
    }
    asio::post(io, [&server] { server.stop(); });
    thread.join();
    return 0;
}
