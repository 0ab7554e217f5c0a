#pragma once

#include <compare>
#include <cstdint>
#include <ostream>
#include <stdexcept>

namespace loyal {

/// A share of an amount in hundredths of a percent: 1250 is 12.5 %.
enum class BasisPoints : std::int32_t {};

constexpr std::int32_t raw(BasisPoints rate) noexcept
{
    return static_cast<std::int32_t>(rate);
}

/// What happens to the part of an amount below one minor unit.
enum class Rounding {
    half_up,    ///< to the nearest, ties away from zero (四舍五入)
    half_even,  ///< to the nearest, ties to the even neighbour
    down,       ///< towards zero
};

/// amount × numerator ÷ denominator, taken in 128 bits and rounded once.
/// @pre denominator > 0; @throws std::overflow_error if the answer leaves 64 bits
std::int64_t scale(std::int64_t amount,
                   std::int64_t numerator,
                   std::int64_t denominator,
                   Rounding rounding);

/// A count of merchandise in thousandths: one piece is 1000, 0.350 kg is 350.
class Quantity {
public:
    static constexpr std::int64_t limit = 1'000'000'000;  // a million pieces

    constexpr Quantity() = default;

    /// @throws std::overflow_error beyond ±limit
    static constexpr Quantity thousandths(std::int64_t count)
    {
        if (count > limit || count < -limit) throw std::overflow_error{"Quantity: beyond limit"};
        return Quantity{count};
    }
    static constexpr Quantity pieces(std::int64_t count)
    {
        if (count > limit / 1000 || count < -limit / 1000)
            throw std::overflow_error{"Quantity: beyond limit"};
        return Quantity{count * 1000};
    }

    constexpr std::int64_t in_thousandths() const noexcept { return count_; }
    constexpr bool is_whole() const noexcept { return count_ % 1000 == 0; }

    friend constexpr Quantity operator+(Quantity a, Quantity b)
    {
        return thousandths(a.count_ + b.count_);
    }
    friend constexpr Quantity operator-(Quantity a, Quantity b)
    {
        return thousandths(a.count_ - b.count_);
    }
    friend constexpr auto operator<=>(Quantity, Quantity) = default;
    friend std::ostream& operator<<(std::ostream& out, Quantity quantity)
    {
        return out << quantity.count_;
    }

private:
    explicit constexpr Quantity(std::int64_t count) noexcept : count_{count} {}

    std::int64_t count_ = 0;
};

/// An amount of the programme's currency in minor units (fen, cents); negative for refunds.
///
/// Exact: there is no conversion to or from floating point. Amounts stay within ±limit, so
/// the sum of two never overflows 64 bits. @throws std::overflow_error beyond the limit.
class Money {
public:
    static constexpr std::int64_t limit = 1'000'000'000'000;  // ten thousand million major units

    constexpr Money() = default;

    static constexpr Money minor(std::int64_t units)
    {
        if (units > limit || units < -limit) throw std::overflow_error{"Money: beyond limit"};
        return Money{units};
    }

    constexpr std::int64_t minor_units() const noexcept { return units_; }

    friend constexpr Money operator+(Money a, Money b) { return minor(a.units_ + b.units_); }
    friend constexpr Money operator-(Money a, Money b) { return minor(a.units_ - b.units_); }
    friend constexpr Money operator-(Money a) noexcept { return Money{-a.units_}; }
    friend constexpr Money& operator+=(Money& a, Money b) { return a = a + b; }
    friend constexpr Money& operator-=(Money& a, Money b) { return a = a - b; }
    friend constexpr auto operator<=>(Money, Money) = default;
    friend std::ostream& operator<<(std::ostream& out, Money amount)
    {
        return out << amount.units_;
    }

    /// This share of the amount.
    Money share(BasisPoints rate, Rounding rounding = Rounding::half_up) const
    {
        return minor(scale(units_, raw(rate), 10'000, rounding));
    }

    /// The extended amount of a line: this price for one piece, times the quantity.
    Money times(Quantity quantity, Rounding rounding = Rounding::half_up) const
    {
        return minor(scale(units_, quantity.in_thousandths(), 1000, rounding));
    }

private:
    explicit constexpr Money(std::int64_t units) noexcept : units_{units} {}

    std::int64_t units_ = 0;
};

/// A whole number of loyalty points; negative when they are taken back.
class Points {
public:
    static constexpr std::int64_t limit = 1'000'000'000'000;

    constexpr Points() = default;

    /// @throws std::overflow_error beyond ±limit
    static constexpr Points of(std::int64_t count)
    {
        if (count > limit || count < -limit) throw std::overflow_error{"Points: beyond limit"};
        return Points{count};
    }

    constexpr std::int64_t count() const noexcept { return count_; }

    friend constexpr Points operator+(Points a, Points b) { return of(a.count_ + b.count_); }
    friend constexpr Points operator-(Points a, Points b) { return of(a.count_ - b.count_); }
    friend constexpr Points operator-(Points a) noexcept { return Points{-a.count_}; }
    friend constexpr Points& operator+=(Points& a, Points b) { return a = a + b; }
    friend constexpr Points& operator-=(Points& a, Points b) { return a = a - b; }
    friend constexpr auto operator<=>(Points, Points) = default;
    friend std::ostream& operator<<(std::ostream& out, Points points)
    {
        return out << points.count_;
    }

private:
    explicit constexpr Points(std::int64_t count) noexcept : count_{count} {}

    std::int64_t count_ = 0;
};

}  // namespace loyal
