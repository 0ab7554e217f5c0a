#include "agreement.hpp"

#include <functional>
#include <utility>
#include <vector>

namespace loyal::reference {
namespace {

using Change = std::function<void(Case&)>;

/// The case after the change, if it is another one that still differs.
bool keep_if_different(Case& it, const Change& change)
{
    Case smaller = it;
    change(smaller);
    if (smaller.basket.lines.empty() || !difference(smaller)) return false;
    it = std::move(smaller);
    return true;
}

/// Drops entries of a list while the case differs.
template <class List>
bool shrink_list(Case& it, const std::function<List&(Case&)>& list_of)
{
    bool changed = false;
    for (std::size_t i = list_of(it).size(); i-- > 0;) {
        changed |= keep_if_different(it, [&](Case& smaller) {
            List& list = list_of(smaller);
            list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
        });
    }
    return changed;
}

/// Puts a part back to its default, if it is not that already.
template <class Part>
bool shrink_optional(Case& it, const std::function<std::optional<Part>&(Case&)>& part_of)
{
    if (!part_of(it)) return false;
    return keep_if_different(it, [&](Case& smaller) { part_of(smaller).reset(); });
}

bool shrink_line(Case& it, std::size_t i)
{
    bool changed = false;
    if (it.basket.lines[i].quantity > Quantity::pieces(1) && it.basket.lines[i].quantity.is_whole())
        changed |= keep_if_different(it, [i](Case& smaller) {
            Quantity& quantity = smaller.basket.lines[i].quantity;
            quantity = quantity - Quantity::pieces(1);
        });
    if (it.basket.lines[i].no_discount)
        changed |= keep_if_different(
            it, [i](Case& smaller) { smaller.basket.lines[i].no_discount = false; });
    if (!it.basket.lines[i].tags.empty())
        changed |=
            keep_if_different(it, [i](Case& smaller) { smaller.basket.lines[i].tags.clear(); });
    return changed;
}

bool shrink_offer(Case& it, std::size_t i)
{
    bool changed = false;
    const auto offer = [i](Case& of) -> Offer& { return of.programme.offers[i]; };
    if (offer(it).exclusive)
        changed |= keep_if_different(it, [&](Case& smaller) { offer(smaller).exclusive = false; });
    if (!offer(it).items.selects_every_line())
        changed |= keep_if_different(it, [&](Case& smaller) { offer(smaller).items = {}; });
    changed |= shrink_optional<Points>(
        it, [&](Case & of) -> auto& { return offer(of).cost; });
    changed |= shrink_optional<std::int64_t>(
        it, [&](Case & of) -> auto& { return offer(of).limit.per_basket; });
    changed |= shrink_optional<std::int64_t>(
        it, [&](Case & of) -> auto& { return offer(of).limit.per_member; });
    changed |= shrink_optional<std::int64_t>(
        it, [&](Case & of) -> auto& { return offer(of).limit.units; });
    changed |= shrink_optional<Money>(
        it, [&](Case & of) -> auto& { return offer(of).when.min_spend; });
    changed |= shrink_optional<CampaignId>(
        it, [&](Case & of) -> auto& { return offer(of).when.coupon; });
    if (auto* bundle = std::get_if<BundleReward>(&offer(it).reward);
        bundle != nullptr && bundle->slots.size() > 1)
        changed |= keep_if_different(it, [&](Case& smaller) {
            std::get<BundleReward>(offer(smaller).reward).slots.pop_back();
        });
    return changed;
}

bool shrink_rest(Case& it)
{
    bool changed = false;
    changed |= shrink_optional<MemberSnapshot>(
        it, [](Case & of) -> auto& { return of.basket.member; });
    changed |= shrink_optional<TenderType>(
        it, [](Case & of) -> auto& { return of.basket.tender; });
    changed |= shrink_optional<RedeemRule>(
        it, [](Case & of) -> auto& { return of.programme.points.redeem; });
    changed |= shrink_list<std::vector<CouponInBasket>>(
        it, [](Case & of) -> auto& { return of.basket.coupons; });
    changed |= shrink_list<std::vector<Tender>>(
        it, [](Case & of) -> auto& { return of.basket.tenders; });
    changed |= shrink_list<std::vector<OfferId>>(
        it, [](Case & of) -> auto& { return of.basket.without; });
    changed |= shrink_list<std::vector<OfferId>>(
        it, [](Case & of) -> auto& { return of.basket.redeem.offers; });
    return changed;
}

}  // namespace

Case shrunk(Case it)
{
    bool changed = true;
    while (changed) {
        changed = shrink_list<std::vector<Offer>>(
            it, [](Case & of) -> auto& { return of.programme.offers; });
        changed |= shrink_list<std::vector<LineItem>>(
            it, [](Case & of) -> auto& { return of.basket.lines; });
        for (std::size_t i = 0; i < it.basket.lines.size(); ++i) changed |= shrink_line(it, i);
        for (std::size_t i = 0; i < it.programme.offers.size(); ++i) changed |= shrink_offer(it, i);
        changed |= shrink_rest(it);
    }
    return it;
}

}  // namespace loyal::reference
