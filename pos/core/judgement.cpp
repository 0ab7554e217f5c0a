#include "judgement.hpp"

#include <utility>
#include <variant>

namespace loyal {

void Judgement::decline(const Candidate& candidate, std::string condition, Text text)
{
    declined.push_back(
        {candidate.position, {candidate.offer->id, std::move(condition), std::move(text)}});
}

Judgement judge_all(const Occasion& occasion, const OfferIndex& index)
{
    Judgement judgement;
    index.visit(*occasion.basket, [&](std::uint32_t position,
                                      std::span<const std::uint32_t> lines) {
        const Offer& offer = occasion.programme->offers[position];
        Verdict verdict = judge(offer, position, lines, occasion);
        if (auto* refused = std::get_if<Refused>(&verdict)) {
            judgement.declined.push_back(
                {position, {offer.id, std::move(refused->condition), std::move(refused->text)}});
        }
        auto* candidate = std::get_if<Candidate>(&verdict);
        if (candidate == nullptr) return;
        if (std::holds_alternative<PointsReward>(offer.reward)) {
            judgement.points.push_back(std::move(*candidate));
        } else if (std::holds_alternative<GiftReward>(offer.reward)) {
            judgement.gifts.push_back(std::move(*candidate));
        } else {
            judgement.money.push_back(std::move(*candidate));
        }
    });
    return judgement;
}

}  // namespace loyal
