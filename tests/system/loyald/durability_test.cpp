#include "system/loyald/daemon.hpp"

#include <loyal/store/open.hpp>
#include <loyal/store/reports.hpp>
#include <loyal/store/verify.hpp>

#include <catch2/catch.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/mount.h>
#include <time.h>
#include <unistd.h>

using namespace loyal;
using loyal::tests::Daemon;
using nlohmann::json;

namespace {

const std::string current = "/v1/baskets/current";

json tender_body(Daemon& till, std::string& path)
{
    const json seen = till.call("GET", current).json;
    path = "/v1/baskets/" + seen["id"].get<std::string>() + "/tender";
    return {{"revision", seen["revision"]},
            {"total", seen["due"]["other"]},
            {"tenders", {{{"type", "card"}, {"amount", seen["due"]["other"]}}}}};
}

}  // namespace

TEST_CASE("A kill in the middle of a sale loses nothing and sells nothing twice",
          "[system][durability]")
{
    constexpr int rounds = 25;
    Daemon till;
    for (int i = 0; i < rounds; ++i) {
        INFO("round " << i);
        REQUIRE(till.call("POST", current + "/scan", {{"label", "6901234500024"}}).status == 200);
        std::string path;
        const json body = tender_body(till, path);
        const std::string key = "sale-" + std::to_string(i);
        till.send_only("POST", path, body, key);
        // From at once to 5 ms after: before, within and after the commit.
        const timespec pause{0, i * 200'000};
        ::nanosleep(&pause, nullptr);
        REQUIRE(till.stop(SIGKILL) == -SIGKILL);
        till.start();
        const auto answer = till.call("POST", path, body, key);
        INFO(answer.body);
        REQUIRE(answer.status == 201);
        CHECK(till.call("POST", path, body, key).body == answer.body);
    }
    CHECK(till.call("GET", "/v1/transactions?limit=500").json.size() == rounds);
    CHECK(till.stop(SIGTERM) == 0);
    auto reader = store::open_reader(till.state() + "/loyald.db");
    CHECK(store::verify(reader).empty());
}

TEST_CASE("What is in the basket survives a kill", "[system][durability]")
{
    Daemon till;
    till.call("POST", current + "/scan", {{"label", "6901234500024"}});
    const auto before = till.call("POST", current + "/scan", {{"label", "29001234"}}, "card");
    till.stop(SIGKILL);
    till.start();
    const json basket = till.call("GET", current).json;
    CHECK(basket["lines"].size() == 1);
    CHECK(basket["member"]["id"] == "M0000001");
    CHECK(till.call("POST", current + "/scan", {{"label", "29001234"}}, "card").body ==
          before.body);
}

namespace {

/// A small disk of its own, which an unprivileged daemon can fill up.
class SmallDisk {
public:
    SmallDisk() : path_{folder_.file("disk")}
    {
        std::filesystem::create_directory(path_);
        std::filesystem::permissions(folder_.file("."), std::filesystem::perms{0755});
        if (::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=2m,mode=0777") != 0) path_.clear();
    }
    ~SmallDisk()
    {
        if (!path_.empty()) ::umount2(path_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    const std::string& path() const { return path_; }
    void fill()
    {
        std::ofstream file{path_ + "/ballast", std::ios::app};
        const std::string block(4096, 'x');
        while (file.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
        }
    }
    void make_room() { std::filesystem::remove(path_ + "/ballast"); }

private:
    tests::TemporaryFolder folder_;
    std::string path_;
};

}  // namespace

TEST_CASE("On a full disk the running sale is finished and no new one starts",
          "[system][durability]")
{
    if (::geteuid() != 0) {
        WARN("needs root for a disk of its own");
        return;
    }
    SmallDisk disk;
    if (disk.path().empty()) {
        WARN("this machine allows no mount");
        return;
    }
    Daemon till{disk.path() + "/state", {"--reuid=65534", "--regid=65534", "--clear-groups"}};
    REQUIRE(till.call("POST", current + "/scan", {{"label", "6901234500024"}}).status == 200);
    disk.fill();
    std::string path;
    const json body = tender_body(till, path);
    const auto sold = till.call("POST", path, body, "running");
    INFO(sold.body);
    CHECK(sold.status == 201);

    disk.fill();
    // A few pages may still fit into the log; then the reserve is gone and nothing starts.
    Daemon::Answer refused;
    for (int i = 0; i < 200 && refused.status != 503; ++i) {
        refused = till.call("POST", "/v1/baskets", json::object());
        disk.fill();
    }
    CHECK(refused.status == 503);
    CHECK(refused.json["error"]["code"] == "disk_full");
    CHECK(till.call("GET", "/v1/status").json["disk"]["state"] == "full");
    CHECK(till.call("POST", path, body, "running").body == sold.body);

    disk.make_room();
    CHECK(till.call("POST", current + "/scan", {{"label", "6901234500024"}}).status == 200);
    CHECK(till.call("GET", "/v1/status").json["disk"]["state"] == "ok");
    REQUIRE(till.stop(SIGTERM) == 0);
    auto reader = store::open_reader(till.state() + "/loyald.db");
    CHECK(store::verify(reader).empty());
}
