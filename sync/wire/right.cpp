#include "field_reader.hpp"

#include <loyal/format/json.hpp>
#include <loyal/wire/right.hpp>

namespace loyal::wire {
namespace {

using nlohmann::json;

json date_or_null(const std::optional<BusinessDate>& date)
{
    return date ? json(to_string(*date)) : json(nullptr);
}

std::optional<BusinessDate> read_date(FieldReader& in, const char* name)
{
    const json* value = in.find(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    const auto date = parse_date(in.text(name));
    if (!date) in.fail(name, "must be a date");
    return date;
}

}  // namespace

std::string to_json(const Right& right)
{
    json lots = json::array();
    for (const RightLot& lot : right.lots) {
        lots.push_back(
            {{"lot", lot.lot}, {"points", lot.points.count()}, {"until", date_or_null(lot.until)}});
    }
    return json{{"grant", right.grant.value()},   {"generation", right.generation},
                {"member", right.member.value()}, {"terminal", right.terminal.value()},
                {"epoch", right.epoch},           {"points", right.points.count()},
                {"lots", std::move(lots)},        {"last_day", date_or_null(right.last_day)}}
        .dump();
}

Checked<Right> parse_right(std::string_view text)
{
    const auto document = format::parse_document(text);
    if (!document) return document.error();
    FieldReader in{*document};
    if (in.error()) return *in.error();
    Right right;
    right.grant = GrantId{in.filled_text("grant", 128)};
    right.generation = in.text("generation", 64);
    right.member = MemberId{in.filled_text("member", 64)};
    right.terminal = TerminalId{in.filled_text("terminal", 64)};
    right.epoch = in.integer("epoch", {1, std::int64_t{1} << 53});
    right.points = Points::of(in.integer("points", {1, Points::limit}));
    right.last_day = read_date(in, "last_day");
    for (const json& value : in.array("lots", Right::lots_max)) {
        FieldReader part{value, "lots"};
        if (!part.error()) {
            const auto points = Points::of(part.integer("points", {1, Points::limit}));
            right.lots.push_back({part.text("lot"), points, read_date(part, "until")});
        }
        in.fail_with(part.error());
    }
    if (in.error()) return *in.error();
    return right;
}

}  // namespace loyal::wire
