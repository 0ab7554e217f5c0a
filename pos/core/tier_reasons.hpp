#pragma once

#include <loyal/core/member_state.hpp>

namespace loyal::reasons {

/// "Spend in the last 90 days: ¥1200.00 of ¥3000.00": what the member lacks of the alternative that
/// is nearest to keeping the tier, going by the windows of `day`.
Text tier_not_kept(const Tier& tier,
                   const MemberState& member,
                   const Programme& programme,
                   BusinessDate day);

}  // namespace loyal::reasons
