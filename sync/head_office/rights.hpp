#pragma once

#include "storage/storage.hpp"

#include <loyal/format/seal.hpp>
#include <loyal/wire/message.hpp>

namespace loyal::head_office {

/// Who asks for a right, and with what it is signed.
struct RightContext {
    TerminalId terminal;
    std::int64_t epoch = 1;
    BusinessDate today{};
    format::Key grant_seed{};  ///< Ed25519
};

/// Gives the right to redeem points, just in time: at most what was asked, and never more than the
/// member's spendable lots less all rights that are outstanding. Asking again with the same
/// request gets the same right. One transaction.
wire::Grant decide_right(Storage& storage, const wire::RightAsk& ask, const RightContext& context);

}  // namespace loyal::head_office
