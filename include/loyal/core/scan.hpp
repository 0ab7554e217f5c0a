#pragma once

#include <loyal/core/gtin.hpp>
#include <loyal/core/money.hpp>
#include <loyal/core/strong_id.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace loyal {

/// How a chain's labels are told apart; from the till's configuration.
struct LabelPatterns {
    std::vector<std::string> card_prefixes;  ///< labels that start so are member cards
    std::vector<std::string>
        coupon_prefixes;  ///< labels that start so are coupons, "CAMPAIGN:CODE" after it
    std::vector<std::string> receipt_prefixes;  ///< receipt codes
};

struct CardScan {
    std::string number;
};
struct ItemScan {
    std::string code;          ///< as scanned
    std::optional<Gtin> gtin;  ///< when it is one
};
struct CouponScan {
    std::string code;
};
struct ReceiptScan {
    TransactionId id;
};
/// A payment-card track or number; its text is dropped and must not be kept anywhere.
struct PaymentCardScan {};
struct UnknownScan {
    std::string text;
};
using Scan =
    std::variant<CardScan, ItemScan, CouponScan, ReceiptScan, PaymentCardScan, UnknownScan>;

/// What a label means. Prefixes are tried longest first; then payment cards (13 to 19 digits with a
/// valid Luhn digit that are no GTIN) are refused; then everything else is an item's code.
Scan classify(std::string_view label, const LabelPatterns& patterns);

/// An integer that stands for a card number in indexes: digits up to 18 as themselves, other texts
/// by a 63-bit FNV-1a hash with the high bit set. Two cards may share a hash: compare the text.
std::int64_t card_key(std::string_view number) noexcept;

}  // namespace loyal
