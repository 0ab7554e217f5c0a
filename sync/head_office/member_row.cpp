#include "member_row.hpp"

#include <loyal/format/json.hpp>

#include <nlohmann/json.hpp>

namespace loyal::head_office {
namespace {

using nlohmann::json;

json mark(const JournalPosition& head, const std::vector<JournalPosition>& held)
{
    json except = json::array();
    for (const JournalPosition& at : held)
        if (at.terminal == head.terminal && at.epoch == head.epoch) except.push_back(at.seq);
    return {{"terminal", head.terminal.value()},
            {"epoch", head.epoch},
            {"through", head.seq},
            {"except", std::move(except)}};
}

}  // namespace

std::string member_row(const MemberChange& change, const std::vector<JournalPosition>& heads)
{
    const MemberRecord& member = change.member;
    json contains = json::array();
    for (const JournalPosition& head : heads) contains.push_back(mark(head, change.held));
    json cards = json::array();
    for (const CardRecord& card : member.cards)
        cards.push_back({{"number", card.number}, {"blocked", card.blocked}});
    return json{{"id", member.state.id.value()},
                {"state", format::to_value(member.state)},
                {"cards", std::move(cards)},
                {"phone_key", member.phone_key ? json(*member.phone_key) : json(nullptr)},
                {"sealed", member.sealed},
                {"key", member.key ? json(*member.key) : json(nullptr)},
                {"contains", std::move(contains)}}
        .dump();
}

}  // namespace loyal::head_office
