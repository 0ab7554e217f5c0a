#include <loyal/wire/link_machine.hpp>

#include <algorithm>
#include <utility>

namespace loyal::wire {

LinkMachine::Actions LinkMachine::on(const Event& event, Moment now)
{
    now_ = now;
    actions_.clear();
    std::visit([this](const auto& one) { on_event(one); }, event);
    const std::int64_t deadline = next_deadline();
    if (deadline >= 0 && deadline != timer_at_) actions_.push_back(SetTimer{deadline});
    timer_at_ = deadline;
    return std::exchange(actions_, {});
}

void LinkMachine::on_event(const Started&)
{
    if (status_.state == State::stopped) connect_now();
}

void LinkMachine::on_event(const Stopped&)
{
    if (status_.state == State::greeting || status_.state == State::live)
        actions_.push_back(Close{"stopped"});
    status_.state = State::stopped;
    fail_requests();
}

void LinkMachine::on_event(const Connected& event)
{
    if (status_.state != State::connecting && status_.state != State::waiting) return;
    status_.state = State::greeting;
    ++connection_;
    state_since_ = last_received_ms_ = now_.ms;
    const LocalState& local = event.local;
    epoch_ = local.epoch;
    local_clock_ = local.clock;
    outstanding_ms_.clear();
    reading_ = false;
    more_ = true;
    push_number_ = 0;
    Hello hello;
    hello.terminal = local.terminal;
    hello.store = local.store;
    hello.epoch = local.epoch;
    hello.seq = local.seq;
    hello.head = local.head;
    hello.boot = local.boot;
    hello.token = local.token;
    hello.generation = local.generation;
    hello.received = local.received;
    hello.cursors = local.cursors;
    hello.clock = local.clock;
    hello.version = local.version;
    send(hello, Lane::urgent);
}

void LinkMachine::on_event(const Disconnected& event)
{
    if (status_.state == State::stopped || status_.state == State::waiting) return;
    if (!event.reason.empty()) status_.last_problem = event.reason;
    wait_to_retry();
}

void LinkMachine::on_event(const FrameReceived& event)
{
    if (status_.state != State::greeting && status_.state != State::live) return;
    const auto message = decode(event.frame);
    if (!message) return give_up("head office sent a bad frame: " + to_string(message.error()));
    last_received_ms_ = now_.ms;
    std::visit([this](const auto& one) { on_message(one); }, *message);
}

void LinkMachine::on_event(const TimerFired&)
{
    timer_at_ = -1;
    check_deadlines();
}

void LinkMachine::on_event(const EntriesRecorded&)
{
    more_ = true;
    status_.caught_up = false;
    if (status_.state == State::live) read_on();
}

void LinkMachine::on_event(const EntriesRead& event)
{
    if (!reading_ || status_.state != State::live || event.connection != connection_) return;
    reading_ = false;
    if (event.entries.empty()) {
        // What was recorded while this reading was under way is asked for once more.
        if (!more_) status_.caught_up = outstanding_ms_.empty();
        return read_on();
    }
    more_ = true;
    sent_through_ = event.entries.back().seq;
    outstanding_ms_.push_back(now_.ms);
    send(Push{++push_number_, event.entries, event.identities}, Lane::bulk);
    read_on();
}

void LinkMachine::on_event(const ChangesApplied& event)
{
    if (status_.state == State::live && event.connection == connection_)
        send(ChangesAck{event.bucket, event.cursor}, Lane::bulk);
}

void LinkMachine::on_event(const LookupAsked& event)
{
    if (status_.state == State::stopped || lookups_.size() >= requests_max) {
        actions_.push_back(LookupDone{event.request, false, {}});
        return;
    }
    lookups_[event.request] = Waiting{Lookup{event.request, event.credential}};
    if (status_.state == State::live) send_requests();
    if (status_.state == State::waiting) connect_now();
}

void LinkMachine::on_event(const RightAsked& event)
{
    if (status_.state == State::stopped || rights_.size() >= requests_max) {
        actions_.push_back(RightDone{event.ask.request, std::nullopt});
        return;
    }
    rights_[event.ask.request] = Waiting{event.ask};
    if (status_.state == State::live) send_requests();
    if (status_.state == State::waiting) connect_now();
}

void LinkMachine::on_event(const LookupExpired& event)
{
    if (lookups_.erase(event.request) > 0) actions_.push_back(LookupDone{event.request, false, {}});
}

void LinkMachine::on_event(const RightExpired& event)
{
    if (rights_.erase(event.request) > 0)
        actions_.push_back(RightDone{event.request, std::nullopt});
}

void LinkMachine::on_event(const SendNow&)
{
    more_ = true;
    if (status_.state == State::waiting) connect_now();
    if (status_.state == State::live) read_on();
}

void LinkMachine::on_message(const Welcome& welcome)
{
    if (status_.state != State::greeting || welcome.epoch != epoch_)
        return give_up("head office sent a WELCOME that fits no HELLO");
    status_.state = State::live;
    state_since_ = now_.ms;
    status_.refused.reset();
    status_.last_problem.clear();
    status_.last_contact_ms = now_.ms;
    status_.clock_offset = welcome.clock - local_clock_;
    status_.acknowledged = welcome.have_seq;
    credits_ = std::clamp<std::int64_t>(welcome.credits, 1, credits_max);
    // Head office's word counts, not ours: an acknowledgement may have been lost.
    sent_through_ = welcome.have_seq;
    actions_.push_back(KeepWelcome{welcome});
    actions_.push_back(Acknowledge{epoch_, welcome.have_seq});
    send_requests();
    read_on();
}

void LinkMachine::on_message(const Refuse& refuse)
{
    status_.refused = refuse;
    // Nothing changes within seconds here: wait long, unless somebody presses "send now".
    attempts_ = 9;
    give_up("head office refused: " + std::string{to_string(refuse.reason)} + ": " + refuse.text);
}

void LinkMachine::on_message(const Ack& ack)
{
    if (status_.state != State::live || outstanding_ms_.empty() || ack.epoch != epoch_ ||
        ack.received > sent_through_ || ack.received < status_.acknowledged)
        return give_up("head office acknowledged what was not sent");
    outstanding_ms_.erase(outstanding_ms_.begin());
    status_.acknowledged = ack.received;
    status_.last_contact_ms = now_.ms;
    status_.quarantined = ack.quarantined;
    attempts_ = 0;
    actions_.push_back(Acknowledge{epoch_, ack.received});
    if (outstanding_ms_.empty() && !more_ && !reading_) status_.caught_up = true;
    read_on();
}

void LinkMachine::on_message(const Changes& changes)
{
    if (status_.state != State::live) return give_up("head office sent rows before its WELCOME");
    actions_.push_back(ApplyChanges{connection_, changes});
}

void LinkMachine::on_message(const LookupAnswer& answer)
{
    status_.last_contact_ms = now_.ms;
    // An answer to a look-up that expired is of no use any more.
    if (lookups_.erase(answer.request) > 0)
        actions_.push_back(LookupDone{answer.request, true, answer.rows});
}

void LinkMachine::on_message(const Grant& grant)
{
    status_.last_contact_ms = now_.ms;
    // A late one is told all the same: the right exists, and what is not used must be closed.
    rights_.erase(grant.request);
    actions_.push_back(RightDone{grant.request, grant});
}

void LinkMachine::on_message(const Ping& ping)
{
    send(Pong{ping.number}, Lane::urgent);
}

void LinkMachine::on_message(const Pong&)
{
    attempts_ = 0;
    status_.last_contact_ms = now_.ms;
}

template <class Other>
void LinkMachine::on_message(const Other&)
{
    give_up("head office sent a message that only terminals send");
}

void LinkMachine::send(const Message& message, Lane lane)
{
    last_sent_ms_ = now_.ms;
    actions_.push_back(SendFrame{lane, encode(message)});
}

void LinkMachine::connect_now()
{
    status_.state = State::connecting;
    state_since_ = now_.ms;
    actions_.push_back(Connect{});
}

void LinkMachine::wait_to_retry()
{
    status_.state = State::waiting;
    status_.caught_up = false;
    state_since_ = now_.ms;
    reading_ = false;
    outstanding_ms_.clear();
    for (auto& [request, waiting] : lookups_) waiting.sent = false;
    for (auto& [request, waiting] : rights_) waiting.sent = false;
    const int doublings = static_cast<int>(std::min<std::int64_t>(attempts_++, 9));
    const std::int64_t most = std::min(retry_first_ms << doublings, retry_most_ms);
    retry_at_ =
        now_.ms + 1 + static_cast<std::int64_t>(now_.random % static_cast<std::uint64_t>(most));
}

void LinkMachine::read_on()
{
    if (reading_ || !more_ || static_cast<std::int64_t>(outstanding_ms_.size()) >= credits_) return;
    reading_ = true;
    more_ = false;
    actions_.push_back(ReadEntries{connection_, epoch_, sent_through_});
}

void LinkMachine::send_requests()
{
    const auto send_unsent = [this](auto& requests) {
        for (auto& [request, waiting] : requests) {
            if (waiting.sent) continue;
            waiting.sent = true;
            send(waiting.message, Lane::urgent);
        }
    };
    send_unsent(lookups_);
    send_unsent(rights_);
}

void LinkMachine::fail_requests()
{
    for (const auto& [request, waiting] : lookups_)
        actions_.push_back(LookupDone{request, false, {}});
    for (const auto& [request, waiting] : rights_)
        actions_.push_back(RightDone{request, std::nullopt});
    lookups_.clear();
    rights_.clear();
}

void LinkMachine::give_up(std::string reason)
{
    status_.last_problem = reason;
    actions_.push_back(Close{std::move(reason)});
    wait_to_retry();
}

void LinkMachine::check_deadlines()
{
    if (status_.state == State::waiting && now_.ms >= retry_at_) return connect_now();
    if (status_.state == State::greeting && now_.ms >= state_since_ + greeting_most_ms)
        return give_up("head office did not answer HELLO");
    if (status_.state != State::live) return;
    if (!outstanding_ms_.empty() && now_.ms >= outstanding_ms_.front() + answer_most_ms)
        return give_up("head office did not acknowledge");
    if (now_.ms >= last_received_ms_ + silence_most_ms) return give_up("head office fell silent");
    if (now_.ms >= last_sent_ms_ + ping_after_ms) send(Ping{++ping_number_}, Lane::urgent);
}

std::int64_t LinkMachine::next_deadline() const
{
    switch (status_.state) {
        case State::stopped:
        case State::connecting: return -1;
        case State::waiting: return retry_at_;
        case State::greeting: return state_since_ + greeting_most_ms;
        case State::live: break;
    }
    std::int64_t next =
        std::min(last_received_ms_ + silence_most_ms, last_sent_ms_ + ping_after_ms);
    if (!outstanding_ms_.empty()) next = std::min(next, outstanding_ms_.front() + answer_most_ms);
    return next;
}

}  // namespace loyal::wire
