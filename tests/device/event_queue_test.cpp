#include "event_queue.hpp"

#include "support/run_task.hpp"

#include <catch2/catch.hpp>

using namespace loyal::device;

TEST_CASE("Events are handed out in order, and after the end of the queue comes nothing",
          "[device][event_queue]")
{
    asio::io_context io;
    EventQueue queue{io};
    queue.push(DeviceLeft{{"a"}});
    queue.push(DeviceLeft{{"b"}});
    queue.close();
    for (const char* id : {"a", "b"}) {
        const auto event = loyal::tests::run_task(io, queue.next());
        REQUIRE(event);
        CHECK(std::get<DeviceLeft>(*event).device.value == id);
    }
    CHECK_FALSE(loyal::tests::run_task(io, queue.next()));
}

TEST_CASE("A waiting listener gets the event that comes later", "[device][event_queue]")
{
    asio::io_context io;
    EventQueue queue{io};
    asio::post(io, [&queue] { queue.push(DeviceLeft{{"late"}}); });
    const auto event = loyal::tests::run_task(io, queue.next());
    REQUIRE(event);
    CHECK(std::get<DeviceLeft>(*event).device.value == "late");
}

TEST_CASE("Nobody's events do not pile up over the limit", "[device][event_queue]")
{
    asio::io_context io;
    EventQueue queue{io};
    for (std::size_t i = 0; i <= EventQueue::size_max; ++i) queue.push(DeviceLeft{{"x"}});
    queue.close();
    std::size_t count = 0;
    while (loyal::tests::run_task(io, queue.next())) ++count;
    CHECK(count == EventQueue::size_max);
}
