#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

namespace loyal::tests {

namespace asio = boost::asio;

inline constexpr std::chrono::seconds task_time_max{20};

/// Runs `io` until the coroutine ends; throws what it throws. Gives up after 20 s.
inline void run_task(asio::io_context& io, asio::awaitable<void> task)
{
    std::exception_ptr failure;
    bool ended = false;
    asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown) {
        failure = std::move(thrown);
        ended = true;
    });
    io.restart();
    const auto deadline = std::chrono::steady_clock::now() + task_time_max;
    while (!ended && io.run_one_until(deadline) != 0) {
    }
    if (!ended) throw std::runtime_error{"the task did not end in time"};
    if (failure) std::rethrow_exception(failure);
}

template <class T>
asio::awaitable<void> keep(asio::awaitable<T> task, std::optional<T>& value)
{
    value.emplace(co_await std::move(task));
}

/// The same for a coroutine with a result.
template <class T>
T run_task(asio::io_context& io, asio::awaitable<T> task)
{
    std::optional<T> value;
    run_task(io, keep(std::move(task), value));
    return std::move(*value);
}

}  // namespace loyal::tests
