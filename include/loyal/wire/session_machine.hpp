#pragma once

#include <loyal/wire/message.hpp>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace loyal::wire {

/// Head office's end of one terminal's connection: every state, no socket, no storage.
///
/// It takes nothing but ENROL from a connection without a certificate and nothing but HELLO first
/// from one with it; takes PUSH frames in order, one at a time; keeps one CHANGES per bucket under
/// way; and answers look-ups and rights at once, whatever else waits.
class SessionMachine {
public:
    static constexpr std::int64_t greeting_most_ms = 10'000;
    static constexpr std::int64_t silence_most_ms = 60'000;

    // What can happen.
    struct Opened {
        std::optional<TerminalId> certified;  ///< from the client's certificate
        std::vector<std::string> buckets;     ///< that head office publishes
    };
    struct FrameReceived {
        std::string frame;
    };
    struct Greeted {  ///< the answer to Greet
        std::variant<Welcome, Refuse> answer;
    };
    struct Appended {  ///< the answer to Append
        std::variant<Ack, Refuse> answer;
    };
    struct ChangesRead {  ///< the answer to ReadChanges; `to` equals `from` when there are none
        Changes changes;
    };
    struct Published {  ///< a bucket has newer rows
        std::string bucket;
    };
    struct LookedUp {
        LookupAnswer answer;
    };
    struct RightDecided {
        Grant grant;
    };
    struct EnrolDecided {
        std::variant<Enrolled, Refuse> answer;
    };
    struct TimerFired {};
    using Event = std::variant<Opened,
                               FrameReceived,
                               Greeted,
                               Appended,
                               ChangesRead,
                               Published,
                               LookedUp,
                               RightDecided,
                               EnrolDecided,
                               TimerFired>;

    // What is to be done.
    struct Greet {
        Hello hello;
    };
    struct Append {
        Push push;
    };
    struct ReadChanges {
        std::string bucket;
        std::string from;
    };
    struct LookUp {
        Lookup lookup;
    };
    struct DecideRight {
        RightAsk ask;
    };
    struct DecideEnrol {
        Enrol enrol;
    };
    struct SendFrame {
        Lane lane = Lane::bulk;
        std::string frame;
    };
    struct SetTimer {
        std::int64_t at_ms = 0;
    };
    struct Close {  ///< after everything sent before it
        std::string reason;
    };
    using Action = std::variant<Greet,
                                Append,
                                ReadChanges,
                                LookUp,
                                DecideRight,
                                DecideEnrol,
                                SendFrame,
                                SetTimer,
                                Close>;
    using Actions = std::vector<Action>;

    enum class State { opening, waiting_for_hello, deciding, live, closed };

    Actions on(const Event& event, Moment now);

    State state() const noexcept { return state_; }

private:
    /// One bucket as this connection has been sent it.
    struct Feed {
        std::string cursor;    // what the terminal has applied, or is being sent
        bool reading = false;  // ReadChanges or a CHANGES is under way
        bool newer = true;     // something may wait after the cursor
    };

    void on_event(const Opened&);
    void on_event(const FrameReceived&);
    void on_event(const Greeted&);
    void on_event(const Appended&);
    void on_event(const ChangesRead&);
    void on_event(const Published&);
    void on_event(const LookedUp&);
    void on_event(const RightDecided&);
    void on_event(const EnrolDecided&);
    void on_event(const TimerFired&);

    void on_message(const Hello&);
    void on_message(const Push&);
    void on_message(const ChangesAck&);
    void on_message(const Lookup&);
    void on_message(const RightAsk&);
    void on_message(const Enrol&);
    void on_message(const Ping&);
    void on_message(const Pong&) {}
    template <class Other>
    void on_message(const Other&);

    bool must_be_live();
    void send(const Message& message, Lane lane);
    void append_next();
    void read_changes(const std::string& bucket, Feed& feed);
    void close(std::string reason);

    State state_ = State::opening;
    Moment now_;
    Actions actions_;
    std::int64_t last_received_ms_ = 0;
    std::int64_t timer_at_ = -1;
    std::optional<TerminalId> certified_;
    std::deque<Push> pushes_;
    bool appending_ = false;
    std::map<std::string, Feed> feeds_;
};

}  // namespace loyal::wire
