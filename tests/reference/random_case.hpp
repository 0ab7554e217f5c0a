#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/programme.hpp>

#include <cstdint>
#include <initializer_list>
#include <utility>

namespace loyal::reference {

/// Numbers from a seed, the same everywhere (SplitMix64 by Steele, Lea and Flood, OOPSLA 2014).
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_{seed} {}

    /// 0 to count − 1
    std::size_t below(std::size_t count);
    bool chance(int percent) { return below(100) < static_cast<std::size_t>(percent); }
    template <class T>
    T one_of(std::initializer_list<T> values)
    {
        return values.begin()[below(values.size())];
    }

private:
    std::uint64_t state_;
};

/// A programme and a basket for it.
struct Case {
    Programme programme;
    Basket basket;
};

/// A small case: equal prices, zeros, limits and exclusive offers are likely. The same seed gives
/// the same case forever.
Case random_case(std::uint64_t seed);

}  // namespace loyal::reference
