#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>

namespace loyal::bench {

/// The same rows as the bench writes through the library, with nothing but SQLite's C interface
/// and its defaults (checkpoint at 1,000 pages) besides WAL and synchronous=FULL.
class BareJournal {
public:
    explicit BareJournal(const std::string& path);
    ~BareJournal();
    BareJournal(const BareJournal&) = delete;
    BareJournal& operator=(const BareJournal&) = delete;

    void commit(std::int64_t seq, const std::string& body);

private:
    sqlite3* connection_ = nullptr;
    sqlite3_stmt* begin_ = nullptr;
    sqlite3_stmt* entry_ = nullptr;
    sqlite3_stmt* member_ = nullptr;
    sqlite3_stmt* head_ = nullptr;
    sqlite3_stmt* end_ = nullptr;
};

inline constexpr int members = 10'000;
inline constexpr auto journal_schema =
    "CREATE TABLE entry (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, body BLOB NOT NULL) STRICT;"
    "CREATE TABLE member (member_id INTEGER PRIMARY KEY, points INTEGER NOT NULL) STRICT;"
    "CREATE TABLE head (one INTEGER PRIMARY KEY, seq INTEGER NOT NULL) STRICT;"
    "INSERT INTO head VALUES (1, 0);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
    " INSERT INTO member SELECT i, 0 FROM n;";
inline constexpr auto insert_entry = "INSERT INTO entry VALUES (?1, zeroblob(32), ?2)";
inline constexpr auto update_member = "UPDATE member SET points = points + 1 WHERE member_id = ?1";
inline constexpr auto update_head = "UPDATE head SET seq = ?1 WHERE one = 1";

}  // namespace loyal::bench
