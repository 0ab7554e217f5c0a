#include <loyal/core/basket.hpp>
#include <loyal/core/priced_basket.hpp>

namespace loyal {

Money net_total(const PricedBasket& priced)
{
    Money sum;
    for (const PricedLine& line : priced.lines) sum += line.net;
    return sum;
}

}  // namespace loyal
