#include <loyal/decode/gtin.hpp>
#include <loyal/decode/label.hpp>

#include <algorithm>

namespace loyal::decode {
namespace {

bool is_digits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// ]E0 is the EAN/UPC family except EAN-8, so the length tells its members apart. Some scanners
// send EAN-8 under it too: that one is no valid UPC-E.
Symbology by_length(std::string_view text)
{
    if (text.size() == 12) return Symbology::upc_a;
    if (text.size() == 8) return expand_upc_e(text) ? Symbology::upc_e : Symbology::ean8;
    return Symbology::ean13;
}

}  // namespace

std::string_view name(Symbology symbology)
{
    switch (symbology) {
        case Symbology::unknown: return "unknown";
        case Symbology::ean13: return "ean13";
        case Symbology::ean8: return "ean8";
        case Symbology::upc_a: return "upc_a";
        case Symbology::upc_e: return "upc_e";
        case Symbology::code128: return "code128";
        case Symbology::gs1_128: return "gs1_128";
        case Symbology::itf: return "itf";
        case Symbology::code39: return "code39";
        case Symbology::code93: return "code93";
        case Symbology::codabar: return "codabar";
        case Symbology::gs1_databar: return "gs1_databar";
        case Symbology::pdf417: return "pdf417";
        case Symbology::qr: return "qr";
        case Symbology::gs1_qr: return "gs1_qr";
        case Symbology::data_matrix: return "data_matrix";
        case Symbology::gs1_data_matrix: return "gs1_data_matrix";
        case Symbology::aztec: return "aztec";
        case Symbology::han_xin: return "han_xin";
        case Symbology::device_reply: return "device_reply";
    }
    return "unknown";
}

std::string_view message(LabelError error)
{
    switch (error) {
        case LabelError::too_long: return "label longer than 1024 bytes, dropped";
        case LabelError::incomplete: return "label broke off before its end, scan again";
        case LabelError::malformed_report: return "report contradicts its own length, dropped";
        case LabelError::bad_check_digit: return "check digit does not hold, scan again";
        case LabelError::not_digits: return "expected digits only, scan again";
        case LabelError::payment_card: return "bank card refused: expected a loyalty card";
    }
    return "unknown error";
}

Symbology symbology_of(std::string_view identifier)
{
    if (identifier.size() < 2) return Symbology::unknown;
    const char modifier = identifier[1];
    switch (identifier[0]) {
        case 'A': return Symbology::code39;
        case 'C': return modifier == '1' ? Symbology::gs1_128 : Symbology::code128;
        case 'd': return modifier == '2' ? Symbology::gs1_data_matrix : Symbology::data_matrix;
        case 'E': return modifier == '4' ? Symbology::ean8 : Symbology::ean13;
        case 'e': return Symbology::gs1_databar;
        case 'F': return Symbology::codabar;
        case 'G': return Symbology::code93;
        case 'h': return Symbology::han_xin;
        case 'I': return Symbology::itf;
        case 'L': return Symbology::pdf417;
        case 'Q': return modifier == '3' ? Symbology::gs1_qr : Symbology::qr;
        case 'Z': return modifier == '6' ? Symbology::device_reply : Symbology::unknown;
        case 'z': return Symbology::aztec;
        default: return Symbology::unknown;
    }
}

Label make_label(std::string_view identifier, std::string_view text)
{
    Label label{symbology_of(identifier), std::string{text}};
    if (label.symbology == Symbology::ean13) label.symbology = by_length(text);
    return label;
}

Label split_label(std::string_view text)
{
    if (text.size() > 3 && text[0] == ']') {
        const auto identifier = text.substr(1, 2);
        if (symbology_of(identifier) != Symbology::unknown) {
            return make_label(identifier, text.substr(3));
        }
    }
    return {Symbology::unknown, std::string{text}};
}

std::optional<LabelError> check(const Label& label)
{
    switch (label.symbology) {
        case Symbology::ean13:
        case Symbology::ean8:
        case Symbology::upc_a:
            if (!is_digits(label.text)) return LabelError::not_digits;
            if (!is_gtin(label.text)) return LabelError::bad_check_digit;
            return std::nullopt;
        case Symbology::upc_e:
            if (!is_digits(label.text)) return LabelError::not_digits;
            if (!expand_upc_e(label.text)) return LabelError::bad_check_digit;
            return std::nullopt;
        case Symbology::itf:
            if (!is_digits(label.text)) return LabelError::not_digits;
            return std::nullopt;
        case Symbology::unknown:
        case Symbology::code128:
        case Symbology::gs1_128:
        case Symbology::code39:
        case Symbology::code93:
        case Symbology::codabar:
        case Symbology::gs1_databar:
        case Symbology::pdf417:
        case Symbology::qr:
        case Symbology::gs1_qr:
        case Symbology::data_matrix:
        case Symbology::gs1_data_matrix:
        case Symbology::aztec:
        case Symbology::han_xin:
        case Symbology::device_reply: return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace loyal::decode
