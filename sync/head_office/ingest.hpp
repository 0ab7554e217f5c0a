#pragma once

#include "programmes.hpp"
#include "storage/storage.hpp"

#include <loyal/wire/message.hpp>

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

/// Taking in journals. Functions over values and a Storage: time and random texts are arguments.
namespace loyal::head_office {

/// What a WELCOME needs besides the database.
struct Greeting {
    std::int64_t now = 0;   ///< UTC seconds
    std::string new_token;  ///< random; for the terminal's next HELLO
    std::string grant_key;
    std::string lookup_key;
};

/// Decides on a HELLO: who may go on, and from where.
std::variant<wire::Welcome, wire::Refuse> greet(Storage& storage,
                                                const wire::Hello& hello,
                                                const Greeting& greeting);

/// Takes in a batch: raw bytes and everything derived from them in one transaction. Where that
/// fails, the raw bytes alone, and the rest entry by entry. An entry that was here already is
/// passed over; one that contradicts what is here is kept beside it and ends the connection.
std::variant<wire::Ack, wire::Refuse> take_push(Storage& storage,
                                                Programmes& programmes,
                                                const TerminalId& terminal,
                                                const wire::Push& push,
                                                std::int64_t now);

/// Counts again what is in quarantine or was left raw. @return how many are counted now
std::int64_t replay_held(Storage& storage, Programmes& programmes);

/// Makes everything derived anew in `scratch`, which is empty, from the raw journals and what head
/// office was given, and compares. @return one line for each difference, at most `lines_max`
std::vector<std::string> verify(Storage& storage, Storage& scratch);
inline constexpr std::size_t lines_max = 100;

}  // namespace loyal::head_office
