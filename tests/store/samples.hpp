#pragma once

#include "support/temporary_folder.hpp"

#include <loyal/store/journal.hpp>
#include <loyal/store/open.hpp>
#include <loyal/store/replication.hpp>

#include <optional>
#include <string>

namespace loyal::tests {

inline Instant instant(const char* text)
{
    return *parse_instant(text);
}
inline BusinessDate date(const char* text)
{
    return *parse_date(text);
}

/// A terminal's database on real files, with nothing in it.
struct Files {
    TemporaryFolder folder;
    std::optional<store::Database> database;

    Files() { open(); }
    void open()
    {
        format::start_crypto();
        database.reset();
        database.emplace(store::open_terminal(path(), {StoreId{"S1"}, TerminalId{"S1-T1"}}));
        store::open_session(*database, folder.file("session.db"));
    }
    std::string path() const { return folder.file("loyald.db"); }
    store::Database& operator*() { return *database; }
};

/// A sale of one item for `net` fen, on 22 November.
inline SaleEntry sale(store::Database& database, std::int64_t net)
{
    SaleEntry entry;
    entry.id = store::next_transaction(database);
    entry.date = date("2026-11-22");
    entry.cashier = OperatorId{"li"};
    entry.basket.store = StoreId{"S1"};
    entry.basket.terminal = TerminalId{"S1-T1"};
    entry.basket.at = instant("2026-11-22T18:30:00+08:00");
    LineItem line;
    line.sku = Sku{"A"};
    line.name = "甲";
    line.quantity = Quantity::pieces(1);
    line.unit_price = Money::minor(net);
    entry.basket.lines = {line};
    entry.basket.tenders = {{TenderType::cash, Money::minor(net), "", ""}};
    PricedLine priced;
    priced.sku = line.sku;
    priced.quantity = line.quantity;
    priced.gross = line.unit_price;
    priced.net = line.unit_price;
    entry.priced.programme = ProgrammeId{"test"};
    entry.priced.currency = "CNY";
    entry.priced.lines = {priced};
    entry.priced.gross = line.unit_price;
    entry.priced.total = line.unit_price;
    return entry;
}

inline SaleEntry member_sale(store::Database& database, std::int64_t net, std::int64_t earned)
{
    SaleEntry entry = sale(database, net);
    MemberSnapshot member;
    member.id = MemberId{"M1"};
    member.tier = TierCode{"gold"};
    entry.basket.member = member;
    entry.priced.points_earned = Points::of(earned);
    entry.priced.lines[0].points = Points::of(earned);
    entry.priced.tier = TierOutcome{TierCode{"gold"}, std::nullopt, std::nullopt};
    return entry;
}

inline Result<JournalPosition> record(store::Database& database, const SaleEntry& entry)
{
    return store::record_sale(database, entry, "basket of " + entry.id.value(), std::nullopt);
}

inline Programme programme()
{
    Programme it;
    it.id = ProgrammeId{"test"};
    it.currency = "CNY";
    it.tiers = {{TierCode{"basic"}, 0, {"普通", "Basic"}, {}, {}, BasisPoints{10'000}},
                {TierCode{"gold"}, 1, {"金卡", "Gold"}, {}, {}, BasisPoints{10'000}}};
    return it;
}

}  // namespace loyal::tests
