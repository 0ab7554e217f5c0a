#include "api.hpp"

#include "enrolment.hpp"
#include "ingest.hpp"
#include "reference.hpp"
#include "storage/sqlite_storage.hpp"

#include <loyal/format/json.hpp>
#include <loyal/net/certificate.hpp>

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <sodium.h>

namespace loyal::head_office {
namespace {

using http::Method;
using http::Request;
using http::Response;
using nlohmann::json;

constexpr std::size_t rows_most = 1'000;

Response ok(const json& body)
{
    return {.body = body.dump()};
}

Response refused(unsigned status, std::string_view code, const std::string& text)
{
    return http::error_response(status, {code, text, text});
}

json tier_or_null(const std::optional<TierCode>& tier)
{
    return tier ? json(tier->value()) : json(nullptr);
}

json to_value(const TierRow& row)
{
    const Totals& sums = row.totals;
    return {{"tier", tier_or_null(row.tier)},
            {"sales", sums.sales},
            {"members", row.members},
            {"net", sums.net.minor_units()},
            {"discount", sums.discount.minor_units()},
            {"points_issued", sums.points_issued.count()},
            {"points_redeemed", sums.points_redeemed.count()},
            {"returned", sums.returned},
            {"returns", sums.returns.minor_units()},
            {"points_taken_back", sums.points_taken_back.count()},
            {"points_given_back", sums.points_given_back.count()}};
}

json to_value(const EntryRecord& entry)
{
    json value{{"terminal", entry.at.terminal.value()},
               {"epoch", entry.at.epoch},
               {"seq", entry.at.seq},
               {"received_at", entry.received_at},
               {"state", to_string(entry.state)}};
    if (!entry.note.empty()) value["note"] = entry.note;
    return value;
}

Response totals(const ApiContext& context, const Request& request)
{
    const auto from = parse_date(request.parameter("from"));
    const auto to = parse_date(request.parameter("to"));
    if (!from || !to) return refused(400, "bad_date", "from and to must be dates, 2026-11-22");
    json rows = json::array();
    for (const TierRow& row : context.storage.totals_by_tier(*from, *to))
        rows.push_back(to_value(row));
    json days = json::array();
    for (const TierRow& row : context.storage.totals_by_day(*from, *to)) {
        json value = to_value(row);
        value["date"] = to_string(*row.date);
        days.push_back(std::move(value));
    }
    return ok({{"from", to_string(*from)},
               {"to", to_string(*to)},
               {"as_of", to_string(Instant{context.now, 0})},
               {"rows", std::move(rows)},
               {"days", std::move(days)}});
}

Response transaction(const ApiContext& context, const std::string& id)
{
    const auto sale = context.storage.sale(TransactionId{id});
    if (!sale) return refused(404, "transaction_not_found", "no such transaction");
    const auto entry = context.storage.entry(sale->at);
    json value = to_value(*entry);
    value["id"] = id;
    value["kind"] = sale->kind;
    value["entry"] = json::parse(entry->body);
    value["returns"] = json::array();
    for (const SaleRecord& one : context.storage.returns_of(sale->id))
        value["returns"].push_back(one.id.value());
    return ok(value);
}

Response terminals(const ApiContext& context, const Request&)
{
    json all = json::array();
    for (const TerminalHealth& one : context.storage.terminals()) {
        const TerminalRecord& terminal = one.terminal;
        json value{{"terminal", terminal.terminal.value()},
                   {"store", terminal.store.value()},
                   {"revoked", terminal.revoked},
                   {"epoch", terminal.epoch},
                   {"have", one.have_seq},
                   {"lag", std::max<std::int64_t>(0, terminal.said_seq - one.have_seq)},
                   {"waiting", one.waiting},
                   {"quarantined", one.quarantined},
                   {"forks", one.forks},
                   {"outstanding", one.outstanding.count()},
                   {"clock_offset", terminal.clock_offset},
                   {"version", terminal.version},
                   {"last_seen", nullptr}};
        if (terminal.last_seen) value["last_seen"] = to_string(Instant{*terminal.last_seen, 0});
        all.push_back(std::move(value));
    }
    return ok({{"terminals", std::move(all)}});
}

Response differences(const ApiContext& context, const Request&)
{
    json all = json::array();
    for (const DifferenceRecord& one : context.storage.differences(rows_most))
        all.push_back({{"transaction", one.sale},
                       {"kind", one.kind},
                       {"expected", one.expected},
                       {"found", one.found}});
    return ok({{"differences", std::move(all)}});
}

Response quarantine(const ApiContext& context, const Request&)
{
    json all = json::array();
    for (const EntryState state :
         {EntryState::quarantined, EntryState::waiting, EntryState::raw, EntryState::unknown})
        for (const EntryRecord& entry : context.storage.in_state(state, rows_most))
            all.push_back(to_value(entry));
    return ok({{"entries", std::move(all)}});
}

Response replay(const ApiContext& context, const Request&)
{
    return ok({{"counted", replay_held(context.storage, context.programmes)}});
}

Response verify_all(const ApiContext& context, const Request&)
{
    auto database = open_head_office(":memory:");
    SqliteStorage scratch{database};
    return ok({{"differences", verify(context.storage, scratch)}});
}

Response publish(const ApiContext& context, const Request& request)
{
    const auto key = publish_programme(context.storage, context.programmes, request.body);
    if (!key) return refused(422, "programme_refused", to_string(key.error()));
    return ok({{"published", *key}});
}

/// Imports NDJSON line by line in one transaction; the first bad line undoes all of them.
Response import_lines(const ApiContext& context,
                      const Request& request,
                      const std::function<std::optional<InputError>(std::string_view)>& import)
{
    struct BadLine {
        std::size_t number = 0;
        InputError error;
    };
    std::size_t number = 0;
    std::size_t rows = 0;
    try {
        context.storage.in_transaction([&] {
            std::string_view rest = request.body;
            while (!rest.empty()) {
                const std::string_view line = rest.substr(0, rest.find('\n'));
                rest.remove_prefix(std::min(line.size() + 1, rest.size()));
                ++number;
                if (line.empty()) continue;
                if (auto error = import(line)) throw BadLine{number, *error};
                ++rows;
            }
        });
    } catch (const BadLine& bad) {
        return refused(422, "row_refused",
                       "line " + std::to_string(bad.number) + ": " + to_string(bad.error));
    }
    return ok({{"rows", rows}});
}

Response import_items(const ApiContext& context, const Request& request)
{
    return import_lines(context, request, [&](std::string_view line) -> std::optional<InputError> {
        const auto outcome = import_item(context.storage, line);
        if (!outcome) return outcome.error();
        return std::nullopt;
    });
}

Response import_members(const ApiContext& context, const Request& request)
{
    return import_lines(context, request, [&](std::string_view line) -> std::optional<InputError> {
        MemberSecrets secrets;
        randombytes_buf(secrets.key.data(), secrets.key.size());
        randombytes_buf(secrets.nonce.data(), secrets.nonce.size());
        secrets.lookup_key = context.secrets.lookup_key;
        const auto outcome = import_member(context.storage, context.programmes, line, secrets);
        if (!outcome) return outcome.error();
        return std::nullopt;
    });
}

Response allow_terminal(const ApiContext& context, const Request& request)
{
    const auto body = format::parse_document(request.body);
    if (!body || !body->is_object() || !body->contains("terminal") || !body->contains("store") ||
        !(*body)["terminal"].is_string() || !(*body)["store"].is_string())
        return refused(400, "bad_request", "needs terminal and store");
    const auto authority = net::read_certificate(context.secrets.authority);
    if (!authority) return refused(500, "authority_damaged", authority.error().message());
    const std::string secret = random_hex(16);
    allow_enrolment(context.storage, TerminalId{(*body)["terminal"].get<std::string>()},
                    StoreId{(*body)["store"].get<std::string>()}, secret, context.now);
    return ok({{"token", secret + "." + authority->fingerprint}});
}

Response restored(const ApiContext& context, const Request&)
{
    const std::string generation = random_hex(8);
    begin_generation(context.storage, generation);
    return ok({{"generation", generation}});
}

using Route = Response (*)(const ApiContext&, const Request&);

const std::map<std::string, Route, std::less<>>& reading_routes()
{
    static const std::map<std::string, Route, std::less<>> routes{
        {"/v1/totals", totals},           {"/v1/terminals", terminals},
        {"/v1/differences", differences}, {"/v1/quarantine", quarantine},
        {"/v1/verify", verify_all},
    };
    return routes;
}

const std::map<std::string, Route, std::less<>>& changing_routes()
{
    static const std::map<std::string, Route, std::less<>> routes{
        {"/v1/programmes", publish},       {"/v1/items", import_items},
        {"/v1/members", import_members},   {"/v1/enrolments", allow_terminal},
        {"/v1/quarantine/replay", replay}, {"/v1/restored", restored},
    };
    return routes;
}

}  // namespace

bool is_publication(const Request& request)
{
    return request.method == Method::post && changing_routes().contains(request.path);
}

Response answer(const ApiContext& context, const Request& request)
{
    static constexpr std::string_view transactions = "/v1/transactions/";
    if (request.method == Method::get && request.path.starts_with(transactions))
        return transaction(context, request.path.substr(transactions.size()));
    const auto& routes = request.method == Method::post ? changing_routes() : reading_routes();
    const auto route = routes.find(request.path);
    if (route == routes.end() || (request.method != Method::get && request.method != Method::post))
        return refused(404, "not_found", "no such route");
    return route->second(context, request);
}

}  // namespace loyal::head_office
