#include "files.hpp"

#include <loyal/link/link.hpp>
#include <loyal/net/connection.hpp>
#include <loyal/wire/message.hpp>

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <filesystem>
#include <stdexcept>

namespace loyal::link {
namespace {

constexpr std::chrono::seconds enrol_timeout{30};

struct Token {
    std::string secret;
    std::string fingerprint;
};

Token parse_token(const std::string& text)
{
    const auto dot = text.find('.');
    if (dot == std::string::npos || dot == 0 || text.size() - dot - 1 != 64)
        throw std::runtime_error{"that is no enrolment token: it looks like abc….def…"};
    return {text.substr(0, dot), text.substr(dot + 1)};
}

std::string bytes_of(const net::Frame& frame)
{
    return std::string{static_cast<char>(frame.type), static_cast<char>(frame.flags)} +
           frame.payload;
}

net::Frame frame_of(const std::string& bytes)
{
    return {static_cast<std::uint8_t>(bytes[0]), static_cast<std::uint8_t>(bytes[1]),
            bytes.substr(2)};
}

asio::awaitable<wire::Enrolled> ask(
    asio::io_context& io, std::string host, std::uint16_t port, Token token, std::string request)
{
    const auto deadline = std::chrono::steady_clock::now() + enrol_timeout;
    // Named, because g++ 12 destroys aggregates made inside a co_await expression twice.
    const net::Remote remote{host, port};
    const net::Identity nobody_yet;
    const net::Trust trust{.authority_fingerprint = token.fingerprint};
    auto connection = co_await net::connect(io, remote, nobody_yet, trust, deadline);
    if (!connection) throw std::runtime_error{connection.error().message()};
    std::vector<net::Frame> frames;
    frames.push_back(frame_of(wire::encode(wire::Enrol{token.secret, request})));
    const auto error = co_await connection->write(std::move(frames), deadline);
    if (error) throw std::runtime_error{error.message()};
    const auto frame = co_await connection->read(deadline);
    if (!frame) throw std::runtime_error{frame.error().message()};
    const auto message = wire::decode(bytes_of(*frame));
    if (!message) throw std::runtime_error{"head office: " + to_string(message.error())};
    if (const auto* refuse = std::get_if<wire::Refuse>(&*message))
        throw std::runtime_error{"head office refused: " + refuse->text};
    const auto* enrolled = std::get_if<wire::Enrolled>(&*message);
    if (enrolled == nullptr) throw std::runtime_error{"head office sent something else"};
    co_return *enrolled;
}

}  // namespace

Enrolment enrol(const std::string& host,
                std::uint16_t port,
                const std::string& token,
                const std::string& folder)
{
    const Token parsed = parse_token(token);
    std::filesystem::create_directories(folder);
    const std::string key = net::make_key();
    asio::io_context io{1};
    std::optional<wire::Enrolled> enrolled;
    std::exception_ptr failure;
    asio::co_spawn(io, ask(io, host, port, parsed, net::make_request(key, "terminal")),
                   [&](std::exception_ptr error, wire::Enrolled answer) {
                       failure = error;
                       if (!error) enrolled = std::move(answer);
                   });
    io.run();
    if (failure) std::rethrow_exception(failure);
    // The certificate goes last: it is what says that enrolment is complete.
    net::save_private(key_path(folder), key);
    net::save_private(authority_path(folder), enrolled->authority);
    net::save_private(certificate_path(folder), enrolled->certificate);
    return {enrolled->terminal, enrolled->store};
}

bool is_enrolled(const std::string& folder)
{
    return std::filesystem::exists(certificate_path(folder));
}

}  // namespace loyal::link
