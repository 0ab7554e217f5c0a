#include <loyal/core/scan.hpp>

#include <algorithm>

namespace loyal {
namespace {

enum class Kind { card, coupon, receipt };

struct Match {
    std::size_t length = 0;
    Kind kind = Kind::card;
};

void try_prefixes(std::string_view label,
                  const std::vector<std::string>& prefixes,
                  Kind kind,
                  Match& best)
{
    for (const std::string& prefix : prefixes) {
        if (prefix.size() > best.length && label.starts_with(prefix)) {
            best = {prefix.size(), kind};
        }
    }
}

bool all_digits(std::string_view text) noexcept
{
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// ISO/IEC 7812-1 annex B.
bool luhn_holds(std::string_view digits) noexcept
{
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

// Track 1 begins with "%B", track 2 with ";", both followed by the account number.
bool is_payment_card(std::string_view label)
{
    if (label.starts_with("%B") || label.starts_with("B")) {
        const std::size_t start = label[0] == '%' ? 2 : 1;
        const std::string_view number = label.substr(start, label.find('^') - start);
        if (label.find('^') != std::string_view::npos && all_digits(number) &&
            number.size() >= 12) {
            return true;
        }
    }
    if (label.starts_with(';')) label = label.substr(1, label.find_first_of("=?") - 1);
    const std::string_view number = label.substr(0, label.find('='));
    return number.size() >= 13 && number.size() <= 19 && all_digits(number) && luhn_holds(number) &&
           !Gtin::parse(number);
}

}  // namespace

Scan classify(std::string_view label, const LabelPatterns& patterns)
{
    Match best;
    try_prefixes(label, patterns.card_prefixes, Kind::card, best);
    try_prefixes(label, patterns.coupon_prefixes, Kind::coupon, best);
    try_prefixes(label, patterns.receipt_prefixes, Kind::receipt, best);
    if (best.length != 0) {
        switch (best.kind) {
            case Kind::card: return CardScan{std::string{label}};
            case Kind::coupon: return CouponScan{std::string{label.substr(best.length)}};
            case Kind::receipt: return ReceiptScan{TransactionId{std::string{label}}};
        }
    }
    if (label.empty()) return UnknownScan{};
    if (is_payment_card(label)) return PaymentCardScan{};
    ItemScan item{std::string{label}, std::nullopt};
    if (const auto gtin = Gtin::parse(label)) item.gtin = *gtin;
    return item;
}

std::int64_t card_key(std::string_view number) noexcept
{
    constexpr std::size_t digits_max = 18;
    if (!number.empty() && number.size() <= digits_max && all_digits(number) &&
        number.front() != '0') {
        std::int64_t value = 0;
        for (const char c : number) value = value * 10 + (c - '0');
        return value;
    }
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a offset basis and prime
    for (const char c : number) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    constexpr std::uint64_t marker = std::uint64_t{1} << 62;  // keeps clear of plain numbers
    return static_cast<std::int64_t>((hash & (marker - 1)) | marker);
}

}  // namespace loyal
