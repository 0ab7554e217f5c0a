#pragma once

#include "enrolment.hpp"
#include "ingest.hpp"
#include "projection.hpp"
#include "reference.hpp"
#include "rights.hpp"
#include "storage/sqlite_storage.hpp"
#include "support/till_journal.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

namespace loyal::head_office {

using tests::TillJournal;

/// A head office in memory, with the test programme published, two terminals of one store enrolled
/// and one member imported.
struct OfficeBench {
    database::Database database{open_head_office(":memory:")};
    SqliteStorage storage{database};
    Programmes programmes;
    MemberSnapshot member;

    explicit OfficeBench(bool with_programme = true)
    {
        format::start_crypto();
        storage.put_meta("generation", "g1");
        for (const char* name : {"S001-T1", "S001-T2"}) enrolled(name);
        if (with_programme)
            REQUIRE(publish_programme(storage, programmes, tests::programme_text).has_value());
        import(R"({"id":"M1","name":"王小明","phone":"13800000001","card":"88001"})");
        member.id = MemberId{"M1"};
        member.tier = TierCode{"basic"};
    }

    void enrolled(const char* name)
    {
        TerminalRecord terminal;
        terminal.terminal = TerminalId{name};
        terminal.store = StoreId{"S001"};
        storage.put_terminal(terminal);
    }
    void import(const std::string& row)
    {
        MemberSecrets secrets;
        secrets.key.fill(7);
        REQUIRE(import_member(storage, programmes, row, secrets).has_value());
    }
    std::variant<wire::Ack, wire::Refuse> push(const TillJournal& till,
                                               std::vector<wire::PushedEntry> entries)
    {
        return take_push(storage, programmes, till.terminal(), {1, std::move(entries), {}}, 1000);
    }
    wire::Ack take(const TillJournal& till, std::vector<wire::PushedEntry> entries)
    {
        auto answer = push(till, std::move(entries));
        REQUIRE(std::holds_alternative<wire::Ack>(answer));
        return std::get<wire::Ack>(answer);
    }
    EntryState state_of(const TillJournal& till, std::int64_t seq)
    {
        return storage.entry({till.terminal(), 1, seq})->state;
    }
    std::int64_t balance_of(const std::string& id)
    {
        return balance(storage.member(MemberId{id})->state, *parse_date("2026-11-22")).count();
    }
    std::vector<std::string> check()
    {
        auto other = open_head_office(":memory:");
        SqliteStorage scratch{other};
        return verify(storage, scratch);
    }
    Totals totals(const std::string& tier)
    {
        const BusinessDate day = *parse_date("2026-11-22");
        for (const TierRow& row : storage.totals_by_tier(day, day))
            if ((row.tier ? row.tier->value() : "") == tier) return row.totals;
        return {};
    }
};

}  // namespace loyal::head_office
