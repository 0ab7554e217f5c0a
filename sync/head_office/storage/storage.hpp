#pragma once

#include "storage/records.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyal::head_office {

/// Where head office keeps everything: the port that each database implements. It stores and
/// finds; what is stored is decided elsewhere. One thread at a time.
///
/// tests/head_office/storage_conformance holds what every implementation must do.
/// All functions throw database::StoreError when the database fails.
class Storage {
public:
    Storage() = default;
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;
    virtual ~Storage() = default;

    /// All of `work` becomes durable, or none of it when it throws. Inside another one: a part of
    /// it that can fail alone.
    virtual void in_transaction(const std::function<void()>& work) = 0;

    virtual std::optional<std::string> meta(std::string_view name) = 0;
    virtual void put_meta(std::string_view name, std::string_view value) = 0;

    // Terminals and their enrolment.
    virtual std::optional<TerminalRecord> terminal(const TerminalId& id) = 0;
    virtual void put_terminal(const TerminalRecord& record) = 0;
    virtual std::vector<TerminalHealth> terminals() = 0;
    virtual void put_enrolment(const EnrolmentRecord& record) = 0;
    virtual std::optional<EnrolmentRecord> enrolment(std::string_view token_hash) = 0;

    // Journals as they came.
    virtual HeadRecord head(const TerminalId& terminal, std::int64_t epoch) = 0;
    virtual std::optional<EntryRecord> entry(const JournalPosition& at) = 0;
    /// Appends; @return its position. The caller has checked the chain.
    virtual std::int64_t append(const EntryRecord& entry) = 0;
    virtual void set_state(const JournalPosition& at,
                           EntryState state,
                           std::string_view note,
                           std::string_view programme) = 0;
    /// Entries after `position` in order of arrival, at most `count_max` of them.
    virtual std::vector<EntryRecord> entries_after(std::int64_t position,
                                                   std::size_t count_max) = 0;
    virtual std::vector<EntryRecord> waiting_for(std::string_view what) = 0;
    virtual std::vector<EntryRecord> in_state(EntryState state, std::size_t count_max) = 0;
    /// Keeps the other branch. @return false if it was here already
    virtual bool keep_fork(const EntryRecord& entry) = 0;
    /// Entries counted after they had waited, for the feed: (own position, entry) after `position`.
    virtual void note_late(std::int64_t entry_position) = 0;
    virtual std::vector<std::pair<std::int64_t, EntryRecord>> late_after(std::int64_t position,
                                                                         std::size_t count_max) = 0;

    // What is derived from the journals.
    virtual std::optional<SaleRecord> sale(const TransactionId& id) = 0;
    virtual void put_sale(const SaleRecord& sale) = 0;
    virtual std::vector<SaleRecord> returns_of(const TransactionId& sale) = 0;
    virtual void add_totals(const TotalsKey& key, const Totals& sums) = 0;
    virtual void add_day_member(BusinessDate date,
                                const TierCode& tier,
                                const MemberId& member) = 0;
    virtual std::vector<TierRow> totals_by_tier(BusinessDate from, BusinessDate to) = 0;
    virtual std::vector<TierRow> totals_by_day(BusinessDate from, BusinessDate to) = 0;
    /// @return the other sales that used it too
    virtual std::vector<std::string> use_coupon(const CouponCode& code,
                                                const TransactionId& sale) = 0;
    virtual void free_coupon(const CouponCode& code, const TransactionId& sale) = 0;
    virtual void put_difference(const DifferenceRecord& difference) = 0;
    virtual std::vector<DifferenceRecord> differences(std::size_t count_max) = 0;

    // Members. put_member gives the row a new version.
    virtual std::optional<MemberRecord> member(const MemberId& id) = 0;
    virtual bool has_member(const MemberId& id) = 0;
    virtual std::optional<MemberState> member_state(const MemberId& id) = 0;
    virtual void put_member(const MemberRecord& member) = 0;
    /// Members with an id after `id`, in order, at most `count_max`.
    virtual std::vector<MemberRecord> members_from(const MemberId& id, std::size_t count_max) = 0;
    virtual void put_member_state(const MemberState& state) = 0;
    virtual void put_identity(const MemberId& member,
                              std::string_view key,
                              std::optional<std::int64_t> phone_key) = 0;
    /// @return the other member who holds the card; then nothing is changed
    virtual std::optional<MemberId> put_card(const MemberId& member, std::string_view number) = 0;
    virtual void put_member_store(const MemberId& member, const StoreId& store) = 0;
    virtual std::optional<MemberId> member_of_card(std::string_view number) = 0;
    virtual std::optional<MemberId> member_of_phone(std::int64_t phone_key) = 0;
    /// Adds to what the state is made of. @return true if it goes behind everything there
    virtual bool add_member_entry(const MemberId& member,
                                  std::int64_t happened,
                                  const JournalPosition& at) = 0;
    /// All entries of the member in the order in which they are applied.
    virtual std::vector<EntryRecord> entries_of_member(const MemberId& member) = 0;

    // Rights.
    virtual void put_right(const RightRecord& right) = 0;
    virtual std::optional<RightRecord> right(const GrantId& grant) = 0;
    virtual std::optional<RightRecord> right_of_request(std::string_view request) = 0;
    virtual std::vector<RightRecord> rights_of(const MemberId& member) = 0;

    // Reference.
    virtual void put_programme(const ProgrammeRecord& programme) = 0;
    virtual std::optional<ProgrammeRecord> programme(const ProgrammeId& id,
                                                     std::int64_t version) = 0;
    virtual std::vector<ProgrammeRecord> programmes() = 0;  ///< by id, then version
    /// A row whose text is the same keeps its version. @return whether it changed
    virtual bool put_reference(std::string_view bucket,
                               std::string_view key,
                               std::string_view row) = 0;
    virtual std::vector<ReferenceRow> reference_after(std::string_view bucket,
                                                      std::int64_t version,
                                                      std::size_t count_max) = 0;
    /// Members that the store is to know, changed after `version`.
    virtual std::vector<MemberChange> members_after(const StoreId& store,
                                                    std::int64_t version,
                                                    std::size_t count_max) = 0;
    virtual std::optional<MemberChange> member_change(const MemberId& member) = 0;
    /// What the journals of the store's terminals hold: the last entry of each epoch.
    virtual std::vector<JournalPosition> heads_of_store(const StoreId& store) = 0;

    /// Every derived value as one line of text, for comparison after a replay.
    virtual std::vector<std::string> projection_lines() = 0;
};

}  // namespace loyal::head_office
