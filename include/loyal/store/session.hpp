#pragma once

#include <loyal/store/journal.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// Open baskets. They survive the daemon's death, not the till's: no write here waits for the disk.
namespace loyal::store {

/// One version of a basket; `content` is the terminal's own form of it.
struct StoredBasket {
    std::string id;
    std::int64_t revision = 1;
    std::int64_t before = 0;  ///< the revision that undo goes back to; 0: none
    std::string content;
};

/// How many versions of a basket are kept for undo.
inline constexpr std::int64_t basket_revisions_max = 100;

/// Keeps a version, and its call's answer if there is one.
void save_basket(Database& database,
                 const StoredBasket& basket,
                 const std::optional<Answer>& answer);
std::optional<StoredBasket> basket_version(Database& database,
                                           const std::string& id,
                                           std::int64_t revision);
/// The latest version, unless the basket was sold or dropped.
std::optional<StoredBasket> find_basket(Database& database, const std::string& id);
/// The latest version of every basket that is neither sold nor dropped.
std::vector<StoredBasket> open_baskets(Database& database);
void drop_basket(Database& database, const std::string& id, const std::optional<Answer>& answer);
/// Keeps the answer of a call that records nothing.
void keep_session_answer(Database& database, const Answer& answer);

}  // namespace loyal::store
