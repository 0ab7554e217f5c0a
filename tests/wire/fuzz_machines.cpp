// Input: a sequence of steps, each one byte for what happens, one for a length of up to 255, and
// so many bytes of a frame. Both machines are fed all of it; they must neither crash nor ask for
// more than their bounds allow.

#include <loyal/wire/link_machine.hpp>
#include <loyal/wire/session_machine.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace loyal;
using namespace loyal::wire;

namespace {

LinkMachine::Event link_event(std::uint8_t kind, const std::string& bytes)
{
    switch (kind % 12) {
        case 0: return LinkMachine::Started{};
        case 1: return LinkMachine::Connected{};
        case 2: return LinkMachine::Disconnected{"gone"};
        case 3: return LinkMachine::TimerFired{};
        case 4: return LinkMachine::EntriesRecorded{};
        case 5: return LinkMachine::EntriesRead{1, {}, {}};
        case 6: return LinkMachine::LookupAsked{1, "88001"};
        case 7:
            return LinkMachine::RightAsked{{std::string(32, 'a'), MemberId{"M"}, Points::of(1)}};
        case 8: return LinkMachine::SendNow{};
        case 9: return LinkMachine::ChangesApplied{1, "items", "1"};
        case 10: return LinkMachine::FrameReceived{encode(Welcome{})};
        default: return LinkMachine::FrameReceived{bytes};
    }
}

SessionMachine::Event session_event(std::uint8_t kind, const std::string& bytes)
{
    switch (kind % 9) {
        case 0: return SessionMachine::Opened{TerminalId{"T"}, {"items"}};
        case 1: return SessionMachine::Greeted{Welcome{}};
        case 2: return SessionMachine::Appended{Ack{1, 1, 1, {}}};
        case 3: return SessionMachine::ChangesRead{{"items", "", "1", {}, false}};
        case 4: return SessionMachine::Published{"items"};
        case 5: return SessionMachine::TimerFired{};
        case 6: return SessionMachine::LookedUp{{1, {}}};
        default: return SessionMachine::FrameReceived{bytes};
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    std::string_view rest{reinterpret_cast<const char*>(data), size};
    LinkMachine link;
    SessionMachine session;
    std::int64_t now = 0;
    while (rest.size() >= 2) {
        const auto kind = static_cast<std::uint8_t>(rest[0]);
        const auto length = static_cast<std::uint8_t>(rest[1]);
        const std::string bytes{rest.substr(2, length)};
        rest.remove_prefix(2 + bytes.size());
        now += kind * 100;
        link.on(link_event(kind, bytes), {now, kind});
        session.on(session_event(kind, bytes), {now, kind});
    }
    return 0;
}
