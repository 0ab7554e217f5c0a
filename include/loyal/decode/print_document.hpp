#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace loyal::decode {

enum class Alignment : std::uint8_t { left, centre, right };

/// One line of UTF-8 text; what is too wide goes on below, as wrapped() says.
struct TextLine {
    std::string text = {};
    Alignment alignment = Alignment::left;
    std::size_t size = 1;  ///< times the normal width and height, 1 to 8
    bool is_bold = false;
};

/// One cell of a line; text wider than its column goes on in the same column below (wrapped()).
struct Column {
    std::string text = {};
    std::size_t width = 0;  ///< in printer columns; a Chinese character takes two
    Alignment alignment = Alignment::left;
};

struct ColumnsLine {
    std::vector<Column> columns = {};
    bool is_bold = false;
};

/// A line of dashes over the whole width.
struct Rule {};

/// A QR code, centred. Its text has at most qr_size_max bytes; what is longer is left out.
struct QrCode {
    std::string text = {};
    std::size_t module_size = 6;  ///< dots a module, 1 to 16
};

struct FeedLines {
    std::size_t count = 1;  ///< at most 255
};

struct Cut {};

/// Opens the cash drawer on the printer's connector, pin 2.
struct OpenDrawer {};

using PrintItem = std::variant<TextLine, ColumnsLine, Rule, QrCode, FeedLines, Cut, OpenDrawer>;

/// What goes on paper, from top to bottom.
struct PrintDocument {
    std::vector<PrintItem> items = {};
};

/// What a receipt printer can do.
struct PrinterProfile {
    std::size_t columns = 32;               ///< 32 on 58 mm paper, 48 on 80 mm
    bool has_four_byte_characters = false;  ///< GB18030 beyond GBK; most fonts lack them
};

inline constexpr std::size_t qr_size_max = 1'024;

/// The document as ESC/POS bytes, text in GB18030 with Chinese character mode on.
///
/// Control characters in text become blanks, so no text can give the printer commands; a
/// character that the printer lacks becomes '?', and ¥ the full-width ￥ that GBK has.
/// Source: Epson ESC/POS command reference (ESC @, ESC a, ESC E, GS !, FS &, GS ( k, GS V, ESC p).
std::vector<std::uint8_t> escpos(const PrintDocument& document, const PrinterProfile& profile);

/// How many printer columns the text takes. Combining marks are not told apart.
std::size_t printed_width(std::string_view text);

/// The text in lines of at most `columns` printer columns, broken at blanks, which go, and between
/// Chinese characters; inside a word only where it is wider than a line. Every line keeps the
/// blanks that the text starts with. At least one line; where not one character fits, it is empty.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns);

/// The text in GB18030. Bytes that are no UTF-8 and, unless `four_byte`, characters outside GBK
/// become '?'; control characters become blanks.
std::string gb18030(std::string_view text, bool four_byte);

}  // namespace loyal::decode
