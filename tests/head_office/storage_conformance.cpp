#include "storage_conformance.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

namespace loyal::head_office {
namespace {

const BusinessDate day = *parse_date("2026-11-22");

EntryRecord entry(const char* terminal, std::int64_t seq, std::int64_t happened)
{
    EntryRecord record;
    record.at = {TerminalId{terminal}, 1, seq};
    record.hash[0] = static_cast<std::uint8_t>(seq);
    record.body = "{\"n\":\"货\"}";
    record.happened = happened;
    return record;
}

MemberRecord member(const char* id)
{
    MemberRecord record;
    record.state.id = record.base.id = MemberId{id};
    return record;
}

void check_transactions(Storage& storage)
{
    CHECK_THROWS(storage.in_transaction([&] {
        storage.put_meta("a", "1");
        throw std::runtime_error{"undo"};
    }));
    CHECK_FALSE(storage.meta("a").has_value());
    storage.in_transaction([&] {
        storage.put_meta("a", "1");
        CHECK_THROWS(storage.in_transaction([&] {
            storage.put_meta("a", "2");
            throw std::runtime_error{"undo the part"};
        }));
    });
    CHECK(storage.meta("a") == "1");
}

void check_journal(Storage& storage)
{
    CHECK(storage.head(TerminalId{"T1"}, 1).seq == 0);
    const auto first = storage.append(entry("T1", 1, 50));
    const auto second = storage.append(entry("T2", 1, 40));
    CHECK(first < second);
    CHECK(storage.head(TerminalId{"T1"}, 1).hash[0] == 1);
    CHECK(storage.entry({TerminalId{"T2"}, 1, 1})->body == "{\"n\":\"货\"}");
    CHECK_THROWS(storage.append(entry("T1", 1, 50)));  // its place is taken
    CHECK(storage.entries_after(first, 10).size() == 1);
    CHECK(storage.entries_after(0, 1).at(0).position == first);
    storage.set_state({TerminalId{"T1"}, 1, 1}, EntryState::waiting, "sale:X", "p:1");
    REQUIRE(storage.waiting_for("sale:X").size() == 1);
    CHECK(storage.waiting_for("sale:X")[0].programme == "p:1");
    CHECK(storage.waiting_for("sale:Y").empty());
    CHECK(storage.in_state(EntryState::raw, 10).size() == 1);
    CHECK(storage.keep_fork(entry("T1", 1, 0)));
    CHECK_FALSE(storage.keep_fork(entry("T1", 1, 0)));
    storage.note_late(second);
    CHECK(storage.late_after(0, 10).at(0).second.position == second);
}

void check_members(Storage& storage)
{
    storage.put_member(member("M1"));
    const auto version = storage.members_after(StoreId{"S1"}, 0, 10).at(0).version;
    CHECK(storage.members_after(StoreId{"S1"}, version, 10).empty());
    storage.put_member_state(storage.member(MemberId{"M1"})->state);
    CHECK(storage.members_after(StoreId{"S1"}, version, 10).size() == 1);
    MemberRecord away = member("M2");
    away.home = StoreId{"S2"};
    storage.put_member(away);
    CHECK(storage.members_after(StoreId{"S1"}, 0, 10).size() == 1);
    storage.put_member_store(MemberId{"M2"}, StoreId{"S1"});
    CHECK(storage.members_after(StoreId{"S1"}, 0, 10).size() == 2);
    CHECK_FALSE(storage.put_card(MemberId{"M1"}, "88").has_value());
    CHECK(storage.put_card(MemberId{"M2"}, "88") == MemberId{"M1"});
    CHECK(storage.member_of_card("88") == MemberId{"M1"});
    CHECK(storage.add_member_entry(MemberId{"M1"}, 40, {TerminalId{"T2"}, 1, 1}));
    CHECK_FALSE(storage.add_member_entry(MemberId{"M1"}, 30, {TerminalId{"T1"}, 1, 1}));
    CHECK(storage.entries_of_member(MemberId{"M1"}).at(0).at.terminal == TerminalId{"T1"});
    CHECK(storage.members_from(MemberId{"M1"}, 10).size() == 1);
}

void check_totals(Storage& storage)
{
    Totals sums;
    sums.sales = 1;
    sums.net = Money::minor(500);
    for (const char* terminal : {"T1", "T1", "T2"})
        storage.add_totals({day, StoreId{"S1"}, TerminalId{terminal}, TierCode{"vip"}}, sums);
    storage.add_totals({day, StoreId{"S1"}, TerminalId{"T1"}, std::nullopt}, sums);
    storage.add_day_member(day, TierCode{"vip"}, MemberId{"M1"});
    storage.add_day_member(day, TierCode{"vip"}, MemberId{"M1"});
    const auto rows = storage.totals_by_tier(day, day);
    REQUIRE(rows.size() == 2);
    CHECK_FALSE(rows[0].tier.has_value());
    CHECK(rows[1].totals.sales == 3);
    CHECK(rows[1].totals.net == Money::minor(1'500));
    CHECK(rows[1].members == 1);
    CHECK(storage.totals_by_day(day, day).size() == 2);
    CHECK(storage.totals_by_tier(day + std::chrono::days{1}, day).empty());
    CHECK(storage.use_coupon(CouponCode{"C"}, TransactionId{"A"}).empty());
    CHECK(storage.use_coupon(CouponCode{"C"}, TransactionId{"A"}).empty());
    CHECK(storage.use_coupon(CouponCode{"C"}, TransactionId{"B"}).size() == 1);
    storage.free_coupon(CouponCode{"C"}, TransactionId{"A"});
    CHECK(storage.use_coupon(CouponCode{"C"}, TransactionId{"B"}).empty());
}

void check_reference(Storage& storage)
{
    CHECK(storage.put_reference("items", "A", "{}"));
    CHECK_FALSE(storage.put_reference("items", "A", "{}"));
    CHECK(storage.put_reference("items", "B", "{}"));
    const auto rows = storage.reference_after("items", 0, 10);
    REQUIRE(rows.size() == 2);
    CHECK(storage.put_reference("items", "A", "{\"x\":1}"));
    const auto newer = storage.reference_after("items", rows[1].version, 10);
    REQUIRE(newer.size() == 1);
    CHECK(newer[0].row == "{\"x\":1}");
    RightRecord right;
    right.grant = GrantId{"g-1"};
    right.request = "1";
    right.member = MemberId{"M1"};
    right.points = Points::of(100);
    storage.put_right(right);
    right.spent = Points::of(30);
    storage.put_right(right);
    CHECK(storage.right_of_request("1")->outstanding() == Points::of(70));
    CHECK(storage.rights_of(MemberId{"M1"}).size() == 1);
}

}  // namespace

void check_conformance(const MakeStorage& make)
{
    for (const auto check : {check_transactions, check_totals, check_reference}) {
        const auto storage = make();
        check(*storage);
    }
    const auto storage = make();
    check_journal(*storage);
    check_members(*storage);
}

}  // namespace loyal::head_office
