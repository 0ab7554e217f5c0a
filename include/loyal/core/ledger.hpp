#pragma once

#include <loyal/core/error.hpp>
#include <loyal/core/ledger_entry.hpp>
#include <loyal/core/price.hpp>

#include <memory>
#include <vector>

namespace loyal {

/// All members, households, stored-value cards and sales of a journal, under one programme.
///
/// Takes one entry at a time and answers it from those before: the answers to the beginning of a
/// journal are the beginning of its answers. Members change by the same functions as `apply`.
class Ledger {
public:
    /// @param programme must outlive the ledger
    explicit Ledger(const PreparedProgramme& programme);
    Ledger(Ledger&&) noexcept;
    Ledger& operator=(Ledger&&) noexcept;
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;
    ~Ledger();

    /// @return the answer, or the member of the entry that is refused and why: an unknown or
    ///         repeated id, more returned than was bought, a self-referral, a basket that cannot be
    ///         priced. What is refused changes nothing.
    Checked<ledger::Answer> take(ledger::Entry entry);

    /// The moves that a review on `day` would make; changes nothing.
    std::vector<TierMove> review(BusinessDate day) const;

    /// Every member as of `day`, by id; one who was merged into another is that other.
    std::vector<ledger::MemberOnDay> members(BusinessDate day) const;

private:
    std::unique_ptr<struct LedgerState> state_;
};

}  // namespace loyal
