#pragma once

#include <compare>
#include <functional>
#include <ostream>
#include <string>
#include <utility>

namespace loyal {

/// A text that identifies one kind of thing and converts to no other kind.
template <class Tag>
class StrongId {
public:
    StrongId() = default;
    explicit StrongId(std::string value) : value_{std::move(value)} {}

    const std::string& value() const noexcept { return value_; }

    friend auto operator<=>(const StrongId&, const StrongId&) = default;
    friend std::ostream& operator<<(std::ostream& out, const StrongId& id)
    {
        return out << id.value_;
    }

private:
    std::string value_;
};

using MemberId = StrongId<struct MemberIdTag>;
using HouseholdId = StrongId<struct HouseholdIdTag>;
using TierCode = StrongId<struct TierCodeTag>;
using OfferId = StrongId<struct OfferIdTag>;
using Sku = StrongId<struct SkuTag>;  ///< the seller's code of an item, often its GTIN
using CampaignId = StrongId<struct CampaignIdTag>;
using CouponCode = StrongId<struct CouponCodeTag>;
using StoreId = StrongId<struct StoreIdTag>;
using TerminalId = StrongId<struct TerminalIdTag>;
using OperatorId = StrongId<struct OperatorIdTag>;
using TransactionId = StrongId<struct TransactionIdTag>;  ///< the receipt code, unique in the chain
using GrantId = StrongId<struct GrantIdTag>;
using ProgrammeId = StrongId<struct ProgrammeIdTag>;

}  // namespace loyal

template <class Tag>
struct std::hash<loyal::StrongId<Tag>> {
    std::size_t operator()(const loyal::StrongId<Tag>& id) const noexcept
    {
        return std::hash<std::string>{}(id.value());
    }
};
