#include <loyal/database/database.hpp>

#include <cassert>

namespace loyal::database {
namespace {

[[noreturn]] void fail(sqlite3_stmt* statement)
{
    sqlite3* connection = sqlite3_db_handle(statement);
    throw StoreError{sqlite3_extended_errcode(connection), sqlite3_errmsg(connection)};
}

// A null pointer would bind NULL where an empty text or blob is meant.
const char* not_null(const char* bytes)
{
    return bytes == nullptr ? "" : bytes;
}

}  // namespace

Statement::Statement(sqlite3_stmt& statement, bool& in_use) noexcept
    : statement_{&statement}, in_use_{&in_use}
{
    assert(!in_use && "the same literal is prepared twice at once");
    in_use = true;
}

Statement::~Statement()
{
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    *in_use_ = false;
}

void Statement::check(int code) const
{
    if (code != SQLITE_OK) fail(statement_);
}

Statement& Statement::bind(int index, std::int64_t value)
{
    check(sqlite3_bind_int64(statement_, index, value));
    return *this;
}

Statement& Statement::bind(int index, std::string_view text)
{
    check(sqlite3_bind_text64(statement_, index, not_null(text.data()), text.size(), SQLITE_STATIC,
                              SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind(int index, std::nullopt_t)
{
    check(sqlite3_bind_null(statement_, index));
    return *this;
}

Statement& Statement::bind_copy(int index, std::string_view text)
{
    // SQLITE_TRANSIENT is an old-style cast of -1; sqlite3_free on a copy says the same.
    void* copy = sqlite3_malloc64(text.size() + 1);
    if (copy == nullptr) throw std::bad_alloc{};
    text.copy(static_cast<char*>(copy), text.size());
    check(sqlite3_bind_text64(statement_, index, static_cast<char*>(copy), text.size(),
                              sqlite3_free, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_blob(int index, std::span<const std::uint8_t> bytes)
{
    const void* data = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
    check(sqlite3_bind_blob64(statement_, index, data, bytes.size(), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bind_blob(int index, std::string_view bytes)
{
    check(sqlite3_bind_blob64(statement_, index, not_null(bytes.data()), bytes.size(),
                              SQLITE_STATIC));
    return *this;
}

bool Statement::step()
{
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    fail(statement_);
}

void Statement::run()
{
    while (step()) {
    }
    sqlite3_reset(statement_);
}

bool Statement::is_null(int column) const
{
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::optional<std::int64_t> Statement::optional_integer(int column) const
{
    if (is_null(column)) return std::nullopt;
    return integer(column);
}

std::optional<std::string> Statement::optional_text(int column) const
{
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::string_view Statement::text_view(int column) const
{
    // The blob call does not convert; our text is UTF-8 in the file already.
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return bytes == nullptr ? std::string_view{} : std::string_view{bytes, size};
}

std::vector<std::uint8_t> Statement::blob(int column) const
{
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return bytes == nullptr ? std::vector<std::uint8_t>{}
                            : std::vector<std::uint8_t>(bytes, bytes + size);
}

}  // namespace loyal::database
