#include "repricing.hpp"

#include <loyal/format/json.hpp>

namespace loyal::head_office {
namespace {

std::string amount(Money money)
{
    return std::to_string(money.minor_units());
}

std::string count(Points points)
{
    return std::to_string(points.count());
}

}  // namespace

std::vector<DifferenceRecord> price_again(const SaleEntry& sale, const PreparedProgramme& programme)
{
    const std::string& id = sale.id.value();
    const auto again = price(sale.basket, programme);
    if (!again) return {{id, "price", to_string(again.error()), amount(sale.priced.total)}};
    std::vector<DifferenceRecord> differences;
    if (again->total != sale.priced.total)
        differences.push_back({id, "total", amount(again->total), amount(sale.priced.total)});
    if (again->points_earned != sale.priced.points_earned)
        differences.push_back(
            {id, "points", count(again->points_earned), count(sale.priced.points_earned)});
    if (again->redeemed_points != sale.priced.redeemed_points)
        differences.push_back(
            {id, "redeemed", count(again->redeemed_points), count(sale.priced.redeemed_points)});
    if (differences.empty() && !(*again == sale.priced))
        differences.push_back({id, "parts", format::to_json(*again), format::to_json(sale.priced)});
    return differences;
}

}  // namespace loyal::head_office
