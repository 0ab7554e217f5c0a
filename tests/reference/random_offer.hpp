#pragma once

#include "random_case.hpp"

#include <string>

namespace loyal::reference {

Money any_price(Dice& dice);
ItemSelector any_selector(Dice& dice);
Offer any_offer(Dice& dice, std::string id, std::string layer);

}  // namespace loyal::reference
