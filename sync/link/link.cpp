#include "link_parts.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace loyal::link {
namespace {

using Machine = wire::LinkMachine;
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

}  // namespace

Link::Link(asio::io_context& io, database::Store& store, LinkOptions options)
    : parts_{std::make_unique<Parts>(io, store, std::move(options))}
{
}

Link::~Link() = default;

asio::awaitable<void> Link::run()
{
    using asio::experimental::awaitable_operators::operator&&;
    Parts& parts = *parts_;
    parts.handle(Machine::Started{});
    co_await (parts.keep_connected() && parts.watch_time() &&
              parts.work(parts.jobs, parts.jobs_changed) &&
              parts.work(parts.urgent_jobs, parts.urgent_changed));
}

void Link::stop()
{
    Parts& parts = *parts_;
    parts.is_stopped = true;
    parts.handle(Machine::Stopped{});
    parts.connect_wanted.cancel();
    parts.timer.cancel();
    parts.jobs_changed.cancel();
    parts.urgent_changed.cancel();
}

void Link::entries_recorded()
{
    parts_->handle(Machine::EntriesRecorded{});
}

void Link::send_now()
{
    parts_->handle(Machine::SendNow{});
}

LinkStatus Link::status() const
{
    const Parts& parts = *parts_;
    const Machine::Status& now = parts.machine.status();
    LinkStatus status;
    switch (now.state) {
        case Machine::State::stopped: status.state = LinkState::stopped; break;
        case Machine::State::waiting:
        case Machine::State::connecting:
        case Machine::State::greeting: status.state = LinkState::offline; break;
        case Machine::State::live:
            status.state = now.caught_up ? LinkState::online : LinkState::sending;
            break;
    }
    if (now.refused && now.state != Machine::State::stopped) status.state = LinkState::refused;
    status.problem = now.last_problem;
    status.quarantined = static_cast<std::int64_t>(now.quarantined.size());
    if (parts.last_contact > 0) status.last_contact = parts.last_contact;
    status.clock_offset = now.clock_offset;
    status.bytes_sent = parts.bytes_sent;
    if (parts.outbox != nullptr)
        status.bytes_sent += static_cast<std::int64_t>(parts.outbox->bytes_sent());
    status.bytes_received = parts.bytes_received;
    return status;
}

asio::awaitable<std::optional<MemberId>> Link::find_member_elsewhere(std::string credential,
                                                                     TimePoint deadline)
{
    Parts& parts = *parts_;
    const std::int64_t request = ++parts.next_lookup;
    Waiter<MemberId> waiter{asio::steady_timer{parts.io, deadline}};
    parts.lookups[request] = &waiter;
    parts.handle(Machine::LookupAsked{request, std::move(credential)});
    if (!waiter.is_answered) co_await waiter.done.async_wait(as_tuple);
    parts.lookups.erase(request);
    if (!waiter.is_answered) parts.handle(Machine::LookupExpired{request});
    co_return waiter.answer;
}

asio::awaitable<std::optional<Points>> Link::ask_right(MemberId member,
                                                       Points points,
                                                       TimePoint deadline)
{
    Parts& parts = *parts_;
    const std::string request = hex_of(parts.random()) + hex_of(parts.random());
    Waiter<Points> waiter{asio::steady_timer{parts.io, deadline}};
    parts.rights[request] = &waiter;
    parts.handle(Machine::RightAsked{{request, std::move(member), points}});
    if (!waiter.is_answered) co_await waiter.done.async_wait(as_tuple);
    if (parts.rights.erase(request) == 0 && !waiter.is_answered) {
        // The right is here and on its way into the journal: a short wait, whatever the deadline.
        waiter.done.expires_at(asio::steady_timer::time_point::max());
        co_await waiter.done.async_wait(as_tuple);
    }
    if (!waiter.is_answered) parts.handle(Machine::RightExpired{request});
    co_return waiter.answer;
}

}  // namespace loyal::link
