#include "reader.hpp"

#include <loyal/format/json.hpp>

#include <utility>

namespace loyal::format {
namespace {

Json write(const std::optional<TierCode>& tier, const TierTotals& sums)
{
    return {{"tier", tier ? Json(tier->value()) : Json(nullptr)},
            {"members", sums.members},
            {"sales", sums.sales},
            {"gross", sums.gross},
            {"discount", sums.discount},
            {"redeemed", sums.redeemed_worth},
            {"total", sums.total},
            {"refunded", sums.refunded},
            {"points",
             {{"earned", sums.points_earned},
              {"redeemed", sums.points_redeemed},
              {"taken_back", sums.points_taken_back},
              {"given_back", sums.points_given_back}}}};
}

// The tiers by rank, then sales without a member.
Json write(const Trial& trial)
{
    const Trial::Totals totals = trial.totals();
    Json tiers = Json::array();
    for (const Tier& tier : trial.programme().tiers) {
        tiers.push_back(write(tier.id, totals.at(tier.id)));
    }
    const auto none = totals.find(std::nullopt);
    if (none != totals.end()) tiers.push_back(write(std::nullopt, none->second));
    return {{"programme", trial.programme().id.value()},
            {"version", trial.programme().version},
            {"refused", trial.refused()},
            {"tiers", std::move(tiers)}};
}

}  // namespace

std::string what_if_json(const Trial& against, const Trial& programme)
{
    Json moves = Json::array();
    for (const TierDifference& move : tier_differences(against, programme)) {
        moves.push_back({{"member", move.member.value()},
                         {"against", move.against.value()},
                         {"programme", move.programme.value()}});
    }
    return Json{
        {"against", write(against)}, {"programme", write(programme)}, {"moves", std::move(moves)}}
        .dump();
}

}  // namespace loyal::format
