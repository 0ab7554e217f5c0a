#pragma once

#include <loyal/core/entry.hpp>
#include <loyal/format/json.hpp>
#include <loyal/format/seal.hpp>
#include <loyal/wire/message.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace loyal::tests {

/// A programme of two tiers: 1 point for each yuan, 100 points worth 1.00, vip from 1,000.00 in a
/// month; a coupon campaign takes 5.00 off.
inline constexpr const char* programme_text = R"({
  "programme": "demo", "version": 1, "currency": "CNY", "timezone": "Asia/Shanghai",
  "business_day_starts": "00:00", "rounding": "half_up", "cash_rounding": 1,
  "tiers": [
    {"id": "basic", "rank": 0, "name": {"zh-CN": "普通", "en": "Basic"}},
    {"id": "vip", "rank": 1, "name": {"zh-CN": "贵宾", "en": "VIP"},
     "enter": [[{"metric": "spend", "window": {"calendar_month": 1}, "min": 100000}]]}],
  "points": {"earn": {"per": 100, "points": 1},
             "redeem": {"points": 100, "worth": 100, "min": 100, "step": 100}},
  "returns": {"method": "reprice", "points_debt": "carry"},
  "offers": [{"id": "five-off", "layer": "coupon", "name": {"zh-CN": "减5元", "en": "5 off"},
    "when": {"coupon": "autumn"},
    "reward": {"type": "spend", "steps": [{"from": 1000, "off": 500}]}}]
})";

inline PreparedProgramme test_programme()
{
    return PreparedProgramme{format::parse_programme(programme_text).value()};
}

/// The journal of one terminal as head office sees it arrive.
class TillJournal {
public:
    explicit TillJournal(std::string terminal, std::string store = "S001")
        : terminal_{std::move(terminal)}, store_{std::move(store)}
    {
    }

    /// Appends what `entry` says.
    wire::PushedEntry add(const Entry& entry) { return add_body(format::to_json(entry)); }
    wire::PushedEntry add_body(std::string body)
    {
        wire::PushedEntry pushed;
        pushed.epoch = 1;
        pushed.seq = ++seq_;
        pushed.prev = head_;
        pushed.body = std::move(body);
        pushed.hash = head_ = format::entry_hash(terminal_, 1, seq_, pushed.prev, pushed.body);
        return pushed;
    }

    /// A sale of one item at `price` in minor units on 22 November 2026, 18:30 and `seconds`.
    SaleEntry sale(std::int64_t price, const MemberSnapshot* member = nullptr, int seconds = 0)
    {
        SaleEntry sale;
        sale.id = TransactionId{terminal_ + "-" + std::to_string(100'000 + seq_ + 1)};
        sale.date = *parse_date("2026-11-22");
        sale.cashier = OperatorId{"1001"};
        sale.basket.store = StoreId{store_};
        sale.basket.terminal = TerminalId{terminal_};
        sale.basket.at = *parse_instant("2026-11-22T18:30:00+08:00");
        sale.basket.at.utc_seconds += seconds;
        if (member != nullptr) sale.basket.member = *member;
        LineItem line;
        line.sku = Sku{"6901234500017"};
        line.name = "衬衫";
        line.category = "apparel";
        line.quantity = Quantity::pieces(1);
        line.unit_price = Money::minor(price);
        sale.basket.lines.push_back(line);
        price_it(sale);
        return sale;
    }
    static void price_it(SaleEntry& sale)
    {
        static const PreparedProgramme programme = test_programme();
        sale.priced = price(sale.basket, programme).value();
    }

    /// A return of the whole sale.
    ReturnEntry return_of(const SaleEntry& sale, int seconds = 100)
    {
        static const PreparedProgramme programme = test_programme();
        ReturnEntry refund;
        refund.id = TransactionId{terminal_ + "-" + std::to_string(100'000 + seq_ + 1)};
        refund.of = sale.id;
        refund.at = sale.basket.at;
        refund.at.utc_seconds += seconds;
        refund.date = sale.date;
        refund.store = StoreId{store_};
        refund.sale_date = sale.date;
        if (sale.basket.member) refund.member = sale.basket.member->id;
        refund.refund = refund_of(sale, {}, {}, programme).value();
        return refund;
    }

    const format::Hash& head() const { return head_; }
    std::int64_t seq() const { return seq_; }
    TerminalId terminal() const { return TerminalId{terminal_}; }
    StoreId store() const { return StoreId{store_}; }

private:
    std::string terminal_;
    std::string store_;
    std::int64_t seq_ = 0;
    format::Hash head_{};
};

}  // namespace loyal::tests
