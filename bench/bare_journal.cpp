#include "bare_journal.hpp"

#include <cstdio>
#include <cstdlib>

namespace loyal::bench {
namespace {

void check(int code)
{
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    std::fprintf(stderr, "bare SQLite failed: %s\n", sqlite3_errstr(code));
    std::abort();
}

sqlite3_stmt* prepare(sqlite3* connection, const char* sql)
{
    sqlite3_stmt* statement = nullptr;
    check(sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr));
    return statement;
}

void run(sqlite3_stmt* statement)
{
    check(sqlite3_step(statement));
    sqlite3_reset(statement);
}

}  // namespace

BareJournal::BareJournal(const std::string& path)
{
    check(sqlite3_open(path.c_str(), &connection_));
    check(sqlite3_exec(connection_, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", nullptr,
                       nullptr, nullptr));
    check(sqlite3_exec(connection_, journal_schema, nullptr, nullptr, nullptr));
    begin_ = prepare(connection_, "BEGIN IMMEDIATE");
    entry_ = prepare(connection_, insert_entry);
    member_ = prepare(connection_, update_member);
    head_ = prepare(connection_, update_head);
    end_ = prepare(connection_, "COMMIT");
}

BareJournal::~BareJournal()
{
    for (sqlite3_stmt* statement : {begin_, entry_, member_, head_, end_})
        sqlite3_finalize(statement);
    sqlite3_close(connection_);
}

void BareJournal::commit(std::int64_t seq, const std::string& body)
{
    run(begin_);
    sqlite3_bind_int64(entry_, 1, seq);
    sqlite3_bind_blob64(entry_, 2, body.data(), body.size(), SQLITE_STATIC);
    run(entry_);
    sqlite3_bind_int64(member_, 1, 1 + seq * 7919 % members);
    run(member_);
    sqlite3_bind_int64(head_, 1, seq);
    run(head_);
    run(end_);
}

}  // namespace loyal::bench
