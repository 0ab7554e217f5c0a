#include "reference.hpp"

#include "member_row.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace loyal::head_office {
namespace {

constexpr std::size_t rows_at_once = 500;

/// A cursor is "<generation>.<version>"; one of another generation starts from the beginning.
std::int64_t version_in(const std::string& cursor, const std::string& generation)
{
    const std::string head = generation + ".";
    if (cursor.compare(0, head.size(), head) != 0) return 0;
    std::int64_t version = 0;
    std::from_chars(cursor.data() + head.size(), cursor.data() + cursor.size(), version);
    return version;
}

/// Collects rows until a batch is full.
class Batch {
public:
    explicit Batch(wire::Changes& changes) : changes_{changes} {}

    /// @return false if the row does not fit any more
    bool add(std::string row)
    {
        if (!changes_.rows.empty() && bytes_ + row.size() > wire::changes_bytes_max) return false;
        bytes_ += row.size();
        changes_.rows.push_back(std::move(row));
        return true;
    }

private:
    wire::Changes& changes_;
    std::size_t bytes_ = 0;
};

std::int64_t fill_members(Storage& storage,
                          const StoreId& store,
                          std::int64_t after,
                          wire::Changes& changes)
{
    Batch batch{changes};
    const auto members = storage.members_after(store, after, rows_at_once);
    const auto heads = storage.heads_of_store(store);
    std::int64_t last = after;
    changes.more = members.size() == rows_at_once;
    for (const MemberChange& member : members) {
        if (!batch.add(member_row(member, heads))) {
            changes.more = true;
            break;
        }
        last = member.version;
    }
    return last;
}

std::int64_t fill_reference(Storage& storage, std::int64_t after, wire::Changes& changes)
{
    Batch batch{changes};
    const auto rows = storage.reference_after(changes.bucket, after, rows_at_once);
    std::int64_t last = after;
    changes.more = rows.size() == rows_at_once;
    for (const ReferenceRow& row : rows) {
        if (!batch.add(row.row)) {
            changes.more = true;
            break;
        }
        last = row.version;
    }
    return last;
}

}  // namespace

wire::Changes changes_after(Storage& storage,
                            const StoreId& store,
                            const std::string& bucket,
                            const std::string& cursor)
{
    wire::Changes changes;
    changes.bucket = bucket;
    changes.from = changes.to = cursor;
    storage.in_transaction([&] {
        const std::string generation = storage.meta("generation").value_or("");
        const std::int64_t after = version_in(cursor, generation);
        const std::int64_t last = bucket == "members" ? fill_members(storage, store, after, changes)
                                                      : fill_reference(storage, after, changes);
        if (!changes.rows.empty()) changes.to = generation + "." + std::to_string(last);
    });
    return changes;
}

std::vector<std::string> look_up(Storage& storage,
                                 const StoreId& store,
                                 const std::string& credential,
                                 const format::Key& lookup_key)
{
    std::vector<std::string> rows;
    storage.in_transaction([&] {
        auto member = storage.member_of_card(credential);
        if (!member) member = storage.member_of_phone(format::phone_key(credential, lookup_key));
        if (!member) return;
        storage.put_member_store(*member, store);
        const auto change = storage.member_change(*member);
        if (change) rows.push_back(member_row(*change, storage.heads_of_store(store)));
    });
    return rows;
}

}  // namespace loyal::head_office
