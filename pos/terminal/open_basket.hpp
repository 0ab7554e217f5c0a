#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/calendar.hpp>
#include <loyal/core/programme.hpp>
#include <loyal/store/session.hpp>

#include <optional>
#include <string>
#include <vector>

namespace loyal::terminal {

/// A line as the cashier sees it: what core needs, and what it is called.
struct OpenLine {
    LineItem item;
    Text names;
    Money list_price;  ///< the item's own; the POS may charge another
};

/// What is being rung up. Every change makes a new revision; the old one stays for undo.
struct OpenBasket {
    std::string id;
    std::int64_t revision = 1;
    std::int64_t before = 0;  ///< the revision that undo goes back to
    Instant opened_at;
    std::optional<Instant> suspended_at;  ///< none: open
    std::optional<std::string> channel;
    std::vector<OpenLine> lines;
    std::optional<LineNumber> current_line;
    std::optional<MemberId> member;
    std::vector<CouponInBasket> coupons;
    RedeemRequest redeem;

    bool is_suspended() const { return suspended_at.has_value(); }
    OpenLine* find_line(LineNumber line);

    /// Adds merchandise: to a line of the same item and price where pieces count, else as a new
    /// line. It becomes the current one. @return false if lines_max is reached
    bool add(OpenLine line);
};

store::StoredBasket to_stored(const OpenBasket& basket);
/// Nothing for a content that this release does not read.
std::optional<OpenBasket> from_stored(const store::StoredBasket& stored);

}  // namespace loyal::terminal
