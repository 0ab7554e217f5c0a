#include "link_bench.hpp"
#include "support/head_office_child.hpp"

#include <csignal>

using namespace loyal;
using namespace loyal::link;

TEST_CASE(
    "Killed in the middle of a backlog, again and again, head office loses and doubles "
    "nothing",
    "[link][kill]")
{
    HeadOfficeFolder office;
    const std::string folder = office.scratch.file("till");
    const std::string token = office.token("S001-T1");
    tests::HeadOfficeChild child{LOYAL_HQ, office.folder};
    child.start();
    enrol("127.0.0.1", child.port(), token, folder);
    Till till{folder, child.port()};
    till.sell(4'000);
    till.start();
    std::int64_t before = 0;
    int kills = 0;
    while (kills < 6) {
        const auto acknowledged = [&] { return 4'000 - till.unsent(); };
        REQUIRE(till.run_until([&] { return acknowledged() > before || till.unsent() == 0; }));
        if (till.unsent() == 0) break;
        before = acknowledged();
        child.stop(SIGKILL);
        ++kills;
        child.start();
        till.link().send_now();
    }
    CHECK(kills > 0);
    REQUIRE(till.run_until([&] { return till.unsent() == 0; }, std::chrono::seconds{60}));
    CHECK(office.sales() == 4'000);
    CHECK(office.get("/v1/verify")["differences"].empty());
}
