#include "texts.hpp"

#include <array>
#include <fmt/format.h>
#include <vector>

namespace loyal::terminal {
namespace {

struct Currency {
    std::string_view code;
    std::string_view sign;
    int decimals;
};
constexpr std::array<Currency, 9> currencies{{{"CNY", "¥", 2},
                                              {"JPY", "¥", 0},
                                              {"USD", "$", 2},
                                              {"EUR", "€", 2},
                                              {"GBP", "£", 2},
                                              {"HKD", "HK$", 2},
                                              {"SGD", "S$", 2},
                                              {"KRW", "₩", 0},
                                              {"TWD", "NT$", 2}}};

Currency currency_of(std::string_view code)
{
    for (const Currency& known : currencies) {
        if (known.code == code) return known;
    }
    return {code, code, 2};
}

std::string digits(std::int64_t units, int decimals)
{
    if (decimals == 0) return std::to_string(units);
    return fmt::format("{}.{:02}", units / 100, units % 100);
}

std::size_t character_size(char first)
{
    const auto byte = static_cast<unsigned char>(first);
    if (byte < 0x80) return 1;
    if (byte < 0xE0) return 2;
    return byte < 0xF0 ? 3 : 4;
}

std::vector<std::string> characters(std::string_view text)
{
    std::vector<std::string> found;
    while (!text.empty()) {
        const std::size_t size = std::min(character_size(text.front()), text.size());
        found.emplace_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return found;
}

std::string masked_words(std::string_view name)
{
    std::string masked;
    bool is_start = true;
    for (const std::string& one : characters(name)) {
        if (one == " ") {
            is_start = true;
            continue;
        }
        if (!is_start) continue;
        masked += (masked.empty() ? "" : " ") + one + "***";
        is_start = false;
    }
    return masked;
}

}  // namespace

Problem bad_request(const std::string& why_en, const std::string& why_zh)
{
    return {400, "bad_request", {why_zh, why_en}};
}

Problem cannot_price(const InputError& error)
{
    return {422,
            "cannot_be_priced",
            {"这一单算不出价钱：" + to_string(error) + "。没有改动；请改这一项再试。",
             "This basket can't be priced: " + to_string(error) +
                 ". Nothing was changed; correct it and try again."}};
}

// NOLINTNEXTLINE(readability-function-size): a table of sentences
Problem problem_of(boost::system::error_code error)
{
    if (error.category() != loyal_category()) return problems::database_failed();
    switch (static_cast<Errc>(error.value())) {
        case Errc::check_digit_mismatch:
        case Errc::not_a_gtin:
        case Errc::item_not_found: return {404, "item_not_found", voices::unknown_item().text};
        case Errc::member_not_found:
            return {404,
                    "member_not_found",
                    {"没有找到会员。可重扫或换手机号查找；不影响收款。",
                     "No such member. Scan again or find by phone; the sale can go on."}};
        case Errc::right_too_small: return {409, "right_too_small", no_right_offline()};
        case Errc::basket_not_found:
            return {404,
                    "basket_not_found",
                    {"没有这一单，或已经收款。请看交易记录。",
                     "No such basket, or it was sold already. See the transactions."}};
        case Errc::transaction_not_found:
            return {404,
                    "transaction_not_found",
                    {"本机没有这张小票。请核对小票号，或请店长处理。",
                     "This till has no such receipt. Check its number or ask the manager."}};
        case Errc::revision_is_old:
            return {409,
                    "revision_is_old",
                    {"这一单刚有改动，还没收款。请看新的合计再收。",
                     "The basket has just changed; nothing was sold. Look at the new total."}};
        case Errc::total_changed:
            return {409,
                    "total_changed",
                    {"金额变了，还没收款。请看新的合计再收。",
                     "The total has changed; nothing was sold. Look at the new total."}};
        case Errc::already_returned:
            return {409,
                    "already_returned",
                    {"退的比剩下的多，没有退款。请核对件数。",
                     "More than is left to return; nothing was refunded. Check the pieces."}};
        case Errc::return_window_over:
            return {422,
                    "return_window_over",
                    {"已过退货期，没有退款。请店长处理。",
                     "The days for a return are over; nothing was refunded. Ask the manager."}};
        case Errc::not_this_terminal:
            return {422,
                    "not_this_terminal",
                    {"只能在原收银机当天作废。请改用退货。",
                     "A void is for this till's sales of today. Make a return instead."}};
        case Errc::credential_taken:
            return {409,
                    "credential_taken",
                    {"这张卡或手机号已有会员，没有重复开卡。请按 F2 查会员。",
                     "This card or phone has a member already; none was enrolled. Press F2 to find "
                     "them."}};
        case Errc::credential_blocked:
            return {409, "credential_blocked", voices::blocked_card().text};
        case Errc::tender_too_small:
            return {422,
                    "tender_too_small",
                    {"钱还不够，没有收款。请补足差额。",
                     "Not enough yet; nothing was sold. Take the rest."}};
        case Errc::basket_empty:
            return {
                422,
                "basket_empty",
                {"还没有商品，不能收款。先扫商品。", "Nothing to sell yet. Scan an item first."}};
        case Errc::too_many_lines:
            return {422,
                    "too_many_lines",
                    {"一单太长，没有收款。请分两单收。",
                     "Too many lines for one sale; nothing was sold. Split it in two."}};
    }
    return problems::database_failed();
}

namespace problems {

Problem key_missing()
{
    return {400,
            "idempotency_key_missing",
            {"改动要带 Idempotency-Key（1–64 个可见字符）。没有改动。",
             "A change needs an Idempotency-Key of 1 to 64 printable characters. Nothing was "
             "changed."}};
}
Problem key_reused()
{
    return {422,
            "idempotency_key_reused",
            {"这个 Idempotency-Key 已用于另一个请求。没有改动；请换一个。",
             "This Idempotency-Key belongs to another request. Nothing was changed; make a new "
             "one."}};
}
Problem not_authorised()
{
    return {401,
            "not_authorised",
            {"没有口令或口令不对。口令在状态目录的 api-token 文件里。",
             "No token, or a wrong one. It is in the file api-token of the state folder."}};
}
Problem no_such_path()
{
    return {404, "no_such_path", {"没有这个地址。", "There is nothing at this address."}};
}
Problem line_not_found()
{
    return {404, "line_not_found", {"这一单没有这一行。", "The basket has no such line."}};
}
Problem nothing_to_undo()
{
    return {422, "nothing_to_undo", {"没有可撤销的。", "There is nothing to undo."}};
}
Problem basket_suspended()
{
    return {409,
            "basket_suspended",
            {"这一单已挂单。先取单再改。", "This basket is suspended. Resume it first."}};
}
Problem coupon_there_already()
{
    return {
        409,
        "coupon_taken",
        {"这张券已在这一单里，或已用过。", "This coupon is in the basket already, or was used."}};
}
Problem tender_too_large()
{
    return {422,
            "tender_too_large",
            {"只有现金可以多收找零。没有收款；请核对金额。",
             "Only cash may be over, with change. Nothing was sold; check the amounts."}};
}
Problem member_missing()
{
    return {422,
            "member_missing",
            {"要先有会员才能用积分。请扫会员卡。",
             "Points need a member first. Scan the member's card."}};
}
Problem disk_full()
{
    return {503, "disk_full", voices::disk_full().text};
}
Problem no_programme()
{
    return {503,
            "no_programme",
            {"本机还没有会员方案，暂不能算价。请连总部，或在设置里给出方案文件。",
             "This till has no programme yet and can't price. Connect it to head office or name a "
             "programme file in its settings."}};
}
Problem database_failed()
{
    return {503,
            "database_failed",
            {"本机数据库出错，没有记账。请勿收款，请店长处理。",
             "The till's database failed; nothing was recorded. Take no payment and call the "
             "manager."}};
}

}  // namespace problems

std::string_view name(Tone tone)
{
    switch (tone) {
        case Tone::plain: return "plain";
        case Tone::good: return "good";
        case Tone::error: return "error";
    }
    return "plain";
}

std::string amount_text(Money amount, std::string_view currency)
{
    const std::int64_t units = amount.minor_units();
    const std::string text = digits(units < 0 ? -units : units, currency_of(currency).decimals);
    return (units < 0 ? "−" : "") + text;
}

std::string money_text(Money amount, std::string_view currency)
{
    const Currency known = currency_of(currency);
    const std::int64_t units = amount.minor_units();
    return std::string{units < 0 ? "−" : ""} + std::string{known.sign} +
           digits(units < 0 ? -units : units, known.decimals);
}

std::string quantity_text(Quantity quantity)
{
    const std::int64_t count = quantity.in_thousandths();
    if (quantity.is_whole()) return std::to_string(count / 1000);
    return fmt::format("{}.{:03}", count / 1000, count % 1000);
}

std::string masked_name(std::string_view name)
{
    if (name.empty()) return "*";
    if (static_cast<unsigned char>(name.front()) < 0x80) return masked_words(name);
    const auto letters = characters(name);
    if (letters.size() == 1) return letters.front();
    if (letters.size() == 2) return letters.front() + "*";
    return letters.front() + std::string(letters.size() - 2, '*') + letters.back();
}

std::string masked_phone(std::string_view phone)
{
    constexpr std::size_t shown = 4;
    if (phone.size() <= shown) return "****";
    const std::size_t head = phone.size() >= 11 ? 3 : 0;
    return std::string{phone.substr(0, head)} + "****" + last_four(phone);
}

std::string last_four(std::string_view number)
{
    return std::string{number.substr(number.size() - std::min<std::size_t>(4, number.size()))};
}

}  // namespace loyal::terminal
