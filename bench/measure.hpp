#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <vector>

namespace loyal::bench {

using Clock = std::chrono::steady_clock;

inline double microseconds_since(Clock::time_point start)
{
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

/// The value that `share` (0 … 1) of the samples do not exceed.
inline double percentile(std::vector<double> samples, double share)
{
    std::ranges::sort(samples);
    const auto last = static_cast<double>(samples.size() - 1);
    return samples[static_cast<std::size_t>(share * last)];
}

inline double median(std::vector<double> samples)
{
    return percentile(std::move(samples), 0.5);
}

}  // namespace loyal::bench
