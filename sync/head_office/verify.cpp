#include "ingest.hpp"
#include "projection.hpp"

#include <algorithm>
#include <iterator>

namespace loyal::head_office {
namespace {

constexpr std::size_t at_once = 1'000;

/// What head office decided or was given, without anything that came from a journal.
void copy_given(Storage& from, Storage& to)
{
    for (const ProgrammeRecord& programme : from.programmes()) to.put_programme(programme);
    if (const auto current = from.meta("programme")) to.put_meta("programme", *current);
    MemberId last;
    for (;;) {
        const auto members = from.members_from(last, at_once);
        if (members.empty()) return;
        for (MemberRecord member : members) {
            last = member.state.id;
            member.state = member.base;
            to.put_member(member);
            for (RightRecord right : from.rights_of(last)) {
                right.spent = right.closed = Points{};
                right.is_closed = right.is_received = false;
                to.put_right(right);
            }
        }
    }
}

void replay(Storage& from, Storage& to)
{
    Programmes programmes;
    std::int64_t position = 0;
    for (;;) {
        auto entries = from.entries_after(position, at_once);
        if (entries.empty()) return;
        position = entries.back().position;
        to.in_transaction([&] {
            for (EntryRecord& entry : entries) {
                entry.state = EntryState::projected;
                entry.note.clear();
                entry.position = to.append(entry);
                settle(to, programmes, entry);
            }
        });
    }
}

}  // namespace

std::vector<std::string> verify(Storage& storage, Storage& scratch)
{
    copy_given(storage, scratch);
    replay(storage, scratch);
    auto found = storage.projection_lines();
    auto expected = scratch.projection_lines();
    std::sort(found.begin(), found.end());
    std::sort(expected.begin(), expected.end());
    std::vector<std::string> missing;
    std::vector<std::string> extra;
    std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                        std::back_inserter(missing));
    std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                        std::back_inserter(extra));
    std::vector<std::string> lines;
    for (const std::string& line : missing)
        if (lines.size() < lines_max) lines.push_back("expected: " + line);
    for (const std::string& line : extra)
        if (lines.size() < lines_max) lines.push_back("found: " + line);
    return lines;
}

}  // namespace loyal::head_office
