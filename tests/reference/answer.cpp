#include "answer.hpp"

#include <nlohmann/json.hpp>

namespace loyal::reference {

Answer answer_of(const PricedBasket& priced)
{
    Answer answer{priced.gross,
                  priced.discount,
                  priced.redeemed_points,
                  priced.redeemed_worth,
                  priced.cash_rounding,
                  priced.total,
                  priced.points_earned,
                  {},
                  {},
                  {},
                  {}};
    for (const PricedLine& line : priced.lines) {
        if (line.gift) {
            answer.gifts[*line.gift] = answer.gifts[*line.gift] + line.quantity;
            continue;
        }
        LineAnswer one{line.net, line.redeemed, line.points, {}};
        for (const Why& why : line.why) {
            if (why.offer) one.off[*why.offer] += why.off;
        }
        std::erase_if(one.off, [](const auto& entry) { return entry.second == Money{}; });
        answer.lines.push_back(std::move(one));
    }
    for (const AppliedOffer& applied : priced.applied) {
        if (applied.off) answer.applied[applied.offer] = {applied.applications, *applied.off};
    }
    for (const CouponOutcome& coupon : priced.coupons) answer.coupons_used.push_back(coupon.used);
    return answer;
}

std::string to_json(const Answer& answer)
{
    nlohmann::ordered_json json;
    json["gross"] = answer.gross.minor_units();
    json["discount"] = answer.discount.minor_units();
    json["redeemed_points"] = answer.redeemed_points.count();
    json["redeemed"] = answer.redeemed.minor_units();
    json["cash_rounding"] = answer.cash_rounding.minor_units();
    json["total"] = answer.total.minor_units();
    json["earned"] = answer.earned.count();
    for (const LineAnswer& line : answer.lines) {
        nlohmann::ordered_json one;
        one["net"] = line.net.minor_units();
        one["redeemed"] = line.redeemed.minor_units();
        one["points"] = line.points.count();
        for (const auto& [offer, off] : line.off) one["off"][offer.value()] = off.minor_units();
        json["lines"].push_back(std::move(one));
    }
    for (const auto& [offer, applied] : answer.applied) {
        json["applied"][offer.value()]["applications"] = applied.applications;
        json["applied"][offer.value()]["off"] = applied.off.minor_units();
    }
    for (const auto& [offer, quantity] : answer.gifts)
        json["gifts"][offer.value()] = quantity.in_thousandths();
    json["coupons_used"] = answer.coupons_used;
    return json.dump();
}

}  // namespace loyal::reference
