#include <loyal/decode/print_document.hpp>

#include <algorithm>
#include <initializer_list>

namespace loyal::decode {
namespace {

constexpr std::uint8_t esc = 0x1B;
constexpr std::uint8_t fs = 0x1C;
constexpr std::uint8_t gs = 0x1D;
constexpr std::size_t size_max = 8;
constexpr std::size_t columns_max = 64;
constexpr std::size_t module_size_max = 16;

// Bytes of the GB18030 character that starts here: 1, 2 or 4.
std::size_t character_size(std::string_view bytes)
{
    if (static_cast<unsigned char>(bytes[0]) < 0x80 || bytes.size() < 2) return 1;
    const auto second = static_cast<unsigned char>(bytes[1]);
    return second >= 0x30 && second <= 0x39 && bytes.size() >= 4 ? 4 : 2;
}

// How many printer columns GB18030 text takes.
std::size_t columns_of(std::string_view bytes)
{
    std::size_t columns = 0;
    while (!bytes.empty()) {
        const std::size_t size = character_size(bytes);
        columns += size == 1 ? 1 : 2;
        bytes.remove_prefix(size);
    }
    return columns;
}

class Writer {
public:
    explicit Writer(const PrinterProfile& profile) : profile_{profile}
    {
        command({esc, '@'});
        command({fs, '&'});
    }

    std::vector<std::uint8_t> take() { return std::move(bytes_); }

    void operator()(const TextLine& line)
    {
        command({esc, 'a', static_cast<std::uint8_t>(line.alignment)});
        bold(line.is_bold);
        scale(line.size);
        const std::size_t size = std::clamp<std::size_t>(line.size, 1, size_max);
        for (const std::string& part : wrapped(line.text, profile_.columns / size))
            text(printable(part) + "\n");
        scale(1);
        bold(false);
        command({esc, 'a', 0});
    }

    void operator()(const ColumnsLine& line)
    {
        bold(line.is_bold);
        std::vector<std::vector<std::string>> cells;
        std::size_t height = 0;
        const std::size_t count = std::min(line.columns.size(), columns_max);
        for (std::size_t i = 0; i < count; ++i) {
            cells.push_back(wrapped(line.columns[i].text, line.columns[i].width));
            height = std::max(height, cells.back().size());
        }
        for (std::size_t y = 0; y < height; ++y) {
            std::string row;
            for (std::size_t x = 0; x < count; ++x)
                row += cell(line.columns[x], y < cells[x].size() ? printable(cells[x][y]) : "");
            row.erase(row.find_last_not_of(' ') + 1);
            text(row + "\n");
        }
        bold(false);
    }

    void operator()(const Rule&) { text(std::string(profile_.columns, '-') + "\n"); }

    void operator()(const QrCode& code)
    {
        if (code.text.empty() || code.text.size() > qr_size_max) return;
        const auto module_size = std::clamp<std::size_t>(code.module_size, 1, module_size_max);
        command({esc, 'a', 1});
        // Model 2, module size, error correction M, store the text, print what was stored.
        qr_function(std::string{"A2\0", 3});
        qr_function(std::string{"C"} + static_cast<char>(module_size));
        qr_function("E1");
        qr_function("P0" + code.text);
        qr_function("Q0");
        command({esc, 'a', 0});
    }

    void operator()(const FeedLines& feed)
    {
        command({esc, 'd', static_cast<std::uint8_t>(std::min<std::size_t>(feed.count, 255))});
    }

    // Feeds to the cutter, then cuts all but one point.
    void operator()(const Cut&) { command({gs, 'V', 66, 0}); }

    void operator()(const OpenDrawer&) { command({esc, 'p', 0, 25, 250}); }

private:
    void command(std::initializer_list<std::uint8_t> bytes) { bytes_.insert(bytes_.end(), bytes); }

    void text(std::string_view text) { bytes_.insert(bytes_.end(), text.begin(), text.end()); }

    void bold(bool is_bold) { command({esc, 'E', static_cast<std::uint8_t>(is_bold)}); }

    void scale(std::size_t size)
    {
        const auto step = static_cast<std::uint8_t>(std::clamp<std::size_t>(size, 1, size_max) - 1);
        command({gs, '!', static_cast<std::uint8_t>(step << 4 | step)});
        // Chinese characters have a size of their own: double width and height or neither.
        command({fs, '!', static_cast<std::uint8_t>(step == 0 ? 0x00 : 0x0C)});
    }

    // GS ( k with symbol type 49 (QR); the size counts everything after itself.
    void qr_function(std::string_view function)
    {
        const std::size_t size = function.size() + 1;
        command({gs, '(', 'k', static_cast<std::uint8_t>(size & 0xFF),
                 static_cast<std::uint8_t>(size >> 8), 49});
        text(function);
    }

    std::string printable(std::string_view utf8) const
    {
        return gb18030(utf8, profile_.has_four_byte_characters);
    }

    // The printable text with blanks up to the column's width.
    static std::string cell(const Column& column, const std::string& shown)
    {
        const std::size_t blank = column.width - columns_of(shown);
        std::size_t before = 0;
        if (column.alignment == Alignment::right) before = blank;
        if (column.alignment == Alignment::centre) before = blank / 2;
        return std::string(before, ' ') + shown + std::string(blank - before, ' ');
    }

    PrinterProfile profile_;
    std::vector<std::uint8_t> bytes_;
};

}  // namespace

std::size_t printed_width(std::string_view text)
{
    return columns_of(gb18030(text, true));
}

std::vector<std::uint8_t> escpos(const PrintDocument& document, const PrinterProfile& profile)
{
    Writer writer{profile};
    for (const auto& item : document.items) std::visit(writer, item);
    return writer.take();
}

}  // namespace loyal::decode
