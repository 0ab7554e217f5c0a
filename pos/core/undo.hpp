#pragma once

#include <functional>
#include <utility>
#include <vector>

namespace loyal {

/// What things were before, so that a change of several can be taken back as one.
class Undo {
public:
    /// Remembers the thing as it is. It must stay where it is until clear() or roll_back().
    template <class T>
    T& keep(T& thing)
    {
        steps_.push_back([&thing, before = thing]() mutable { thing = std::move(before); });
        return thing;
    }

    void add(std::function<void()> step) { steps_.push_back(std::move(step)); }

    void roll_back()
    {
        for (; !steps_.empty(); steps_.pop_back()) steps_.back()();
    }
    void clear() noexcept { steps_.clear(); }

private:
    std::vector<std::function<void()>> steps_;
};

}  // namespace loyal
