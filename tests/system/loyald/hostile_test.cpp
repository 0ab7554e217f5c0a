#include "system/loyald/daemon.hpp"

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>

using namespace loyal;
using loyal::tests::Daemon;
using loyal::tests::run_loyald;

namespace {

std::string get(const std::string& path, const std::string& headers)
{
    return "GET " + path + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n";
}

std::string status_of(const std::string& answer)
{
    return answer.substr(0, answer.find('\r'));
}

}  // namespace

TEST_CASE("Nobody reads or sells without the token, or from a foreign page", "[system][hostile]")
{
    Daemon till;
    const std::string host = "Host: 127.0.0.1\r\n";
    const std::string bearer = "Authorization: Bearer " + till.token() + "\r\n";
    CHECK(status_of(till.raw(get("/v1/status", host))) == "HTTP/1.1 401 Unauthorized");
    CHECK(status_of(till.raw(get("/v1/status", host + "Authorization: Bearer x\r\n"))) ==
          "HTTP/1.1 401 Unauthorized");
    CHECK(status_of(till.raw(get("/v1/status", host + bearer))) == "HTTP/1.1 200 OK");
    CHECK(status_of(till.raw(get("/v1/status", "Host: evil.example\r\n" + bearer))) ==
          "HTTP/1.1 421 Misdirected Request");
    CHECK(
        status_of(till.raw(get("/v1/status", host + bearer + "Origin: http://evil.example\r\n"))) ==
        "HTTP/1.1 403 Forbidden");
    CHECK(status_of(till.raw(get("/v1/events", host + "Upgrade: websocket\r\n"))) !=
          "HTTP/1.1 101 Switching Protocols");
    // The pages' cookie is as good as the token, and only for this site.
    const std::string cookie = "Cookie: theme=dark; loyald=" + till.token() + "\r\n";
    CHECK(status_of(till.raw(get("/v1/status", host + cookie))) == "HTTP/1.1 200 OK");
}

TEST_CASE("Garbage and excess are answered or cut, and the till goes on", "[system][hostile]")
{
    Daemon till;
    till.raw(std::string(70'000, '\xff'));
    till.raw("POST /v1/price HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n");
    const auto deep = till.call("POST", "/v1/price", nullptr, "k");
    CHECK(deep.status == 400);
    CHECK(till.call("GET", "/v1/status").status == 200);
    const std::string nested(2'000, '[');
    const std::string head =
        "POST /v1/price HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: "
        "Bearer " +
        till.token() + "\r\nContent-Length: 2000\r\n\r\n";
    CHECK(status_of(till.raw(head + nested)) == "HTTP/1.1 400 Bad Request");
    CHECK(till.call("GET", "/v1/baskets/%2e%2e%2fstatus").status == 404);
    CHECK(till.stop(SIGTERM) == 0);
}

TEST_CASE("The token is for the daemon's user and group only", "[system][hostile]")
{
    Daemon till;
    struct stat file {};
    REQUIRE(::stat((till.state() + "/api-token").c_str(), &file) == 0);
    CHECK((file.st_mode & 0777) == 0640);
}

TEST_CASE("Two daemons do not share a state folder", "[system]")
{
    Daemon till;
    const auto second = run_loyald({"--config", till.config()});
    CHECK(second.exit_code == 1);
    CHECK(second.output.find("another loyald is running there") != std::string::npos);
}

TEST_CASE("Every mistake of a configuration is named with its line", "[system][config]")
{
    tests::TemporaryFolder folder;
    const std::string path = folder.file("loyald.toml");
    std::ofstream{path} << "state = 5\n"
                           "terminal = \"S001-T1\"\n"
                           "colour = \"red\"\n"
                           "[listen]\n"
                           "port = 70000\n"
                           "[printer]\n"
                           "address = \"lpt1\"\n";
    const auto checked = run_loyald({"--check-config", "--config", path});
    CHECK(checked.exit_code == 2);
    CHECK(checked.output ==
          path + ":1: state: must be a text\n" + path + ":1: store: is missing\n" + path +
              ":5: listen.port: must be a number from -1 to 65535\n" + path +
              ":7: printer.address: must be file:/path, tcp:host:port, usb or usb:vid:pid\n" +
              path + ":3: colour: is not known here\n");
    CHECK(run_loyald({"--check-config", "--config", folder.file("none.toml")}).exit_code == 2);
    CHECK(run_loyald({"--version"}).output == "loyald 0.1.0\n");
}
