// A feed line is one JSON object:
//   {"cursor", "id", "kind": "entry", "state", "terminal", "epoch", "seq", "received_at", "body"}
//   {"cursor", "id", "kind": "projected", "entry": id of the entry that counts from now on}
// `body` is the entry as the terminal wrote it, as JSON; as text ("raw") where it cannot be read.
// A cursor is "<generation>.<position>.<late>": how far both lists have been read.

#include "api.hpp"

#include <nlohmann/json.hpp>

#include <charconv>

namespace loyal::head_office {
namespace {

using nlohmann::json;

constexpr std::size_t lines_at_once = 500;

struct Cursor {
    std::string generation;
    std::int64_t position = 0;
    std::int64_t late = 0;

    std::string text() const
    {
        return generation + "." + std::to_string(position) + "." + std::to_string(late);
    }
};

/// @return nothing for a text that no cursor has
std::optional<Cursor> parse_cursor(std::string_view text)
{
    Cursor cursor;
    if (text.empty()) return cursor;
    const auto first = text.find('.');
    const auto second = text.find('.', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
    cursor.generation = text.substr(0, first);
    const char* end = text.data() + text.size();
    const auto one =
        std::from_chars(text.data() + first + 1, text.data() + second, cursor.position);
    const auto two = std::from_chars(text.data() + second + 1, end, cursor.late);
    if (one.ec != std::errc{} || two.ec != std::errc{} || two.ptr != end) return std::nullopt;
    return cursor;
}

std::string id_of(const EntryRecord& entry)
{
    return entry.at.terminal.value() + "/" + std::to_string(entry.at.epoch) + "/" +
           std::to_string(entry.at.seq);
}

std::string entry_line(const EntryRecord& entry, const Cursor& cursor)
{
    json line{{"cursor", cursor.text()},
              {"id", id_of(entry)},
              {"kind", "entry"},
              {"state", to_string(entry.state)},
              {"terminal", entry.at.terminal.value()},
              {"epoch", entry.at.epoch},
              {"seq", entry.at.seq},
              {"received_at", entry.received_at}};
    json body = json::parse(entry.body, nullptr, false);
    line[body.is_discarded() ? "raw" : "body"] =
        body.is_discarded() ? json(entry.body) : std::move(body);
    return line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string late_line(const EntryRecord& entry, const Cursor& cursor)
{
    return json{{"cursor", cursor.text()},
                {"id", id_of(entry) + "/projected"},
                {"kind", "projected"},
                {"entry", id_of(entry)}}
               .dump() +
           "\n";
}

}  // namespace

http::Response feed_step(Storage& storage, std::string_view text)
{
    http::Response response{.content_type = "application/x-ndjson"};
    auto cursor = parse_cursor(text);
    const std::string generation = storage.meta("generation").value_or("");
    if (!cursor)
        return http::error_response(400, {"bad_cursor", "after is no cursor", "after 不是游标"});
    if (cursor->generation.empty()) cursor->generation = generation;
    if (cursor->generation != generation)
        return http::error_response(
            410, {"old_generation", "head office was restored: read from the beginning",
                  "总部数据已恢复：请从头读取"});
    for (const EntryRecord& entry : storage.entries_after(cursor->position, lines_at_once)) {
        cursor->position = entry.position;
        response.body += entry_line(entry, *cursor);
    }
    for (const auto& [position, entry] : storage.late_after(cursor->late, lines_at_once)) {
        // An entry is told before the news that it counts.
        if (entry.position > cursor->position) break;
        cursor->late = position;
        response.body += late_line(entry, *cursor);
    }
    response.headers.push_back({"Loyal-Cursor", cursor->text()});
    return response;
}

}  // namespace loyal::head_office
