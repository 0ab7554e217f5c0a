#pragma once

#include <sqlite3.h>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace loyal::database {

/// The database failed in a way no caller can repair: full disk, corruption, lost file.
class StoreError : public std::runtime_error {
public:
    StoreError(int code, const std::string& message) : std::runtime_error{message}, code_{code} {}

    int code() const noexcept { return code_; }  ///< SQLite extended result code

    bool is_full() const noexcept { return primary() == SQLITE_FULL; }  ///< no room on the disk
    /// The file is damaged, or is no database at all.
    bool is_corrupt() const noexcept
    {
        return primary() == SQLITE_CORRUPT || primary() == SQLITE_NOTADB;
    }
    bool is_busy() const noexcept { return primary() == SQLITE_BUSY; }
    bool is_constraint() const noexcept { return primary() == SQLITE_CONSTRAINT; }
    /// A Deadline passed while the statement ran.
    bool is_interrupted() const noexcept { return primary() == SQLITE_INTERRUPT; }

private:
    int primary() const noexcept { return code_ & 0xff; }

    int code_;
};

/// One prepared statement, reset and cleared when it goes out of scope. Columns count from 0,
/// bindings from 1; a parameter that was never bound is NULL.
class Statement {
public:
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    ~Statement();

    Statement& bind(int index, std::int64_t value);
    /// `text` must live until the statement has run; temporary strings are copied instead.
    Statement& bind(int index, std::string_view text);
    template <std::same_as<std::string> Text>
    Statement& bind(int index, Text&& text)
    {
        return bind_copy(index, text);
    }
    Statement& bind(int index, std::nullopt_t);
    template <class Value>
    Statement& bind(int index, const std::optional<Value>& value)
    {
        return value ? bind(index, *value) : bind(index, std::nullopt);
    }
    /// `bytes` must live until the statement has run.
    Statement& bind_blob(int index, std::span<const std::uint8_t> bytes);
    Statement& bind_blob(int index, std::string_view bytes);

    bool step();  ///< true while there is a row @throws StoreError
    /// Runs to the end, ignoring rows, and resets: bind anew and run again. @throws StoreError
    void run();

    bool is_null(int column) const;
    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
    std::optional<std::int64_t> optional_integer(int column) const;
    std::string text(int column) const { return std::string{text_view(column)}; }
    std::optional<std::string> optional_text(int column) const;
    std::vector<std::uint8_t> blob(int column) const;
    std::string_view text_view(int column) const;  ///< until the next step; "" for NULL

private:
    friend class Database;
    Statement(sqlite3_stmt& statement, bool& in_use) noexcept;
    Statement& bind_copy(int index, std::string_view text);
    void check(int code) const;

    sqlite3_stmt* statement_;
    bool* in_use_;
};

/// How to open a database file.
struct OpenOptions {
    std::string path;        ///< ":memory:" for a private one in memory
    bool read_only = false;  ///< never creates the file, never checkpoints
    std::string vfs{};       ///< name of a registered SQLite VFS; empty is the default one
    std::chrono::milliseconds busy_timeout{2'000};
    /// SQLite's application_id of our files; 0 accepts any. A file that holds tables of someone
    /// else is refused before anything in it changes.
    std::int32_t application_id = 0;
};

/// One SQLite connection in WAL mode with synchronous=FULL, foreign keys on and no automatic
/// checkpoints. Belongs to one thread at a time. There is exactly one read-write connection to a
/// file (SQLite before 3.51.3 can lose a WAL reset with two), and it alone checkpoints.
class Database {
public:
    /// @throws StoreError; SchemaError (migration.hpp) for a file of another application
    explicit Database(const OpenOptions& options);
    explicit Database(const std::string& path) : Database{OpenOptions{.path = path}} {}

    void execute(const char* sql);  ///< any number of statements @throws StoreError

    /// The statement for `sql`, prepared at its first use. `sql` is a literal: its address is the
    /// cache key. The same literal is not prepared again while its statement is in scope.
    Statement prepare(const char* sql);

    std::int64_t changes() const { return sqlite3_changes64(connection_.get()); }
    std::int64_t last_row() const { return sqlite3_last_insert_rowid(connection_.get()); }
    bool in_transaction() const { return sqlite3_get_autocommit(connection_.get()) == 0; }

    /// Pages in the write-ahead log that the last checkpoint left, or commits added since.
    int wal_pages() const noexcept { return state_->wal_pages; }
    /// Copies the write-ahead log into the file as far as readers allow, without waiting for
    /// them. @return pages that remain to be copied. @throws StoreError
    int checkpoint();

    /// A consistent copy at `path`, which appears there complete and durable or not at all.
    /// Replaces an older file. Works on a read-only connection. @throws StoreError
    void back_up(const std::string& path);

    /// What SQLite's quick_check has to say, at most `limit` lines; empty when all is well.
    std::vector<std::string> damage(int limit = 10);

    std::int32_t application_id() const noexcept { return application_id_; }
    sqlite3* handle() const noexcept { return connection_.get(); }

private:
    friend class Deadline;
    struct Close {
        void operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }
    };
    struct Cached {
        std::unique_ptr<sqlite3_stmt, Finalize> statement;
        bool in_use = false;
    };
    struct State {  // what SQLite's hooks write to; its address outlives a move of the Database
        int wal_pages = 0;
        std::chrono::steady_clock::time_point deadline;
    };

    void refuse_foreign_file();
    void configure(const OpenOptions& options);

    std::unique_ptr<State> state_;
    std::unique_ptr<sqlite3, Close> connection_;
    std::unordered_map<const char*, Cached> cache_;
    std::int32_t application_id_;
};

/// Statements that are still running when the deadline passes fail with is_interrupted(), until
/// this object goes out of scope. For long reads on the background thread.
class Deadline {
public:
    Deadline(Database& database, std::chrono::milliseconds from_now);
    ~Deadline();
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

private:
    sqlite3* connection_;
};

/// Commits on commit(), rolls back otherwise. Takes the write lock at once, so a transaction
/// never fails halfway because another connection got there first.
class Transaction {
public:
    explicit Transaction(Database& database);  ///< @throws StoreError
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();  ///< durable when it returns @throws StoreError: nothing was committed

private:
    Database* database_;
};

/// Several reads that see one state of the database. Ends with its scope.
class ReadTransaction {
public:
    explicit ReadTransaction(Database& database);  ///< @throws StoreError
    ~ReadTransaction();
    ReadTransaction(const ReadTransaction&) = delete;
    ReadTransaction& operator=(const ReadTransaction&) = delete;

private:
    Database* database_;
};

}  // namespace loyal::database
