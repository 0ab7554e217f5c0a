#pragma once

#include "usb_testbed.hpp"

#include <string>
#include <string_view>

namespace loyal::tests {

/// Does what one command line says.
///
///     plug wedge|hidpos|printer     unplug wedge|hidpos|printer
///     announce KIND                 plugs it in, but the kernel has not yet configured it
///     configure KIND                now it has
///     scan [wedge|hidpos:] TEXT     the scanner plugged in last, unless one is named; answers when
///                                   the host has read the label
///     aim IDENTIFIER TEXT           as scan, with this AIM identifier (HID POS)
///     stall                         halts the scanner's endpoint until the host clears it
///     paper on|off                  of the printer
///     printed                       answers with what the printer received, hexadecimal
///
/// @return "ok", "ok DATA" or "error: " and what was expected
std::string obey(UsbTestbed& testbed, std::string_view line);

}  // namespace loyal::tests
