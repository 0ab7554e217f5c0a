#include "append.hpp"

namespace loyal::store {
namespace {

Answer answer_in(database::Statement& row, const std::string& key)
{
    return {.key = key,
            .request = hash_of(row.blob(0)),
            .status = static_cast<int>(row.integer(1)),
            .body = row.text(2),
            .at = row.integer(3)};
}

std::optional<Answer> recorded_answer(Database& database, const std::string& key)
{
    auto row =
        database.prepare("SELECT request, status, body, at FROM answer WHERE idempotency_key = ?1");
    row.bind(1, key);
    if (!row.step()) return std::nullopt;
    return answer_in(row, key);
}

std::optional<Answer> session_answer(Database& database, const std::string& key)
{
    auto row = database.prepare(
        "SELECT request, status, body, at FROM session.answer WHERE idempotency_key = ?1");
    row.bind(1, key);
    if (!row.step()) return std::nullopt;
    return answer_in(row, key);
}

}  // namespace

std::optional<Answer> find_answer(Database& database, const std::string& key)
{
    if (auto found = session_answer(database, key)) return found;
    return recorded_answer(database, key);
}

void purge_answers(Database& database, std::int64_t before, std::int64_t most)
{
    {
        auto recorded = database.prepare(
            "DELETE FROM answer WHERE idempotency_key IN "
            "(SELECT idempotency_key FROM answer WHERE at < ?1 ORDER BY at LIMIT ?2)");
        recorded.bind(1, before).bind(2, most).run();
    }
    {
        auto session = database.prepare(
            "DELETE FROM session.answer WHERE idempotency_key IN "
            "(SELECT idempotency_key FROM session.answer WHERE at < ?1 ORDER BY at LIMIT ?2)");
        session.bind(1, before).bind(2, most).run();
    }
    auto baskets = database.prepare(
        "DELETE FROM sold_basket WHERE basket_id IN "
        "(SELECT basket_id FROM sold_basket WHERE at < ?1 LIMIT ?2)");
    baskets.bind(1, before).bind(2, most).run();
}

}  // namespace loyal::store
