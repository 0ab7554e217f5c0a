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

/// Runs `io` until the coroutine ends; returns, or throws, what it does. Gives up after 20 s.
template <class T>
T run_task(asio::io_context& io, asio::awaitable<T> task)
{
    std::optional<T> value;
    std::exception_ptr failure;
    bool ended = false;
    asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown, T result) {
        failure = thrown;
        if (!thrown) value.emplace(std::move(result));
        ended = true;
    });
    io.restart();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!ended && std::chrono::steady_clock::now() < deadline) {
        if (io.run_one_until(deadline) == 0) break;
    }
    if (!ended) throw std::runtime_error{"the task did not end in time"};
    if (failure) std::rethrow_exception(failure);
    return std::move(*value);
}

inline void run_task(asio::io_context& io, asio::awaitable<void> task)
{
    std::exception_ptr failure;
    bool ended = false;
    asio::co_spawn(io, std::move(task), [&](std::exception_ptr thrown) {
        failure = thrown;
        ended = true;
    });
    io.restart();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!ended && std::chrono::steady_clock::now() < deadline) {
        if (io.run_one_until(deadline) == 0) break;
    }
    if (!ended) throw std::runtime_error{"the task did not end in time"};
    if (failure) std::rethrow_exception(failure);
}

}  // namespace loyal::tests
