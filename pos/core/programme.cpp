#include <loyal/core/programme.hpp>

#include <algorithm>

namespace loyal {

const Tier* Programme::find_tier(const TierCode& code) const noexcept
{
    const auto found = std::ranges::find(tiers, code, &Tier::id);
    return found == tiers.end() ? nullptr : &*found;
}

const Offer* Programme::find_offer(const OfferId& offer) const noexcept
{
    const auto found = std::ranges::find(offers, offer, &Offer::id);
    return found == offers.end() ? nullptr : &*found;
}

}  // namespace loyal
