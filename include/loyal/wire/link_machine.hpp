#pragma once

#include <loyal/wire/message.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace loyal::wire {

/// The terminal's end of its link to head office: every state, no socket.
///
/// Feed it what happened, do what it answers. It sends the journal in order and from where head
/// office says it is, keeps a few PUSH frames under way, applies reference changes one batch at a
/// time, answers look-ups and rights, notices a dead connection and comes back with full jitter.
class LinkMachine {
public:
    static constexpr std::int64_t retry_first_ms = 1'000;
    static constexpr std::int64_t retry_most_ms = 300'000;
    static constexpr std::int64_t greeting_most_ms = 10'000;
    static constexpr std::int64_t answer_most_ms = 30'000;  ///< a PUSH without its ACK
    static constexpr std::int64_t ping_after_ms = 20'000;
    static constexpr std::int64_t silence_most_ms = 45'000;
    static constexpr std::size_t requests_max = 64;  ///< look-ups and rights that wait

    /// What the terminal holds when a connection begins; read from its database.
    struct LocalState {
        TerminalId terminal;
        StoreId store;
        std::int64_t epoch = 1;
        std::int64_t seq = 0;
        format::Hash head{};
        std::int64_t received = 0;
        std::map<std::string, std::string> cursors;
        std::string boot;
        std::string token;
        std::string generation;
        std::int64_t clock = 0;
        std::string version;
    };

    // What can happen.
    struct Started {};
    struct Connected {
        LocalState local;
    };
    struct Disconnected {  ///< also: the attempt to connect failed
        std::string reason;
    };
    struct FrameReceived {
        std::string frame;
    };
    struct TimerFired {};
    struct EntriesRecorded {};
    struct EntriesRead {              ///< the answer to ReadEntries; none: there are no more
        std::int64_t connection = 0;  ///< of the ReadEntries
        std::vector<PushedEntry> entries;
        std::vector<Identity> identities;
    };
    struct ChangesApplied {           ///< the answer to ApplyChanges, durable
        std::int64_t connection = 0;  ///< of the ApplyChanges
        std::string bucket;
        std::string cursor;
    };
    struct LookupAsked {
        std::int64_t request = 0;
        std::string credential;
    };
    struct RightAsked {
        RightAsk ask;
    };
    struct LookupExpired {
        std::int64_t request = 0;
    };
    struct RightExpired {
        std::string request;
    };
    struct SendNow {};
    struct Stopped {};
    using Event = std::variant<Started,
                               Connected,
                               Disconnected,
                               FrameReceived,
                               TimerFired,
                               EntriesRecorded,
                               EntriesRead,
                               ChangesApplied,
                               LookupAsked,
                               RightAsked,
                               LookupExpired,
                               RightExpired,
                               SendNow,
                               Stopped>;

    // What is to be done.
    struct Connect {};
    struct SendFrame {
        Lane lane = Lane::bulk;
        std::string frame;
    };
    struct ReadEntries {
        std::int64_t connection = 0;  ///< answers that come after their connection are ignored
        std::int64_t epoch = 1;
        std::int64_t after = 0;
    };
    struct Acknowledge {
        std::int64_t epoch = 1;
        std::int64_t through = 0;
    };
    struct ApplyChanges {
        std::int64_t connection = 0;
        Changes changes;
    };
    struct KeepWelcome {
        Welcome welcome;
    };
    struct LookupDone {
        std::int64_t request = 0;
        bool answered = false;  ///< false: head office could not be asked
        std::vector<std::string> rows;
    };
    struct RightDone {
        std::string request;
        std::optional<Grant> grant;  ///< none: head office could not be asked
    };
    struct SetTimer {
        std::int64_t at_ms = 0;
    };
    struct Close {
        std::string reason;
    };
    using Action = std::variant<Connect,
                                SendFrame,
                                ReadEntries,
                                Acknowledge,
                                ApplyChanges,
                                KeepWelcome,
                                LookupDone,
                                RightDone,
                                SetTimer,
                                Close>;
    using Actions = std::vector<Action>;

    enum class State { stopped, waiting, connecting, greeting, live };

    struct Status {
        State state = State::stopped;
        bool caught_up = false;  ///< everything known is acknowledged
        std::int64_t acknowledged = 0;
        std::vector<Held> quarantined;
        std::optional<Refuse> refused;  ///< what head office said when it refused, until it agrees
        std::string last_problem;       ///< one line; empty after a good connection
        std::int64_t last_contact_ms = -1;
        std::int64_t clock_offset = 0;  ///< head office's clock less ours, seconds
    };

    Actions on(const Event& event, Moment now);

    const Status& status() const noexcept { return status_; }

private:
    struct Waiting {
        Message message;
        bool sent = false;
    };

    void on_event(const Started&);
    void on_event(const Connected&);
    void on_event(const Disconnected&);
    void on_event(const FrameReceived&);
    void on_event(const TimerFired&);
    void on_event(const EntriesRecorded&);
    void on_event(const EntriesRead&);
    void on_event(const ChangesApplied&);
    void on_event(const LookupAsked&);
    void on_event(const RightAsked&);
    void on_event(const LookupExpired&);
    void on_event(const RightExpired&);
    void on_event(const SendNow&);
    void on_event(const Stopped&);

    void on_message(const Welcome&);
    void on_message(const Refuse&);
    void on_message(const Ack&);
    void on_message(const Changes&);
    void on_message(const LookupAnswer&);
    void on_message(const Grant&);
    void on_message(const Ping&);
    void on_message(const Pong&);
    template <class Other>
    void on_message(const Other&);

    void send(const Message& message, Lane lane);
    void connect_now();
    void wait_to_retry();
    void read_on();
    void send_requests();
    void fail_requests();
    void give_up(std::string reason);
    void check_deadlines();
    std::int64_t next_deadline() const;

    Status status_;
    Moment now_;
    Actions actions_;

    std::int64_t attempts_ = 0;
    std::int64_t retry_at_ = 0;
    std::int64_t state_since_ = 0;
    std::int64_t last_received_ms_ = 0;
    std::int64_t last_sent_ms_ = 0;
    std::int64_t timer_at_ = -1;

    // Of the present connection.
    std::int64_t connection_ = 0;
    std::int64_t epoch_ = 1;
    std::int64_t sent_through_ = 0;
    std::int64_t credits_ = 1;
    std::vector<std::int64_t> outstanding_ms_;  // when each PUSH under way was sent
    std::int64_t push_number_ = 0;
    std::int64_t ping_number_ = 0;
    bool reading_ = false;
    bool more_ = false;  // entries may wait after sent_through_
    std::int64_t local_clock_ = 0;

    std::map<std::int64_t, Waiting> lookups_;
    std::map<std::string, Waiting> rights_;
};

}  // namespace loyal::wire
