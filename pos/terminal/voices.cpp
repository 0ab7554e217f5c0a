#include "texts.hpp"

#include <fmt/format.h>

namespace loyal::terminal {

namespace voices {

Voice ready()
{
    return {
        Tone::plain, {"可以开始：扫商品或会员卡。", "Ready. Scan an item or a member card."}, ""};
}
Voice item_added(const Text& name, Money price, std::string_view currency)
{
    return {Tone::plain,
            {name.zh_cn + "，" + money_text(price, currency) + "。",
             name.en + ", " + money_text(price, currency) + "."},
            "item"};
}
Voice member_added(const std::string& masked, Money less, std::string_view currency)
{
    if (less <= Money{}) {
        return {
            Tone::good, {"已读会员卡：" + masked + "。", masked + "'s card was read."}, "member"};
    }
    const std::string amount = money_text(less, currency);
    return {Tone::good,
            {"已读会员卡：" + masked + "，这一单少付 " + amount + "。",
             masked + "'s card was read: this sale is now " + amount + " less."},
            "member"};
}
Voice unknown_card()
{
    return {Tone::error,
            {"没认出这张卡。可重扫，或按 F2 用手机号查找；不影响收款。",
             "Card not recognised. Scan again or press F2 to find by phone; the sale can go on."},
            "error"};
}
Voice blocked_card()
{
    return {Tone::error,
            {"这张卡已挂失。可按 F2 查会员；不影响收款。",
             "This card was reported lost. Press F2 to find the member; the sale can go on."},
            "error"};
}
Voice unknown_item()
{
    return {Tone::error,
            {"没有这个条码。按 F3 找商品，或放一边；其他商品已记下。",
             "No such barcode. Press F3 to find the item or put it aside; the others are kept."},
            "error"};
}
Voice payment_card()
{
    return {Tone::error,
            {"这是银行卡，没有读取也没有保存。请扫会员卡；不影响收款。",
             "That is a payment card; nothing of it was kept. Scan the member card; the sale can "
             "go on."},
            "error"};
}
Voice coupon_added()
{
    return {Tone::good, {"券已用上。", "The coupon is used."}, "item"};
}
Voice coupon_stays(const Text& why)
{
    return {Tone::plain,
            {"券先留着：" + why.zh_cn + "。", "The coupon stays unused: " + why.en + "."},
            "attention"};
}
Voice receipt_found(const std::string& id)
{
    return {Tone::good, {"找到小票：" + id + "。", "Receipt found: " + id + "."}, "item"};
}
Voice paid(Money total, Money change, std::string_view currency)
{
    const std::string amount = money_text(total, currency);
    if (change == Money{}) {
        return {Tone::good, {"已收 " + amount + "。", amount + " is paid."}, "paid"};
    }
    const std::string back = money_text(change, currency);
    return {
        Tone::good,
        {"已收 " + amount + "，找零 " + back + "。", amount + " is paid. Change: " + back + "."},
        "paid"};
}
Voice disk_full()
{
    return {Tone::error,
            {"磁盘已满，不能开新单；已记的账都在。请店长清理磁盘。",
             "The disk is full: no new sale can start, what was sold is kept. Ask the manager to "
             "free some room."},
            "error"};
}

}  // namespace voices

Text no_right_offline()
{
    return {"离线，本机没有授权，暂不能用积分。请店长取口令，或照常收款。",
            "Offline and no right on this till: points can't be used now. Ask the manager for a "
            "voucher, or just take payment."};
}
Text no_right_online()
{
    return {"总部这次没有授权用积分。可照常收款。",
            "Head office granted no right for these points. Just take payment."};
}
Text no_points_rule()
{
    return {"这个方案不能用积分抵扣。", "This programme has no discount for points."};
}
Text too_few_points(Points least)
{
    return {fmt::format("积分不到 {} 分，还不能用。", least.count()),
            fmt::format("Under {} points: not yet usable.", least.count())};
}

}  // namespace loyal::terminal
