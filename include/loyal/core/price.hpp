#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/error.hpp>
#include <loyal/core/priced_basket.hpp>
#include <loyal/core/programme.hpp>

#include <memory>

namespace loyal {

/// A programme made ready for pricing: with an index from items, categories, brands and tags to the
/// offers that can touch them. Built once per programme; immutable; may be shared by threads.
class PreparedProgramme {
public:
    explicit PreparedProgramme(Programme programme);
    PreparedProgramme(PreparedProgramme&&) noexcept;
    PreparedProgramme& operator=(PreparedProgramme&&) noexcept;
    PreparedProgramme(const PreparedProgramme&) = delete;
    PreparedProgramme& operator=(const PreparedProgramme&) = delete;
    ~PreparedProgramme();

    const Programme& programme() const noexcept;
    const class OfferIndex& index() const noexcept;

private:
    struct Parts;
    std::unique_ptr<const Parts> parts_;
};

/// Prices a basket: a pure function of its arguments, the same bytes everywhere.
///
/// The basket names its member, instant, coupons and redemption; see docs/domain.md for the rules.
/// @return the priced basket, or the member of the basket that cannot be priced: a tier that the
///         programme does not have, another currency, amounts beyond Money::limit
/// Thread-safe.
Checked<PricedBasket> price(const Basket& basket, const PreparedProgramme& programme);

}  // namespace loyal
