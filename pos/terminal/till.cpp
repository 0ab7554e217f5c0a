#include "till_state.hpp"

#include <loyal/store/session.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace loyal::terminal {
namespace {

using http::Method;
using nlohmann::json;
using State = TillState;

constexpr std::size_t key_size_max = 64;

struct Route {
    Method method;
    std::string_view pattern;  ///< segments; "*" matches any one
    void (State::*answer)(Exchange&);
    bool is_change = true;
};

constexpr std::array routes{
    Route{Method::get, "status", &State::status, false},
    Route{Method::get, "programme", &State::programme, false},
    Route{Method::post, "price", &State::price, false},
    Route{Method::get, "baskets", &State::list_baskets, false},
    Route{Method::post, "baskets", &State::open_basket},
    Route{Method::get, "baskets/*", &State::get_basket, false},
    Route{Method::remove, "baskets/*", &State::drop_basket},
    Route{Method::post, "baskets/*/scan", &State::scan},
    Route{Method::post, "baskets/*/lines", &State::add_line},
    Route{Method::patch, "baskets/*/lines/*", &State::change_line},
    Route{Method::remove, "baskets/*/lines/*", &State::drop_line},
    Route{Method::post, "baskets/*/undo", &State::undo},
    Route{Method::put, "baskets/*/member", &State::attach_member},
    Route{Method::remove, "baskets/*/member", &State::detach_member},
    Route{Method::put, "baskets/*/redeem", &State::redeem},
    Route{Method::post, "baskets/*/coupons", &State::add_coupon},
    Route{Method::remove, "baskets/*/coupons/*", &State::drop_coupon},
    Route{Method::post, "baskets/*/suspend", &State::suspend},
    Route{Method::post, "baskets/*/resume", &State::resume},
    Route{Method::post, "baskets/*/tender", &State::tender},
    Route{Method::get, "transactions", &State::list_transactions, false},
    Route{Method::get, "transactions/*", &State::get_transaction, false},
    Route{Method::post, "transactions/*/return-quote", &State::quote_return, false},
    Route{Method::post, "transactions/*/returns", &State::return_lines},
    Route{Method::post, "transactions/*/void", &State::void_sale},
    Route{Method::post, "transactions/*/print", &State::reprint},
    Route{Method::get, "members", &State::find_members, false},
    Route{Method::post, "members", &State::enrol},
    Route{Method::get, "members/*", &State::get_member, false},
    Route{Method::get, "items", &State::find_items, false},
    Route{Method::get, "devices", &State::devices, false},
    Route{Method::get, "sync", &State::sync, false},
    Route{Method::post, "sync/send-now", &State::send_now},
};

std::string_view take_segment(std::string_view& path)
{
    const auto end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return segment;
}

std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path)
{
    std::vector<std::string> arguments;
    while (!pattern.empty() && !path.empty()) {
        const std::string_view wanted = take_segment(pattern);
        const std::string_view there = take_segment(path);
        if (wanted == "*" && !there.empty())
            arguments.emplace_back(there);
        else if (wanted != there)
            return std::nullopt;
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return arguments;
}

struct Match {
    const Route* route = nullptr;
    std::vector<std::string> arguments;
    bool is_path_known = false;
};

Match find_route(const Call& call)
{
    constexpr std::string_view root = "/v1/";
    Match found;
    const std::string_view path = call.path;
    if (!path.starts_with(root) || path.ends_with('/')) return found;
    for (const Route& route : routes) {
        auto arguments = match(route.pattern, path.substr(root.size()));
        if (!arguments) continue;
        found.is_path_known = true;
        if (route.method != call.method) continue;
        found.route = &route;
        found.arguments = std::move(*arguments);
        return found;
    }
    return found;
}

bool is_usable_key(std::string_view key)
{
    return !key.empty() && key.size() <= key_size_max &&
           std::ranges::all_of(key, [](char c) { return c > ' ' && c <= '~'; });
}

Reply error_reply(const Problem& problem, const std::string& member, const json& basket)
{
    json body = error_view(problem, member);
    if (!basket.is_null()) body["basket"] = basket;
    Reply reply;
    reply.status = problem.status;
    reply.body = body.dump();
    return reply;
}

std::string_view method_name(Method method)
{
    switch (method) {
        case Method::get: return "GET";
        case Method::head: return "HEAD";
        case Method::post: return "POST";
        case Method::put: return "PUT";
        case Method::patch: return "PATCH";
        case Method::remove: return "DELETE";
        case Method::options: return "OPTIONS";
    }
    return "";
}

}  // namespace

format::Hash Exchange::request_hash() const
{
    return format::hash(std::string{method_name(call.method)} + " " + call.path + "\n" + call.body);
}

std::optional<store::Answer> Exchange::answer(unsigned status, const json& body)
{
    reply.status = status;
    reply.body = body.is_null() ? std::string{} : body.dump();
    if (body.is_null()) reply.content_type.clear();
    if (call.key.empty() || !leaves_trace) return std::nullopt;
    return store::Answer{call.key, request_hash(), static_cast<int>(status), reply.body,
                         situation.at.utc_seconds};
}

std::optional<Date> date_parameter(const Call& call, std::string_view name)
{
    const auto written = call.query.find(name);
    if (written == call.query.end() || written->second.empty()) return std::nullopt;
    const auto date = parse_date(written->second);
    if (!date) {
        const std::string place{name};
        throw Refusal{bad_request(place + ": must be a date like 2026-11-22",
                                  place + "：应是 2026-11-22 这样的日期"),
                      place};
    }
    return date;
}

std::int64_t limit_parameter(const Call& call, std::int64_t otherwise, std::int64_t most)
{
    const auto written = call.query.find("limit");
    if (written == call.query.end() || written->second.empty()) return otherwise;
    const std::string& text = written->second;
    std::int64_t limit = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), limit);
    const bool is_whole = error == std::errc{} && end == text.data() + text.size();
    if (!is_whole || limit < 1 || limit > most) {
        const std::string most_text = std::to_string(most);
        throw Refusal{
            bad_request("limit: must be from 1 to " + most_text, "limit：应是 1 到 " + most_text),
            "limit"};
    }
    return limit;
}

void State::find_current(database::Database& database)
{
    if (knows_current) return;
    knows_current = true;
    Instant newest;
    for (const store::StoredBasket& stored : store::open_baskets(database)) {
        const auto basket = from_stored(stored);
        if (!basket || basket->is_suspended() || basket->opened_at < newest) continue;
        newest = basket->opened_at;
        current = basket->id;
    }
}

bool State::may_start_sale(database::Database&)
{
    if (!is_disk_full) return true;
    if (reserve && reserve->hold()) is_disk_full = false;
    return !is_disk_full;
}

Reply State::answer(database::Database& database, const Call& call, const Situation& situation)
{
    Match found = find_route(call);
    if (found.route == nullptr) {
        Problem problem = problems::no_such_path();
        if (found.is_path_known) {
            problem.status = 405;
            problem.code = "method_not_allowed";
        }
        return error_reply(problem, {}, nullptr);
    }
    Call kept = call;
    if (!found.route->is_change) kept.key.clear();
    if (found.route->is_change) {
        if (!is_usable_key(call.key)) return error_reply(problems::key_missing(), {}, nullptr);
    }
    Exchange exchange{database, kept, situation, std::move(found.arguments)};
    try {
        if (found.route->is_change) {
            if (const auto first = store::find_answer(database, kept.key)) {
                if (first->request != exchange.request_hash())
                    throw Refusal{problems::key_reused()};
                exchange.reply.status = static_cast<unsigned>(first->status);
                exchange.reply.body = first->body;
                return std::move(exchange.reply);
            }
        }
        find_current(database);
        (this->*found.route->answer)(exchange);
    } catch (const Refusal& refusal) {
        return error_reply(refusal.problem(), refusal.member(), exchange.refused_basket);
    }
    return std::move(exchange.reply);
}

Till::Till(TillOptions options, RandomBytes random) : state_{std::make_unique<TillState>()}
{
    state_->options = std::move(options);
    state_->random = std::move(random);
    if (!state_->options.reserve_path.empty()) {
        state_->reserve.emplace(state_->options.reserve_path, state_->options.reserve_bytes);
        state_->is_disk_full = !state_->reserve->is_held();
    }
}

Till::~Till() = default;
Till::Till(Till&&) noexcept = default;
Till& Till::operator=(Till&&) noexcept = default;

namespace {

// Runs a job of the till; on a full disk once more with the room that the reserve frees.
template <class Job>
Reply guarded(State& state, Job job)
{
    std::string fault;
    for (int attempt = 0; attempt < 2; ++attempt) {
        try {
            return job();
        } catch (const database::StoreError& error) {
            fault = error.what();
            if (!error.is_full()) break;
            state.is_disk_full = true;
            if (state.reserve) state.reserve->release();
        } catch (const std::overflow_error& error) {
            return error_reply(bad_request(error.what(), "数字太大"), {}, nullptr);
        }
    }
    Reply reply = error_reply(
        state.is_disk_full ? problems::disk_full() : problems::database_failed(), {}, nullptr);
    reply.fault = std::move(fault);
    return reply;
}

}  // namespace

Reply Till::handle(database::Database& database, const Call& call, const Situation& situation)
{
    return guarded(*state_, [&] { return state_->answer(database, call, situation); });
}

Reply Till::scan(database::Database& database, const std::string& label, const Situation& situation)
{
    return guarded(*state_, [&] {
        Call call;
        call.method = Method::post;
        call.body = json{{"label", label}}.dump(-1, ' ', false, json::error_handler_t::replace);
        Exchange exchange{database, call, situation, {"current"}};
        try {
            state_->find_current(database);
            state_->scan(exchange);
        } catch (const Refusal& refusal) {
            Reply reply = error_reply(refusal.problem(), refusal.member(), nullptr);
            const Voice voice{Tone::error, refusal.problem().text, "error"};
            json message = to_view(voice);
            message["type"] = "voice";
            reply.events.push_back(message.dump());
            return reply;
        }
        return std::move(exchange.reply);
    });
}

}  // namespace loyal::terminal
