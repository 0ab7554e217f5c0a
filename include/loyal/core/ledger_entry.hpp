#pragma once

#include <loyal/core/basket.hpp>
#include <loyal/core/entry.hpp>
#include <loyal/core/member_state.hpp>
#include <loyal/core/priced_basket.hpp>
#include <loyal/core/review.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What a ledger is told, an entry at a time, and what it answers.
namespace loyal::ledger {

struct Enrol {
    Instant at;
    MemberId member;
    std::optional<Date> birthday;
    std::optional<MemberId> referrer;
};

/// A basket whose member, if any, is named by id alone: the ledger knows the rest.
struct Sale {
    TransactionId id;
    Basket basket;
};

struct Return {
    TransactionId id;
    TransactionId of;
    Instant at;
    std::vector<ReturnedLine> lines;  ///< empty: everything not yet returned
    bool is_void = false;
};

/// A return and a sale in one transaction, at the basket's instant.
struct Exchange {
    TransactionId id;
    TransactionId of;
    std::vector<ReturnedLine> lines;
    Basket basket;
};

struct Adjust {
    Instant at;
    MemberId member;
    Points points;  ///< negative: taken away
    std::string reason;
    std::string by;
};

/// A tier by hand: a floor until its last day.
struct SetTier {
    Instant at;
    MemberId member;
    TierFloor floor;
};

struct Merge {
    Instant at;
    MemberId from;
    MemberId into;
};

struct ChangeHousehold {
    Instant at;
    HouseholdId household;
    MemberId member;
    bool joins = true;  ///< else leaves
};

/// Money paid onto a stored-value card, which the first recharge opens.
struct Recharge {
    TransactionId id;
    Instant at;
    std::string card;
    Money amount;
    TenderType tender = TenderType::cash;
};

struct Review {
    Instant at;
};

struct AsOf {
    Instant at;
};

using Entry = std::variant<Enrol,
                           Sale,
                           Return,
                           Exchange,
                           Adjust,
                           SetTier,
                           Merge,
                           ChangeHousehold,
                           Recharge,
                           Review,
                           AsOf>;

struct TierChange {
    TierCode before;
    TierCode after;  ///< the same if nothing changed
};

struct Sold {
    TransactionId id;
    PricedBasket priced;
    std::optional<TierChange> tier;  ///< of a sale with a member
};

struct CardAmount {
    std::string card;
    Money amount;
};

struct Returned {
    TransactionId id;
    Refund refund;
    Points debt;                    ///< of the member, after the return
    std::vector<CardAmount> cards;  ///< the part of the refund that goes back to stored value
};

struct Exchanged {
    Returned returned;
    Sold sold;
};

/// How a member stands after an entry that is no transaction.
struct Standing {
    MemberId member;
    TierCode tier;
    Points balance;
    Points debt;
};

struct Household {
    HouseholdId household;
    std::vector<MemberId> members;
};

struct Recharged {
    TransactionId id;
    std::string card;
    Money bonus;
    Money balance;
};

struct Reviewed {
    std::vector<TierMove> moves;  ///< by member
};

/// What one metric adds to a score.
struct ScoredMetric {
    Metric metric = Metric::spend;
    std::int64_t value = 0;
    std::int64_t score = 0;
};

struct MetricOnDay {
    MetricValue metric;
    std::vector<ScoredMetric> parts;  ///< of a score
};

/// A member as of a business date.
struct MemberOnDay {
    MemberId id;
    TierCode tier;
    Points balance;  ///< what is shown: never negative
    Points spendable;
    Points pending;  ///< cannot be spent yet
    Points debt;
    std::vector<Lot> lots;  ///< that have not expired, in the order of redemption
    std::vector<MetricOnDay> metrics;
    std::optional<std::string> lifecycle;
};

struct Members {
    std::vector<MemberOnDay> members;  ///< by id
};

using Answer =
    std::variant<Standing, Sold, Returned, Exchanged, Household, Recharged, Reviewed, Members>;

}  // namespace loyal::ledger
