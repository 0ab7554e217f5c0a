#pragma once

#include "open_basket.hpp"

#include <loyal/core/price.hpp>
#include <loyal/core/priced_basket.hpp>
#include <loyal/store/members.hpp>
#include <loyal/terminal/till.hpp>

#include <map>
#include <memory>
#include <optional>

namespace loyal::terminal {

/// Programmes made ready for pricing, each prepared once.
class Programmes {
public:
    /// @throws Refusal if no programme has arrived yet
    const PreparedProgramme& current(database::Database& database);
    /// The version that priced an older sale. @throws Refusal
    const PreparedProgramme& version(database::Database& database, std::int64_t version);

private:
    static constexpr std::size_t kept_max = 4;
    std::map<std::int64_t, PreparedProgramme> prepared_;
};

/// What may be redeemed in a basket on this till now.
struct RedeemRoom {
    Points suggested;
    Points most;
    bool is_allowed = false;
    std::optional<Text> reason;  ///< why not
};

/// A basket with everything that is shown of it and everything that its sale would record.
struct ShownBasket {
    OpenBasket open;
    Basket basket;
    PricedBasket priced;
    Money due_cash;
    Money due_other;
    BusinessDate date{};
    const Programme* rules = nullptr;  ///< that priced it; lives as long as the call
    std::optional<store::KnownMember> member;
    std::vector<store::HeldRight> rights;
    RedeemRoom redeem;
};

/// What pricing needs besides the basket.
struct PricingSources {
    database::Database& database;
    const PreparedProgramme& programme;
    const TillOptions& options;
    const Situation& situation;
};

/// The basket as core prices it, at the situation's instant. @throws Refusal if it has no price
ShownBasket show(const PricingSources& sources, const OpenBasket& open);
/// The same, paid by these tenders.
PricedBasket price_tendered(const PricingSources& sources,
                            const ShownBasket& shown,
                            const std::vector<Tender>& tenders);
/// @throws Refusal instead of returning an error
PricedBasket price_or_refuse(const Basket& basket, const PreparedProgramme& programme);

}  // namespace loyal::terminal
