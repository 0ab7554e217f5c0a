#include <loyal/database/store.hpp>

#include <exception>

namespace loyal::database {
namespace {

constexpr int wal_pages_worth_a_checkpoint = 256;      // 1 MiB
constexpr int wal_pages_that_cannot_wait = 16 * 1024;  // 64 MiB: never idle for hours
constexpr std::chrono::milliseconds idle_delay{100};

}  // namespace

Store::Store(Database database, Threading threading)
    : database_{std::move(database)}, threading_{threading}, idle_timer_{thread_}
{
}

Store::~Store()
{
    try {
        close();
    } catch (const std::exception&) {
        std::terminate();  // the thread could not be told to end, and uses this object
    }
}

void Store::close()
{
    asio::post(thread_, [this] { idle_timer_.cancel(); });
    thread_.join();
}

// Runs on the store thread, after the caller was told.
void Store::finished_one()
{
    waiting_.fetch_sub(1, std::memory_order_relaxed);
    if (database_.wal_pages() < wal_pages_worth_a_checkpoint) return;
    last_work_ = std::chrono::steady_clock::now();
    if (database_.wal_pages() >= wal_pages_that_cannot_wait) {
        checkpoint();
    } else if (!idle_timer_armed_) {
        wait_for_idle();
    }
}

void Store::wait_for_idle()
{
    idle_timer_armed_ = true;
    idle_timer_.expires_after(idle_delay);
    idle_timer_.async_wait([this](boost::system::error_code cancelled) {
        idle_timer_armed_ = false;
        if (!cancelled) checkpoint_if_idle();
    });
}

void Store::checkpoint_if_idle()
{
    const bool is_idle = waiting_.load(std::memory_order_relaxed) == 0 &&
                         std::chrono::steady_clock::now() - last_work_ >= idle_delay / 2;
    if (is_idle) {
        checkpoint();
    } else {
        wait_for_idle();
    }
}

void Store::checkpoint()
{
    try {
        database_.checkpoint();
    } catch (const StoreError&) {
        // The log keeps everything that is committed; the next commit reports a failing disk.
    }
}

}  // namespace loyal::database
