#include "append.hpp"
#include "member_rows.hpp"

namespace loyal::store {
namespace {

bool card_is_taken(Database& database, const std::string& number)
{
    auto row = database.prepare("SELECT 1 FROM card WHERE card_key = ?1 AND number = ?2");
    row.bind(1, card_key(number)).bind(2, number);
    return row.step();
}

bool phone_is_taken(Database& database, std::int64_t phone_key)
{
    auto row = database.prepare("SELECT 1 FROM member WHERE phone_key = ?1");
    row.bind(1, phone_key);
    return row.step();
}

}  // namespace

Result<JournalPosition> record_enrol(Database& database,
                                     const EnrolEntry& enrol,
                                     const EnrolSecrets& secrets,
                                     const std::optional<Answer>& answer)
{
    database::Transaction transaction{database};
    if (!enrol.card.empty() && card_is_taken(database, enrol.card)) return Errc::credential_taken;
    if (secrets.phone_key && phone_is_taken(database, *secrets.phone_key))
        return Errc::credential_taken;
    auto position = append(database, enrol);
    if (!position) return position.error();

    // The row holds nothing that the entry says: the entry is laid over it, until head office's row
    // contains it.
    MemberRow row;
    row.state.id = enrol.member;
    if (!enrol.card.empty()) row.cards.push_back({enrol.card, false});
    row.phone_key = secrets.phone_key;
    row.sealed = enrol.sealed;
    row.key = secrets.key;
    put_member(database, row, secrets.phone_tail);
    keep_answer(database, answer);
    transaction.commit();
    return position;
}

}  // namespace loyal::store
