#include "member_fold.hpp"

#include <loyal/format/json.hpp>

#include <stdexcept>
#include <utility>

namespace loyal::head_office {
namespace {

const Programme& programme_of(Storage& storage,
                              Programmes& programmes,
                              const EntryRecord& record,
                              const Entry& entry)
{
    const PreparedProgramme* found = nullptr;
    if (const auto* sale = std::get_if<SaleEntry>(&entry)) {
        found = programmes.find(storage, sale->priced.programme, sale->priced.version);
    } else if (const auto* refund = std::get_if<ReturnEntry>(&entry)) {
        const auto returned = storage.sale(refund->of);
        if (returned) found = programmes.find(storage, returned->programme);
    } else {
        found = record.programme.empty() ? programmes.current(storage)
                                         : programmes.find(storage, record.programme);
    }
    if (found == nullptr) throw std::runtime_error{"an entry's programme is not here"};
    return found->programme();
}

MemberState state_from_beginning(Storage& storage, Programmes& programmes, const MemberId& member)
{
    MemberState state = storage.member(member)->base;
    for (const EntryRecord& record : storage.entries_of_member(member)) {
        const auto entry = format::parse_entry(record.body);
        if (!entry) throw std::runtime_error{"a counted entry is damaged"};
        state = apply(std::move(state), *entry, programme_of(storage, programmes, record, *entry));
    }
    return state;
}

}  // namespace

void fold_entry(Storage& storage, Programmes& programmes, const MemberEntry& taken)
{
    const bool is_last =
        storage.add_member_entry(taken.member, taken.record.happened, taken.record.at);
    if (!is_last) return fold_all(storage, programmes, taken.member);
    MemberState state = storage.member_state(taken.member).value();
    storage.put_member_state(apply(std::move(state), taken.entry, taken.programme));
}

void fold_all(Storage& storage, Programmes& programmes, const MemberId& member)
{
    storage.put_member_state(state_from_beginning(storage, programmes, member));
}

}  // namespace loyal::head_office
