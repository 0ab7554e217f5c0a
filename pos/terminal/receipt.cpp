#include "receipt.hpp"

#include "texts.hpp"
#include "views.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace loyal::terminal {
namespace {

using decode::Alignment;
using decode::PrintDocument;

constexpr std::size_t amount_columns = 12;

/// Writes a receipt from top to bottom.
class Paper {
public:
    Paper(const Programme& programme, const ReceiptOptions& options)
        : programme_{programme}, options_{options}
    {
    }

    std::string words(const Text& text) const
    {
        const bool is_same = text.zh_cn == text.en || text.en.empty();
        return options_.is_bilingual && !is_same ? text.zh_cn + " " + text.en : text.zh_cn;
    }
    // A plain hyphen: receipt printers' fonts have no minus sign.
    std::string amount(Money money) const
    {
        if (money < Money{}) return "-" + amount_text(-money, programme_.currency);
        return amount_text(money, programme_.currency);
    }

    void centred(const std::string& text, std::size_t size = 1)
    {
        document_.items.emplace_back(
            decode::TextLine{.text = text, .alignment = Alignment::centre, .size = size});
    }
    void line(const std::string& text)
    {
        document_.items.emplace_back(decode::TextLine{.text = text});
    }
    void pair(const std::string& left, const std::string& right, bool is_bold = false)
    {
        const std::size_t wide = std::max(amount_columns, decode::printed_width(right) + 1);
        const std::size_t right_width = std::min(wide, options_.columns);
        document_.items.emplace_back(
            decode::ColumnsLine{.columns = {{left, options_.columns - right_width, Alignment::left},
                                            {right, right_width, Alignment::right}},
                                .is_bold = is_bold});
    }
    void rule() { document_.items.emplace_back(decode::Rule{}); }
    void end(const std::string& code)
    {
        document_.items.emplace_back(decode::QrCode{.text = code});
        centred(code);
        for (const std::string& text : options_.ending) centred(text);
        document_.items.emplace_back(decode::FeedLines{.count = 3});
        document_.items.emplace_back(decode::Cut{});
    }
    void heading()
    {
        std::size_t size = 2;
        for (const std::string& text : options_.heading) {
            centred(text, size);
            size = 1;
        }
    }
    PrintDocument take() { return std::move(document_); }

private:
    const Programme& programme_;
    const ReceiptOptions& options_;
    PrintDocument document_;
};

Text tender_words(TenderType type)
{
    switch (type) {
        case TenderType::cash: return {"现金", "Cash"};
        case TenderType::card: return {"刷卡", "Card"};
        case TenderType::mobile: return {"扫码", "Mobile"};
        case TenderType::stored_value: return {"储值卡", "Stored value"};
        case TenderType::other: return {"其他", "Other"};
    }
    return {"其他", "Other"};
}

Text reason_words(const Why& why, const Programme& programme)
{
    if (!why.offer) return {"积分抵扣", "Points"};
    const Offer* offer = programme.find_offer(*why.offer);
    return offer == nullptr ? Text{why.offer->value(), why.offer->value()} : offer->name;
}

const LineItem* find_item(const Basket& basket, LineNumber line)
{
    const auto found = std::find_if(basket.lines.begin(), basket.lines.end(),
                                    [line](const LineItem& one) { return one.line == line; });
    return found == basket.lines.end() ? nullptr : &*found;
}

void write_line(Paper& paper,
                const PricedLine& line,
                const SaleEntry& sale,
                const Programme& programme)
{
    const LineItem* item = find_item(sale.basket, line.line);
    if (item == nullptr || line.gift) {
        const std::string name = item == nullptr ? line.sku.value() : item->name;
        paper.pair(paper.words({"赠 " + name, "Gift"}), paper.amount(Money{}));
        return;
    }
    paper.line(item->name);
    paper.pair(
        fmt::format("  {} × {}", quantity_text(item->quantity), paper.amount(item->unit_price)),
        paper.amount(line.gross));
    for (const Why& why : line.why)
        paper.pair("  " + paper.words(reason_words(why, programme)), paper.amount(-why.off));
    if (!line.why.empty())
        paper.pair("  " + paper.words({"实付", "To pay"}), paper.amount(line.net));
}

void write_sums(Paper& paper, const SaleEntry& sale)
{
    const PricedBasket& priced = sale.priced;
    const Money saved = priced.discount + priced.redeemed_worth;
    if (saved > Money{}) {
        paper.pair(paper.words({"原价合计", "List"}), paper.amount(priced.gross));
        paper.pair(paper.words({"已省", "Saved"}), paper.amount(-saved));
    }
    if (priced.cash_rounding != Money{})
        paper.pair(paper.words({"现金取整", "Rounding"}), paper.amount(priced.cash_rounding));
    paper.pair(paper.words({"合计", "Total"}), paper.amount(priced.total), true);
    for (const Tender& tender : sale.basket.tenders)
        paper.pair(paper.words(tender_words(tender.type)), paper.amount(tender.amount));
    if (sale.change > Money{})
        paper.pair(paper.words({"找零", "Change"}), paper.amount(sale.change));
}

// Balance − used + earned = left, the way the cashier page adds it up.
void write_points(Paper& paper, const ReceiptMember& member, const PricedBasket& priced)
{
    paper.rule();
    paper.pair(paper.words({"会员", "Member"}), member.masked_name);
    if (!member.tier.zh_cn.empty())
        paper.pair(paper.words({"等级", "Tier"}), paper.words(member.tier));
    if (!member.balance) return;
    const Points before = *member.balance - priced.points_earned + priced.redeemed_points;
    paper.pair(paper.words({"原有积分", "Points before"}), std::to_string(before.count()));
    if (priced.redeemed_points > Points{})
        paper.pair(paper.words({"用掉", "Used"}),
                   "-" + std::to_string(priced.redeemed_points.count()));
    paper.pair(paper.words({"这次得", "Earned"}),
               "+" + std::to_string(priced.points_earned.count()));
    paper.pair(paper.words({"现有积分", "Points now"}), std::to_string(member.balance->count()),
               true);
}

std::string date_and_time(Instant at)
{
    const std::string text = to_string(at);  // 2026-11-22T18:30:00+08:00
    return text.substr(0, 10) + " " + text.substr(11, 8);
}

std::string aligned(const std::string& text, std::size_t columns, Alignment alignment)
{
    const std::size_t width = decode::printed_width(text);
    const std::size_t room = columns > width ? columns - width : 0;
    switch (alignment) {
        case Alignment::left: return text + std::string(room, ' ');
        case Alignment::right: return std::string(room, ' ') + text;
        case Alignment::centre: return std::string(room / 2, ' ') + text;
    }
    return text;
}

/// Turns one print item into lines.
struct PlainLines {
    std::size_t columns;
    std::vector<std::string>& lines;

    void add(std::string line) const
    {
        line.erase(line.find_last_not_of(' ') + 1);
        lines.push_back(std::move(line));
    }
    void operator()(const decode::TextLine& item) const
    {
        for (const std::string& part : decode::wrapped(item.text, columns))
            add(aligned(part, columns, item.alignment));
    }
    void operator()(const decode::ColumnsLine& item) const
    {
        std::vector<std::vector<std::string>> cells;
        std::size_t height = 0;
        for (const decode::Column& column : item.columns) {
            cells.push_back(decode::wrapped(column.text, column.width));
            height = std::max(height, cells.back().size());
        }
        for (std::size_t row = 0; row < height; ++row) {
            std::string line;
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const std::string text = row < cells[i].size() ? cells[i][row] : "";
                line += aligned(text, item.columns[i].width, item.columns[i].alignment);
            }
            add(line);
        }
    }
    void operator()(const decode::Rule&) const { add(std::string(columns, '-')); }
    void operator()(const decode::QrCode& item) const
    {
        add(aligned("[QR " + item.text + "]", columns, Alignment::centre));
    }
    void operator()(const decode::FeedLines&) const {}
    void operator()(const decode::Cut&) const {}
    void operator()(const decode::OpenDrawer&) const {}
};

}  // namespace

PrintDocument sale_receipt(const SaleEntry& sale,
                           const std::optional<ReceiptMember>& member,
                           const Programme& programme,
                           const ReceiptOptions& options)
{
    Paper paper{programme, options};
    paper.heading();
    paper.line(paper.words({"小票号", "Receipt"}) + " " + sale.id.value());
    paper.line(date_and_time(sale.basket.at) + "  " + sale.cashier.value());
    paper.rule();
    for (const PricedLine& line : sale.priced.lines) write_line(paper, line, sale, programme);
    paper.rule();
    write_sums(paper, sale);
    if (member) write_points(paper, *member, sale.priced);
    paper.end(sale.id.value());
    return paper.take();
}

PrintDocument return_receipt(const ReturnEntry& back,
                             const SaleEntry& sale,
                             const Programme& programme,
                             const ReceiptOptions& options)
{
    Paper paper{programme, options};
    paper.heading();
    paper.centred(back.is_void ? paper.words({"作废", "Void"}) : paper.words({"退货", "Return"}),
                  2);
    paper.line(paper.words({"退货单", "Return"}) + " " + back.id.value());
    paper.line(paper.words({"原小票", "Of"}) + " " + back.of.value());
    paper.line(date_and_time(back.at) + "  " + back.cashier.value());
    paper.rule();
    for (const RefundedLine& line : back.refund.lines) {
        const LineItem* item = find_item(sale.basket, line.line);
        const std::string name = item == nullptr ? std::to_string(line.line) : item->name;
        paper.pair(name + " × " + quantity_text(line.quantity), paper.amount(-line.refund));
    }
    paper.rule();
    paper.pair(paper.words({"退款", "Refund"}), paper.amount(back.refund.amount), true);
    paper.pair(paper.words(tender_words(back.tender)), paper.amount(back.refund.amount));
    if (back.refund.taken_back > Points{}) {
        paper.pair(paper.words({"收回积分", "Points back"}),
                   "-" + std::to_string(back.refund.taken_back.count()));
    }
    if (back.refund.given_back > Points{}) {
        paper.pair(paper.words({"退还积分", "Points returned"}),
                   "+" + std::to_string(back.refund.given_back.count()));
    }
    paper.end(back.id.value());
    return paper.take();
}

std::vector<std::string> plain_text(const PrintDocument& document, std::size_t columns)
{
    std::vector<std::string> lines;
    for (const decode::PrintItem& item : document.items)
        std::visit(PlainLines{columns, lines}, item);
    return lines;
}

}  // namespace loyal::terminal
