#pragma once

#include "layer.hpp"

#include <cstdint>
#include <vector>

namespace loyal {

/// What the offers took off a basket, all layers together.
struct Discounts {
    struct LineOff {
        std::uint32_t line = 0;  ///< index of the basket's line
        std::int64_t off = 0;
    };
    struct Part {
        const Candidate* candidate = nullptr;
        std::int64_t applications = 0;
        std::int64_t units = 0;
        std::int64_t off = 0;
        std::vector<LineOff> off_by_line;  ///< ascending lines
    };
    std::vector<Part> parts;  ///< in the order of their layers, then of the programme
    Units units;              ///< what is left to pay after all layers
    std::int64_t off = 0;
    bool optimal = true;
};

/// Works the layers in order and weighs which exclusive offers take part.
///
/// @param candidates applicable offers that take money off, in programme order
Discounts discount(const std::vector<Candidate>& candidates,
                   const Basket& basket,
                   const Programme& programme);

/// What the offer alone would take off the undiscounted basket.
std::int64_t alone(const Candidate& candidate, const Basket& basket, const Programme& programme);

}  // namespace loyal
