#pragma once

#include "storage/storage.hpp"

#include <loyal/database/database.hpp>

namespace loyal::head_office {

/// "loyH": what head office's database says it is.
inline constexpr std::int32_t application_id = 0x6C6F7948;

/// The database at `path`, made or brought to this release's schema.
/// @throws SchemaError, StoreError; the file is unchanged then
database::Database open_head_office(const std::string& path);

/// The port on SQLite: one connection, one writer. Cheap to make for each piece of work.
class SqliteStorage final : public Storage {
public:
    explicit SqliteStorage(database::Database& database) noexcept : database_{&database} {}

    void in_transaction(const std::function<void()>& work) override;
    std::optional<std::string> meta(std::string_view name) override;
    void put_meta(std::string_view name, std::string_view value) override;

    std::optional<TerminalRecord> terminal(const TerminalId& id) override;
    void put_terminal(const TerminalRecord& record) override;
    std::vector<TerminalHealth> terminals() override;
    void put_enrolment(const EnrolmentRecord& record) override;
    std::optional<EnrolmentRecord> enrolment(std::string_view token_hash) override;

    HeadRecord head(const TerminalId& terminal, std::int64_t epoch) override;
    std::optional<EntryRecord> entry(const JournalPosition& at) override;
    std::int64_t append(const EntryRecord& entry) override;
    void set_state(const JournalPosition& at,
                   EntryState state,
                   std::string_view note,
                   std::string_view programme) override;
    std::vector<EntryRecord> entries_after(std::int64_t position, std::size_t count_max) override;
    std::vector<EntryRecord> waiting_for(std::string_view what) override;
    std::vector<EntryRecord> in_state(EntryState state, std::size_t count_max) override;
    bool keep_fork(const EntryRecord& entry) override;
    void note_late(std::int64_t entry_position) override;
    std::vector<std::pair<std::int64_t, EntryRecord>> late_after(std::int64_t position,
                                                                 std::size_t count_max) override;

    std::optional<SaleRecord> sale(const TransactionId& id) override;
    void put_sale(const SaleRecord& sale) override;
    std::vector<SaleRecord> returns_of(const TransactionId& sale) override;
    void add_totals(const TotalsKey& key, const Totals& sums) override;
    void add_day_member(BusinessDate date, const TierCode& tier, const MemberId& member) override;
    std::vector<TierRow> totals_by_tier(BusinessDate from, BusinessDate to) override;
    std::vector<TierRow> totals_by_day(BusinessDate from, BusinessDate to) override;
    std::vector<std::string> use_coupon(const CouponCode& code, const TransactionId& sale) override;
    void free_coupon(const CouponCode& code, const TransactionId& sale) override;
    void put_difference(const DifferenceRecord& difference) override;
    std::vector<DifferenceRecord> differences(std::size_t count_max) override;

    std::optional<MemberRecord> member(const MemberId& id) override;
    bool has_member(const MemberId& id) override;
    std::optional<MemberState> member_state(const MemberId& id) override;
    void put_member(const MemberRecord& member) override;
    std::vector<MemberRecord> members_from(const MemberId& id, std::size_t count_max) override;
    void put_member_state(const MemberState& state) override;
    void put_identity(const MemberId& member,
                      std::string_view key,
                      std::optional<std::int64_t> phone_key) override;
    std::optional<MemberId> put_card(const MemberId& member, std::string_view number) override;
    void put_member_store(const MemberId& member, const StoreId& store) override;
    std::optional<MemberId> member_of_card(std::string_view number) override;
    std::optional<MemberId> member_of_phone(std::int64_t phone_key) override;
    bool add_member_entry(const MemberId& member,
                          std::int64_t happened,
                          const JournalPosition& at) override;
    std::vector<EntryRecord> entries_of_member(const MemberId& member) override;

    void put_right(const RightRecord& right) override;
    std::optional<RightRecord> right(const GrantId& grant) override;
    std::optional<RightRecord> right_of_request(std::string_view request) override;
    std::vector<RightRecord> rights_of(const MemberId& member) override;

    void put_programme(const ProgrammeRecord& programme) override;
    std::optional<ProgrammeRecord> programme(const ProgrammeId& id, std::int64_t version) override;
    std::vector<ProgrammeRecord> programmes() override;
    bool put_reference(std::string_view bucket,
                       std::string_view key,
                       std::string_view row) override;
    std::vector<ReferenceRow> reference_after(std::string_view bucket,
                                              std::int64_t version,
                                              std::size_t count_max) override;
    std::vector<MemberChange> members_after(const StoreId& store,
                                            std::int64_t version,
                                            std::size_t count_max) override;
    std::optional<MemberChange> member_change(const MemberId& id) override;
    std::vector<JournalPosition> heads_of_store(const StoreId& store) override;

    std::vector<std::string> projection_lines() override;

private:
    std::int64_t next_version();
    std::vector<JournalPosition> held_of(const MemberId& member);
    std::vector<CardRecord> cards_of(const MemberId& member);

    database::Database* database_;
};

}  // namespace loyal::head_office
