#include "enrolment.hpp"

namespace loyal::head_office {
namespace {

std::string hash_of(const std::string& secret)
{
    return format::to_hex(format::hash("loyal/enrolment/1:" + secret));
}

std::variant<TerminalRecord, std::string> use(Storage& storage,
                                              const std::string& secret,
                                              std::int64_t now)
{
    auto token = storage.enrolment(hash_of(secret));
    if (!token) return "head office does not know this token";
    if (token->used_at) return "this token was used already";
    if (token->expires_at <= now) return "this token is older than 24 hours";
    token->used_at = now;
    storage.put_enrolment(*token);
    TerminalRecord terminal = storage.terminal(token->terminal).value_or(TerminalRecord{});
    terminal.terminal = token->terminal;
    terminal.store = token->store;
    terminal.revoked = false;
    // A terminal that enrols anew shows no token at its next HELLO.
    terminal.token.clear();
    terminal.previous_token.clear();
    storage.put_terminal(terminal);
    return terminal;
}

}  // namespace

void allow_enrolment(Storage& storage,
                     const TerminalId& terminal,
                     const StoreId& store,
                     const std::string& secret,
                     std::int64_t now)
{
    storage.in_transaction([&] {
        storage.put_enrolment(
            {hash_of(secret), terminal, store, now + enrolment_seconds_max, std::nullopt});
    });
}

std::variant<TerminalRecord, std::string> use_enrolment(Storage& storage,
                                                        const std::string& secret,
                                                        std::int64_t now)
{
    std::variant<TerminalRecord, std::string> outcome;
    storage.in_transaction([&] { outcome = use(storage, secret, now); });
    return outcome;
}

void begin_generation(Storage& storage, const std::string& generation)
{
    storage.in_transaction([&] {
        storage.put_meta("generation", generation);
        for (TerminalHealth& health : storage.terminals()) {
            health.terminal.token.clear();
            health.terminal.previous_token.clear();
            storage.put_terminal(health.terminal);
        }
    });
}

}  // namespace loyal::head_office
