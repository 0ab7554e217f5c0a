#include "change.hpp"

#include <loyal/store/session.hpp>

namespace loyal::store {
namespace {

void put_version(Database& database, const StoredBasket& basket)
{
    auto row = database.prepare(
        "INSERT INTO session.basket (id, revision, before, content) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (id, revision) DO UPDATE SET before = ?3, content = ?4");
    row.bind(1, basket.id).bind(2, basket.revision).bind(3, basket.before);
    row.bind(4, basket.content).run();
}

void forget_old_versions(Database& database, const StoredBasket& basket)
{
    auto row = database.prepare("DELETE FROM session.basket WHERE id = ?1 AND revision <= ?2");
    row.bind(1, basket.id).bind(2, basket.revision - basket_revisions_max).run();
}

StoredBasket basket_in(const database::Statement& row)
{
    return {.id = row.text(0),
            .revision = row.integer(1),
            .before = row.integer(2),
            .content = row.text(3)};
}

void insert(Database& database, const Answer& answer)
{
    auto row = database.prepare(
        "INSERT INTO session.answer (idempotency_key, request, status, body, at) "
        "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (idempotency_key) DO NOTHING");
    row.bind(1, answer.key).bind_blob(2, answer.request);
    row.bind(3, std::int64_t{answer.status}).bind(4, answer.body).bind(5, answer.at).run();
}

}  // namespace

void save_basket(Database& database,
                 const StoredBasket& basket,
                 const std::optional<Answer>& answer)
{
    Change change{database};
    put_version(database, basket);
    forget_old_versions(database, basket);
    if (answer) insert(database, *answer);
    change.commit();
}

std::optional<StoredBasket> basket_version(Database& database,
                                           const std::string& id,
                                           std::int64_t revision)
{
    auto row = database.prepare(
        "SELECT id, revision, before, content FROM session.basket WHERE id = ?1 AND revision = ?2");
    row.bind(1, id).bind(2, revision);
    if (!row.step()) return std::nullopt;
    return basket_in(row);
}

std::optional<StoredBasket> find_basket(Database& database, const std::string& id)
{
    auto row = database.prepare(
        "SELECT id, revision, before, content FROM session.basket WHERE id = ?1 "
        "AND NOT EXISTS (SELECT 1 FROM sold_basket WHERE basket_id = ?1) "
        "ORDER BY revision DESC LIMIT 1");
    row.bind(1, id);
    if (!row.step()) return std::nullopt;
    return basket_in(row);
}

std::vector<StoredBasket> open_baskets(Database& database)
{
    auto row = database.prepare(
        "SELECT b.id, b.revision, b.before, b.content FROM session.basket AS b "
        "WHERE b.revision = (SELECT max(revision) FROM session.basket WHERE id = b.id) "
        "AND NOT EXISTS (SELECT 1 FROM sold_basket WHERE basket_id = b.id) ORDER BY b.id");
    std::vector<StoredBasket> baskets;
    while (row.step()) baskets.push_back(basket_in(row));
    return baskets;
}

void drop_basket(Database& database, const std::string& id, const std::optional<Answer>& answer)
{
    Change change{database};
    {
        auto row = database.prepare("DELETE FROM session.basket WHERE id = ?1");
        row.bind(1, id).run();
    }
    if (answer) insert(database, *answer);
    change.commit();
}

void keep_session_answer(Database& database, const Answer& answer)
{
    insert(database, answer);
}

}  // namespace loyal::store
