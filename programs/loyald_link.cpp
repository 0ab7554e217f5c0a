#include "loyald_link.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <chrono>
#include <exception>
#include <utility>

namespace loyal::programs {
namespace {

constexpr int log_warning = 4;
constexpr int log_information = 6;
// A cashier waits for these with a customer at the counter.
constexpr auto lookup_deadline = std::chrono::milliseconds{1'000};
constexpr auto right_deadline = std::chrono::milliseconds{1'500};
constexpr auto enrol_retry = std::chrono::seconds{10};

link::TimePoint within(std::chrono::milliseconds deadline)
{
    return std::chrono::steady_clock::now() + deadline;
}

}  // namespace

TillLink::TillLink(asio::io_context& io, database::Store& store, const Config& config, Log log)
    : io_{io},
      store_{store},
      config_{config},
      log_{std::move(log)},
      folder_{config.state + "/link"},
      retry_{io}
{
}

void TillLink::join(terminal::Surroundings& around)
{
    if (!config_.head_office) return;
    around.link_status = [this] { return status(); };
    around.something_to_send = [this] {
        if (link_) link_->entries_recorded();
    };
    around.send_now = [this] {
        if (link_) link_->send_now();
    };
    around.find_member_elsewhere = [this](std::string credential) -> asio::awaitable<bool> {
        if (!link_) co_return false;
        const auto found =
            co_await link_->find_member_elsewhere(std::move(credential), within(lookup_deadline));
        co_return found.has_value();
    };
    around.ask_right = [this](MemberId member,
                              Points points) -> asio::awaitable<std::optional<Points>> {
        if (!link_) co_return std::nullopt;
        co_return co_await link_->ask_right(std::move(member), points, within(right_deadline));
    };
}

terminal::LinkStatus TillLink::status() const
{
    using State = terminal::LinkStatus::State;
    terminal::LinkStatus shown;
    shown.state = State::offline;
    if (!link_) return shown;
    const link::LinkStatus now = link_->status();
    switch (now.state) {
        case link::LinkState::stopped:
        case link::LinkState::offline: break;
        case link::LinkState::online: shown.state = State::online; break;
        case link::LinkState::sending: shown.state = State::sending; break;
        case link::LinkState::refused: shown.state = State::refused; break;
    }
    shown.quarantined = now.quarantined;
    if (now.last_contact) shown.last_contact = Instant{*now.last_contact, 0};
    return shown;
}

// The link tells of every frame; the pages are told at most once for all that came meanwhile.
void TillLink::tell(terminal::Terminal& terminal)
{
    if (is_telling_) return;
    is_telling_ = true;
    asio::co_spawn(
        io_,
        [](TillLink& self, terminal::Terminal& to) -> asio::awaitable<void> {
            self.is_telling_ = false;
            co_await to.on_change();
        }(*this, terminal),
        [this](const std::exception_ptr& failure) {
            if (failure) log_(log_warning, "the pages could not be told of head office");
        });
}

// The request for a certificate blocks, so it runs on a thread of its own.
asio::awaitable<bool> TillLink::enrolled()
{
    if (link::is_enrolled(folder_)) co_return true;
    const HeadOfficeConfig& office = *config_.head_office;
    if (office.token.empty()) {
        log_(log_warning,
             "head office: not enrolled; put the token of loyal-hq enrol-terminal "
             "into head_office.token");
        co_return false;
    }
    asio::thread_pool worker{1};
    std::string problem;
    co_await asio::co_spawn(
        worker,
        [](const HeadOfficeConfig& to, std::string folder,
           std::string& why) -> asio::awaitable<void> {
            try {
                link::enrol(to.host, to.port, to.token, folder);
            } catch (const std::exception& error) {
                why = error.what();
            }
            co_return;
        }(office, folder_, problem),
        asio::use_awaitable);
    worker.join();
    if (problem.empty()) {
        log_(log_information, "enrolled with head office " + office.host);
        co_return true;
    }
    if (problem != problem_) log_(log_warning, "head office: " + problem);
    problem_ = problem;
    co_return false;
}

asio::awaitable<void> TillLink::run(terminal::Terminal& terminal)
{
    if (!config_.head_office) co_return;
    while (!is_stopping_ && !co_await enrolled()) {
        retry_.expires_after(enrol_retry);
        co_await retry_.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (is_stopping_) co_return;
    link::LinkOptions options;
    options.host = config_.head_office->host;
    options.port = config_.head_office->port;
    options.folder = folder_;
    options.store = config_.till.store;
    options.terminal = config_.till.terminal;
    options.version = LOYAL_VERSION;
    options.on_event = [this](std::string_view text) { log_(log_information, text); };
    options.on_changes = [this, &terminal](std::string_view) { tell(terminal); };
    options.on_status = [this, &terminal] { tell(terminal); };
    link_.emplace(io_, store_, std::move(options));
    co_await link_->run();
}

void TillLink::stop()
{
    is_stopping_ = true;
    retry_.cancel();
    if (link_) link_->stop();
}

}  // namespace loyal::programs
