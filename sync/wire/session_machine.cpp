#include <loyal/wire/session_machine.hpp>

#include <algorithm>
#include <utility>

namespace loyal::wire {

SessionMachine::Actions SessionMachine::on(const Event& event, Moment now)
{
    now_ = now;
    actions_.clear();
    if (state_ != State::closed) std::visit([this](const auto& one) { on_event(one); }, event);
    if (state_ != State::closed) {
        const std::int64_t most = state_ == State::live ? silence_most_ms : greeting_most_ms;
        const std::int64_t deadline = last_received_ms_ + most;
        if (deadline != timer_at_) actions_.push_back(SetTimer{deadline});
        timer_at_ = deadline;
    }
    return std::exchange(actions_, {});
}

void SessionMachine::on_event(const Opened& event)
{
    if (state_ != State::opening) return;
    state_ = State::waiting_for_hello;
    last_received_ms_ = now_.ms;
    certified_ = event.certified;
    for (const std::string& bucket : event.buckets) feeds_[bucket];
}

void SessionMachine::on_event(const FrameReceived& event)
{
    last_received_ms_ = now_.ms;
    const auto message = decode(event.frame);
    if (!message) return close("bad frame: " + to_string(message.error()));
    std::visit([this](const auto& one) { on_message(one); }, *message);
}

void SessionMachine::on_event(const Greeted& event)
{
    if (state_ != State::deciding) return;
    if (const auto* refuse = std::get_if<Refuse>(&event.answer)) {
        send(*refuse, Lane::urgent);
        return close("refused: " + refuse->text);
    }
    state_ = State::live;
    send(std::get<Welcome>(event.answer), Lane::urgent);
    for (auto& [bucket, feed] : feeds_) read_changes(bucket, feed);
}

void SessionMachine::on_event(const Appended& event)
{
    if (state_ != State::live || !appending_) return;
    appending_ = false;
    if (const auto* refuse = std::get_if<Refuse>(&event.answer)) {
        send(*refuse, Lane::urgent);
        return close("refused: " + refuse->text);
    }
    // An acknowledgement is small and frees the terminal to go on: it does not queue behind rows.
    send(std::get<Ack>(event.answer), Lane::urgent);
    append_next();
}

void SessionMachine::on_event(const ChangesRead& event)
{
    const auto it = feeds_.find(event.changes.bucket);
    if (state_ != State::live || it == feeds_.end() || !it->second.reading) return;
    Feed& feed = it->second;
    if (event.changes.to == event.changes.from) {
        feed.reading = false;
        return read_changes(it->first, feed);
    }
    feed.newer = feed.newer || event.changes.more;
    feed.cursor = event.changes.to;
    send(event.changes, Lane::bulk);
}

void SessionMachine::on_event(const Published& event)
{
    const auto it = feeds_.find(event.bucket);
    if (it == feeds_.end()) return;
    it->second.newer = true;
    if (state_ == State::live) read_changes(it->first, it->second);
}

void SessionMachine::on_event(const LookedUp& event)
{
    if (state_ == State::live) send(event.answer, Lane::urgent);
}

void SessionMachine::on_event(const RightDecided& event)
{
    if (state_ == State::live) send(event.grant, Lane::urgent);
}

void SessionMachine::on_event(const EnrolDecided& event)
{
    if (state_ != State::deciding) return;
    std::visit([this](const auto& answer) { send(answer, Lane::urgent); }, event.answer);
    close("enrolment answered");
}

void SessionMachine::on_event(const TimerFired&)
{
    timer_at_ = -1;
    const std::int64_t most = state_ == State::live ? silence_most_ms : greeting_most_ms;
    if (now_.ms >= last_received_ms_ + most) close("the terminal fell silent");
}

void SessionMachine::on_message(const Hello& hello)
{
    if (state_ != State::waiting_for_hello) return close("a second HELLO");
    if (!certified_) return close("HELLO without a certificate");
    state_ = State::deciding;
    Refuse refuse;
    if (hello.protocol_from > protocol_version || hello.protocol_to < protocol_version) {
        refuse = {RefuseReason::version, "head office speaks protocol 1"};
    } else if (hello.terminal != *certified_) {
        refuse = {RefuseReason::identity, "the certificate is for " + certified_->value() +
                                              ", not " + hello.terminal.value()};
    } else {
        for (const auto& [bucket, cursor] : hello.cursors) {
            const auto it = feeds_.find(bucket);
            if (it != feeds_.end()) it->second.cursor = cursor;
        }
        actions_.push_back(Greet{hello});
        return;
    }
    send(refuse, Lane::urgent);
    close("refused: " + refuse.text);
}

void SessionMachine::on_message(const Push& push)
{
    if (!must_be_live()) return;
    const auto under_way = static_cast<std::int64_t>(pushes_.size()) + (appending_ ? 1 : 0);
    if (under_way >= credits_max) return close("more PUSH frames than credits");
    pushes_.push_back(push);
    append_next();
}

void SessionMachine::on_message(const ChangesAck& ack)
{
    if (!must_be_live()) return;
    const auto it = feeds_.find(ack.bucket);
    if (it == feeds_.end() || !it->second.reading || ack.cursor != it->second.cursor)
        return close("CHANGES_ACK for what was not sent");
    it->second.reading = false;
    read_changes(it->first, it->second);
}

void SessionMachine::on_message(const Lookup& lookup)
{
    if (must_be_live()) actions_.push_back(LookUp{lookup});
}

void SessionMachine::on_message(const RightAsk& ask)
{
    if (must_be_live()) actions_.push_back(DecideRight{ask});
}

void SessionMachine::on_message(const Enrol& enrol)
{
    if (state_ != State::waiting_for_hello) return close("ENROL in the middle");
    state_ = State::deciding;
    actions_.push_back(DecideEnrol{enrol});
}

void SessionMachine::on_message(const Ping& ping)
{
    if (must_be_live()) send(Pong{ping.number}, Lane::urgent);
}

template <class Other>
void SessionMachine::on_message(const Other&)
{
    close("a message that only head office sends");
}

bool SessionMachine::must_be_live()
{
    if (state_ != State::live) close("a message before WELCOME");
    return state_ == State::live;
}

void SessionMachine::send(const Message& message, Lane lane)
{
    actions_.push_back(SendFrame{lane, encode(message)});
}

void SessionMachine::append_next()
{
    if (appending_ || pushes_.empty()) return;
    appending_ = true;
    actions_.push_back(Append{std::move(pushes_.front())});
    pushes_.pop_front();
}

void SessionMachine::read_changes(const std::string& bucket, Feed& feed)
{
    if (feed.reading || !feed.newer) return;
    feed.reading = true;
    feed.newer = false;
    actions_.push_back(ReadChanges{bucket, feed.cursor});
}

void SessionMachine::close(std::string reason)
{
    state_ = State::closed;
    actions_.push_back(Close{std::move(reason)});
}

}  // namespace loyal::wire
