#pragma once

#include <loyal/core/entry.hpp>
#include <loyal/decode/print_document.hpp>
#include <loyal/terminal/till.hpp>

#include <optional>
#include <string>
#include <vector>

namespace loyal::terminal {

/// Who bought, as the receipt says it: masked, with the points that the sale left.
struct ReceiptMember {
    std::string masked_name;
    std::optional<Points> balance;
    Text tier;
};

/// The receipt of a recorded sale: lines with list price and reasons, total, tenders, points as a
/// sum, and its code as a QR.
decode::PrintDocument sale_receipt(const SaleEntry& sale,
                                   const std::optional<ReceiptMember>& member,
                                   const Programme& programme,
                                   const ReceiptOptions& options);
/// The receipt of a return or void.
decode::PrintDocument return_receipt(const ReturnEntry& back,
                                     const SaleEntry& sale,
                                     const Programme& programme,
                                     const ReceiptOptions& options);

/// The document as lines of text of the printer's width; a QR code is its text in brackets.
std::vector<std::string> plain_text(const decode::PrintDocument& document, std::size_t columns);

}  // namespace loyal::terminal
