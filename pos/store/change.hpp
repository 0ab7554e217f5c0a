#pragma once

#include <loyal/store/journal.hpp>

#include <optional>

namespace loyal::store {

/// A transaction of its own, or part of the one that is open.
class Change {
public:
    explicit Change(Database& database)
    {
        if (!database.in_transaction()) transaction_.emplace(database);
    }
    void commit()
    {
        if (transaction_) transaction_->commit();
    }

private:
    std::optional<database::Transaction> transaction_;
};

void put_cursor(Database& database,
                std::string_view bucket,
                const std::optional<std::string>& cursor);

}  // namespace loyal::store
