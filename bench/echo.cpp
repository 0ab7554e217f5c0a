// What a request over the local API costs before any work is done: loyal::http through
// loyal::client on a Unix socket, against a bare echo of as many bytes on another, round by round.
//
//   bench_echo [ROUNDS] [REQUESTS PER ROUND]

#include "measure.hpp"

#include <loyal/client/client.hpp>
#include <loyal/http/server.hpp>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using namespace loyal;
using namespace loyal::bench;
namespace asio = boost::asio;

constexpr std::size_t body_size = 600;  // a basket of some lines
constexpr std::size_t message_size = 800;

asio::awaitable<http::Response> say_back(http::Request request)
{
    co_return http::Response{.body = std::move(request.body)};
}

// Two ends of a socket pair; a thread of blocking reads and writes answers.
class BareEcho {
public:
    BareEcho()
    {
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()) != 0) std::abort();
        thread_ = std::thread{[this] {
            std::array<char, 4096> bytes;
            for (;;) {
                const auto size = ::read(ends_[1], bytes.data(), bytes.size());
                if (size <= 0 ||
                    ::write(ends_[1], bytes.data(), static_cast<std::size_t>(size)) < 0)
                    return;
            }
        }};
    }
    ~BareEcho()
    {
        ::close(ends_[0]);
        thread_.join();
        ::close(ends_[1]);
    }
    BareEcho(const BareEcho&) = delete;
    BareEcho& operator=(const BareEcho&) = delete;

    void exchange(const std::string& text)
    {
        std::array<char, 4096> bytes;
        if (::write(ends_[0], text.data(), text.size()) < 0) std::abort();
        for (std::size_t got = 0; got < text.size();) {
            const auto size = ::read(ends_[0], bytes.data(), bytes.size());
            if (size <= 0) std::abort();
            got += static_cast<std::size_t>(size);
        }
    }

private:
    std::array<int, 2> ends_{};
    std::thread thread_;
};

template <class Exchange>
std::vector<double> measure(std::size_t count, Exchange exchange)
{
    std::vector<double> samples(count);
    for (double& sample : samples) {
        const auto start = Clock::now();
        exchange();
        sample = microseconds_since(start);
    }
    return samples;
}

}  // namespace

int main(int argc, char** argv)
{
    const std::size_t rounds = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 7;
    const std::size_t size = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 5'000;
    const auto path =
        std::filesystem::temp_directory_path() / ("bench_echo" + std::to_string(::getpid()));

    asio::io_context io{1};
    http::Server server{io, {.unix_path = path.string()}, say_back};
    server.start();
    std::thread thread{[&io] { io.run(); }};
    {
        client::Client client{{.endpoint = client::UnixEndpoint{path.string()}}};
        BareEcho echo;
        const client::Call call{
            .method = "POST", .path = "/v1/basket", .body = std::string(body_size, 'x')};
        const std::string message(message_size, 'x');
        std::vector<double> over;
        for (std::size_t i = 0; i < rounds; ++i) {
            const auto bare = measure(size, [&] { echo.exchange(message); });
            const auto ours = measure(size, [&] {
                if (!client.request(call).has_value()) std::abort();
            });
            std::printf("echo p50 %.1f p99 %.1f µs, http p50 %.1f p99 %.1f µs\n", median(bare),
                        percentile(bare, 0.99), median(ours), percentile(ours, 0.99));
            over.push_back(median(ours) - median(bare));
        }
        std::printf("http and client over a bare echo: median %.1f µs\n", median(over));
    }
    asio::post(io, [&server] { server.stop(); });
    thread.join();
    return 0;
}
