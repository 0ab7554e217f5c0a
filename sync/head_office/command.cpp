#include "api.hpp"
#include "storage/sqlite_storage.hpp"

#include <loyal/head_office/server.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <charconv>
#include <chrono>
#include <fstream>
#include <stdexcept>

namespace loyal::head_office {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

std::int64_t now_seconds()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

std::uint16_t served_port(const std::string& folder)
{
    std::ifstream file{folder + "/address"};
    std::string what;
    std::uint16_t port = 0;
    while (file >> what >> port)
        if (what == "http") return port;
    throw std::runtime_error{folder + "/address: names no http port"};
}

/// A request to our own server, answered whole: HTTP/1.1 with Connection: close.
CommandAnswer ask(const std::string& folder, const std::string& head, const std::string& body)
{
    const std::string token = load_secrets(folder).api_token;
    asio::io_context io;
    Tcp::socket socket{io};
    socket.connect({asio::ip::address_v4::loopback(), served_port(folder)});
    const std::string request =
        head + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + "Authorization: Bearer " +
        token + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    asio::write(socket, asio::buffer(request));
    std::string reply;
    boost::system::error_code error;
    asio::read(socket, asio::dynamic_buffer(reply), error);
    CommandAnswer answer;
    const auto end = reply.find("\r\n\r\n");
    const auto status = reply.find(' ');
    if (end == std::string::npos || status == std::string::npos)
        throw std::runtime_error{"the running server gave no answer"};
    std::from_chars(reply.data() + status + 1, reply.data() + reply.size(), answer.status);
    answer.body = reply.substr(end + 4);
    return answer;
}

http::Request request_of(const std::string& method, const std::string& target, std::string body)
{
    http::Request request;
    request.method = method == "POST" ? http::Method::post : http::Method::get;
    request.path = target.substr(0, target.find('?'));
    request.body = std::move(body);
    std::string_view query{target};
    query.remove_prefix(std::min(request.path.size() + 1, target.size()));
    while (!query.empty()) {
        const std::string_view part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        const auto equals = part.find('=');
        if (equals != std::string_view::npos)
            request.query.emplace(part.substr(0, equals), part.substr(equals + 1));
    }
    return request;
}

}  // namespace

CommandAnswer command(const std::string& folder,
                      const std::string& method,
                      const std::string& target,
                      const std::string& body)
{
    const FolderLock lock{folder};
    if (!lock.is_held()) return ask(folder, method + " " + target, body);
    const Secrets secrets = load_secrets(folder);
    auto database = open_head_office(database_path(folder));
    SqliteStorage storage{database};
    Programmes programmes;
    const auto response =
        answer({storage, programmes, secrets, now_seconds()}, request_of(method, target, body));
    return {response.status, response.body};
}

}  // namespace loyal::head_office
