#pragma once

#include <loyal/database/database.hpp>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <concepts>
#include <exception>
#include <optional>
#include <type_traits>
#include <utility>

namespace loyal::database {

namespace asio = boost::asio;

/// A database and the one thread that may touch it. Work runs in the order it was submitted.
///
/// The thread also checkpoints the write-ahead log, when it has been idle for a moment and off
/// the path of any commit. Destroy the store (or close() it) before the io_context of its callers.
class Store {
public:
    enum class Threading {
        own_thread,
        in_caller,  ///< run() does the work at once where it is called: for tests, simulation
    };

    explicit Store(Database database, Threading threading = Threading::own_thread);
    explicit Store(const OpenOptions& options, Threading threading = Threading::own_thread)
        : Store{Database{options}, threading}
    {
    }
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Runs `work` on the store thread and resumes the caller on its own executor with the
    /// result, which may be void. Work that was submitted is never cancelled or dropped, even if
    /// its caller is: a sale commits or fails, nothing else. @throws whatever `work` throws.
    template <std::invocable<Database&> Work>
    asio::awaitable<std::invoke_result_t<Work&, Database&>> run(Work work);

    /// Finishes the work already submitted and ends the thread. Called by the destructor.
    void close();

private:
    struct Nothing {};
    template <class Work>
    static auto invoke(Work& work, Database& database);

    void finished_one();
    void wait_for_idle();
    void checkpoint_if_idle();
    void checkpoint();

    Database database_;
    Threading threading_;
    std::atomic<int> waiting_{0};  // submitted and not finished
    bool idle_timer_armed_ = false;
    std::chrono::steady_clock::time_point last_work_;
    asio::thread_pool thread_{1};
    asio::steady_timer idle_timer_;
};

template <class Work>
auto Store::invoke(Work& work, Database& database)
{
    if constexpr (std::is_void_v<std::invoke_result_t<Work&, Database&>>) {
        work(database);
        return Nothing{};
    } else {
        return work(database);
    }
}

template <std::invocable<Database&> Work>
asio::awaitable<std::invoke_result_t<Work&, Database&>> Store::run(Work work)
{
    using Value = std::optional<decltype(invoke(work, std::declval<Database&>()))>;
    if (threading_ == Threading::in_caller) co_return work(database_);

    auto start = [this](auto handler, Work submitted) {
        waiting_.fetch_add(1, std::memory_order_relaxed);
        auto home = asio::make_work_guard(asio::get_associated_executor(handler));
        asio::post(thread_, [this, home = std::move(home), handler = std::move(handler),
                             submitted = std::move(submitted)]() mutable {
            Value value;
            std::exception_ptr failure;
            try {
                value.emplace(invoke(submitted, database_));
            } catch (...) {
                failure = std::current_exception();
            }
            asio::post(home.get_executor(),
                       [handler = std::move(handler), failure, value = std::move(value)]() mutable {
                           std::move(handler)(failure, std::move(value));
                       });
            finished_one();
        });
    };
    Value value = co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                                void(std::exception_ptr, Value)>(
        std::move(start), asio::use_awaitable, std::move(work));
    if constexpr (!std::is_void_v<std::invoke_result_t<Work&, Database&>>) {
        co_return std::move(*value);
    }
}

}  // namespace loyal::database
