#pragma once

#include <loyal/core/priced_basket.hpp>

#include <map>
#include <string>
#include <vector>

namespace loyal::reference {

/// What a line of the basket comes to.
struct LineAnswer {
    Money net;
    Money redeemed;
    Points points;
    std::map<OfferId, Money> off;  ///< by offer, all of its applications together

    friend bool operator==(const LineAnswer&, const LineAnswer&) = default;
};

struct AppliedAnswer {
    std::int64_t applications = 0;
    Money off;

    friend bool operator==(const AppliedAnswer&, const AppliedAnswer&) = default;
};

/// The amounts on which the reference and the engine must agree.
struct Answer {
    Money gross;
    Money discount;
    Points redeemed_points;
    Money redeemed;
    Money cash_rounding;
    Money total;
    Points earned;
    std::vector<LineAnswer> lines;
    std::map<OfferId, AppliedAnswer> applied;  ///< of offers that take money off
    std::map<OfferId, Quantity> gifts;
    std::vector<bool> coupons_used;  ///< in the basket's order

    friend bool operator==(const Answer&, const Answer&) = default;
};

/// The same amounts of what the engine priced.
Answer answer_of(const PricedBasket& priced);

/// As JSON, to read.
std::string to_json(const Answer& answer);

}  // namespace loyal::reference
