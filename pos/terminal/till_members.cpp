#include "till_state.hpp"

#include <loyal/store/members.hpp>
#include <loyal/store/session.hpp>

#include <array>

namespace loyal::terminal {
namespace {

using nlohmann::json;
using State = TillState;

constexpr std::size_t person_name_max = 192;  // 64 characters
constexpr std::size_t phone_size_max = 20;
constexpr std::size_t tail_digits = 4;

std::string digits_of(std::string_view text)
{
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9') digits += c;
    }
    return digits;
}

std::string parameter(const Call& call, std::string_view name)
{
    const auto found = call.query.find(name);
    return found == call.query.end() ? std::string{} : found->second;
}

// A member without a basket: priced with nothing in it, for how far the next tier is.
json view_of(State& state, Exchange& exchange, const store::KnownMember& member)
{
    const PreparedProgramme& programme = state.programmes.current(exchange.database);
    const BusinessDate day = state.today(exchange);
    Basket nothing;
    nothing.store = state.options.store;
    nothing.terminal = state.options.terminal;
    nothing.at = exchange.situation.at;
    nothing.member = snapshot(member.state, programme.programme(), day);
    const auto priced = price_or_refuse(nothing, programme);
    return member_view(member, programme.programme(), priced.tier, day);
}

}  // namespace

MemberId State::find_credential(Exchange& exchange, const std::string& credential)
{
    const auto by_card = store::member_of_card(exchange.database, credential);
    if (by_card) return *by_card;
    if (by_card.error() == Errc::credential_blocked) throw Refusal{problem_of(by_card.error())};
    if (digits_of(credential).size() > tail_digits) {
        const auto by_phone = store::members_of_phone(exchange.database, credential);
        if (by_phone.size() == 1) return by_phone.front();
    }
    if (store::find_member(exchange.database, MemberId{credential}, rules(exchange)))
        return MemberId{credential};
    throw Refusal{problem_of(Errc::member_not_found)};
}

void State::find_members(Exchange& exchange)
{
    const std::string card = parameter(exchange.call, "card");
    const std::string phone = parameter(exchange.call, "phone");
    const std::string last4 = parameter(exchange.call, "last4");
    if (int{!card.empty()} + int{!phone.empty()} + int{!last4.empty()} != 1) {
        throw Refusal{bad_request("Give exactly one of card, phone and last4.",
                                  "card、phone、last4 只给一个。")};
    }
    if (!last4.empty() && digits_of(last4).size() != tail_digits)
        throw Refusal{bad_request("last4: must be four digits", "last4：应是四位数字"), "last4"};
    std::vector<MemberId> found;
    if (!card.empty()) {
        const auto member = store::member_of_card(exchange.database, card);
        if (member) found.push_back(*member);
    } else {
        found = store::members_of_phone(exchange.database, phone.empty() ? last4 : phone);
    }
    json list = json::array();
    for (const MemberId& id : found) {
        const auto member = store::find_member(exchange.database, id, rules(exchange));
        if (member) list.push_back(view_of(*this, exchange, *member));
    }
    exchange.answer(200, list);
}

void State::get_member(Exchange& exchange)
{
    const MemberId id{std::string{exchange.argument(0)}};
    const auto member = store::find_member(exchange.database, id, rules(exchange));
    if (!member) throw Refusal{problem_of(member.error())};
    exchange.answer(200, view_of(*this, exchange, *member));
}

void State::enrol(Exchange& exchange)
{
    RequestBody body = RequestBody::parse(exchange.call.body);
    const std::string name = body.text("name", person_name_max);
    const std::string phone = body.text("phone", phone_size_max);
    EnrolEntry enrol;
    enrol.consent_messages = body.flag("consent_messages");
    enrol.card = body.optional_text("card", id_size_max).value_or("");
    enrol.birthday = body.optional_date("birthday");
    enrol.cashier = cashier_of(body);
    body.done();
    if (digits_of(phone).size() <= tail_digits)
        body.refuse("phone", "must have at least 5 digits", "至少 5 位数字");

    enrol.member = MemberId{random_id("M", 8)};
    enrol.at = exchange.situation.at;
    enrol.date = today(exchange);
    enrol.store = options.store;
    store::EnrolSecrets secrets;
    secrets.key.emplace();
    random(*secrets.key);
    format::Nonce nonce{};
    random(nonce);
    const json person{{"name", name}, {"phone", digits_of(phone)}};
    enrol.sealed = format::seal(person.dump(), enrol.member.value(), *secrets.key, nonce);
    const store::PhoneKeys keys = store::phone_keys(exchange.database, phone);
    secrets.phone_key = keys.whole;
    secrets.phone_tail = keys.tail;

    store::KnownMember member;
    member.state.id = enrol.member;
    member.state = apply(std::move(member.state), enrol, rules(exchange));
    if (!enrol.card.empty()) member.cards.push_back({enrol.card, false});
    member.personal = {name, digits_of(phone)};
    const auto answer = exchange.answer(201, view_of(*this, exchange, member));
    const auto recorded = store::record_enrol(exchange.database, enrol, secrets, answer);
    if (!recorded) throw Refusal{problem_of(recorded.error())};
    exchange.reply.has_recorded = true;
}

}  // namespace loyal::terminal
