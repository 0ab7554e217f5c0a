#pragma once

#include "programmes.hpp"
#include "state_folder.hpp"
#include "storage/sqlite_storage.hpp"

#include <loyal/database/store.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace loyal::head_office {

namespace asio = boost::asio;

class Session;

/// What sessions and HTTP share. `programmes` belongs to the database's thread, everything else
/// to the io_context's.
struct Office {
    Office(asio::io_context& context, const std::string& folder)
        : io{context},
          secrets{load_secrets(folder)},
          store{open_head_office(database_path(folder))},
          feed_changed{io, asio::steady_timer::time_point::max()},
          members_due{io}
    {
    }

    void log(std::string_view line) const
    {
        if (on_event) on_event(line);
    }
    /// Wakes the readers of the feed and tells every session of a moved bucket.
    void entries_arrived();
    void published();

    asio::io_context& io;
    Secrets secrets;
    database::Store store;
    Programmes programmes;
    std::set<Session*> sessions;
    asio::steady_timer feed_changed;  // cancelled when there is something new
    asio::steady_timer members_due;   // gathers changes of members for a moment
    bool is_members_due = false;
    bool is_stopping = false;
    std::function<void(std::string_view)> on_event;
};

std::int64_t utc_now();

}  // namespace loyal::head_office
